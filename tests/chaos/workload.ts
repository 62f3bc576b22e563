import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import type { History } from './history.ts'
import { Writer } from './writer.ts'

const TICK_MS = 20

/** Somebody who only looks: counts what it is sent, so that the room is full without a hundred Y.Docs in one process. */
export class Watcher {
  frames = 0
  #socket: WebSocket | undefined
  #gone = false
  readonly #connect: () => WebSocket

  constructor(server: { url: string }, documentId: string, cookie: string) {
    const url = `${server.url.replace('http', 'ws')}/sync/${documentId}`
    this.#connect = () => new WebSocket(url, { headers: { cookie, origin: server.url } })
    this.#open()
  }

  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  destroy(): void {
    this.#gone = true
    this.#socket?.terminate()
  }

  #open(): void {
    if (this.#gone) return
    const socket = this.#connect()
    this.#socket = socket
    socket.on('message', () => this.frames++)
    socket.on('error', () => {})
    socket.on('close', () => setTimeout(() => this.#open(), 300).unref())
  }
}

/** The people of one run at one document: a few who write, the rest who count. They leave when the test ends. */
export class Workload {
  readonly writers: Writer[]
  readonly watchers: Watcher[]
  readonly #history: History

  constructor(
    server: { url: string },
    documentId: string,
    story: Story,
    history: History,
    { writers = 4, watchers = 0 } = {},
  ) {
    const cookies = [story.civil, story.public, story.facilitator, story.expert].map(({ cookie }) => cookie)
    this.#history = history
    this.writers = Array.from(
      { length: writers },
      (_, n) => new Writer(server, documentId, cookies[n % cookies.length]!, history),
    )
    this.watchers = Array.from(
      { length: watchers },
      (_, n) => new Watcher(server, documentId, n % 2 ? story.observer.cookie : cookies[n % cookies.length]!),
    )
    onTestFinished(() => this.destroy())
  }

  get isSaved(): boolean {
    return this.writers.every((writer) => writer.isSaved)
  }

  get docs() {
    return Object.fromEntries(this.writers.map(({ name, client }) => [name, client.doc]))
  }

  async synced(timeout = 15_000): Promise<void> {
    await until(() => this.writers.every(({ client }) => client.provider.synced), { timeout, what: 'all are synced' })
  }

  /** Waits until everybody's work is acknowledged; answers with how long it took. */
  async saved(timeout: number): Promise<number> {
    const started = performance.now()
    await until(() => this.isSaved, { timeout, what: 'everything is acknowledged', every: 10 })
    return performance.now() - started
  }

  /** People at work, at even pace; with `countedOnly`, every frame carries an edit whose fate can be asked of Postgres. */
  async edit({
    lasts,
    perSecond,
    countedOnly = false,
  }: {
    lasts: number
    perSecond: number
    countedOnly?: boolean
  }): Promise<void> {
    const { random } = this.#history
    const end = performance.now() + lasts
    let due = performance.now()
    while (performance.now() < end) {
      for (; due <= performance.now(); due += 1_000 / perSecond) {
        const writer = random.pick(this.writers)
        if (countedOnly) writer.add()
        else writer.act(random)
      }
      await wait(TICK_MS)
    }
  }

  destroy(): void {
    for (const writer of this.writers) writer.destroy()
    for (const watcher of this.watchers) watcher.destroy()
  }
}
