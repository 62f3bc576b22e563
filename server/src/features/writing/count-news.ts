import type { Publisher } from '../../live/publish.ts'

const EVERY_MS = 1_000

/**
 * Tells a room that its count of writers changed, once a second at most and on the second: when the news comes says
 * nothing about who wrote, nor when exactly.
 */
export class CountNews {
  readonly #publisher: Publisher
  readonly #due = new Map<string, NodeJS.Timeout>()

  constructor(publisher: Publisher) {
    this.#publisher = publisher
  }

  tell(roomId: string): void {
    if (this.#due.has(roomId)) return
    const timer = setTimeout(
      () => {
        this.#due.delete(roomId)
        this.#publisher.topic(roomId, 'writing')
      },
      EVERY_MS - (Date.now() % EVERY_MS),
    )
    timer.unref()
    this.#due.set(roomId, timer)
  }

  close(): void {
    for (const timer of this.#due.values()) clearTimeout(timer)
    this.#due.clear()
  }
}
