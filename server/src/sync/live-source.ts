import type { LiveDocument } from './live-document.ts'

/** A document in memory, or what it is built of when it is first needed. */
export class LiveSource {
  #live: LiveDocument | undefined
  #unbuilt: { answer: readonly Buffer[]; bytes: number; build: () => LiveDocument } | undefined

  private constructor(live: LiveDocument | undefined) {
    this.#live = live
  }

  static of(live: LiveDocument): LiveSource {
    return new LiveSource(live)
  }

  /** `answer`: whole websocket frames for somebody who has nothing yet, `bytes` in all. `build` may throw. */
  static unbuilt(answer: readonly Buffer[], build: () => LiveDocument): LiveSource {
    const source = new LiveSource(undefined)
    const bytes = answer.reduce((sum, frame) => sum + frame.length, 0)
    source.#unbuilt = { answer, bytes, build }
    return source
  }

  /** What to send to a newcomer as long as the document isn't built; then it answers itself. */
  get answer(): readonly Buffer[] | undefined {
    return this.#unbuilt?.answer
  }

  /** Built at the first call, which throws UnreadableDocument where the bytes make none. */
  get live(): LiveDocument {
    this.#live ??= this.#unbuilt!.build()
    this.#unbuilt = undefined
    return this.#live
  }

  get isNewerThanThisServer(): boolean {
    return this.#live?.isNewerThanThisServer ?? false
  }

  get estimatedBytes(): number {
    return this.#live?.estimatedBytes ?? this.#unbuilt!.bytes
  }

  destroy(): void {
    this.#live?.destroy()
  }
}
