import type { LiveSource } from './live-source.ts'
import type { Peer } from './peer.ts'
import { syncFrame, syncSteps, toWebSocketFrame } from './wire.ts'

/**
 * Building a large document holds everybody up who wants to see it: those who come one after the other, as at the
 * beginning of a meeting, are answered first.
 */
const PAUSE_MS = 250
const WITHIN_MS = 2_000
const LOOK_MS = 25

/** Answers those who ask for what they haven't got: from the stored bytes until the document is built, then from it. */
export class Newcomers {
  readonly #source: LiveSource
  #answeredAt = 0
  /** The answer to somebody who has nothing yet, for all who come until the next change. */
  #cached: { update: Uint8Array; frame: Buffer } | undefined

  constructor(source: LiveSource) {
    this.#source = source
  }

  /** Nobody has changed anything yet, so what is stored is all there is. False where the document has to say it. */
  answerStored(peer: Peer, stateVector: Uint8Array): boolean {
    const { answer } = this.#source
    if (!answer || !hasNothing(stateVector)) return false
    for (const frame of answer) peer.sendFramed(frame)
    this.#answeredAt = performance.now()
    return true
  }

  answer(peer: Peer, stateVector: Uint8Array): void {
    const update = this.#source.live.encodeFor(stateVector)
    if (this.#cached?.update === update) return peer.sendFramed(this.#cached.frame)
    const frame = toWebSocketFrame(syncFrame(syncSteps.step2, update))
    if (hasNothing(stateVector)) this.#cached = { update, frame }
    peer.sendFramed(frame)
  }

  /** Resolves when nobody has come for a moment, or `hurry` says that somebody can't wait for it to be built. */
  async letIn(hurry: () => boolean): Promise<void> {
    if (!this.#source.answer) return
    const openedAt = performance.now()
    this.#answeredAt = openedAt
    while (!hurry()) {
      if (performance.now() >= Math.min(this.#answeredAt + PAUSE_MS, openedAt + WITHIN_MS)) return
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
}

function hasNothing(stateVector: Uint8Array): boolean {
  return stateVector.byteLength <= 1
}
