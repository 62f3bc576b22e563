import { metrics } from '../metrics.ts'
import type { Peer } from './peer.ts'

/** `isAnswer`: a sync step 2, which holds all that its sender had and we lacked. */
export type UpdateItem = { kind: 'update'; peer: Peer; bytes: Uint8Array; frameNo: number; isAnswer: boolean }
export type Item =
  | UpdateItem
  | { kind: 'welcome'; peer: Peer }
  | { kind: 'step1'; peer: Peer; stateVector: Uint8Array }
  | { kind: 'pull' }

const BATCH_FRAMES_MAX = 500
const QUEUE_MAX_BYTES = 4 * 1024 * 1024

/** What waits for a document's worker, in order; frames are counted until they are dealt with, bounded in bytes. */
export class FrameQueue {
  #waiting: Item[] = []
  #taken: Item[] = []
  #bytes = 0

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  has(kind: Item['kind']): boolean {
    return this.#waiting.some((item) => item.kind === kind)
  }

  /** False where there is no room for it. */
  add(item: Item): boolean {
    const bytes = bytesOf(item)
    if (item.kind === 'update') {
      if (this.#bytes + bytes > QUEUE_MAX_BYTES) return false
      metrics.unackedFrames.inc()
      metrics.queueBytes.inc(bytes)
    }
    this.#bytes += bytes
    this.#waiting.push(item)
    return true
  }

  /** The next batch; it goes on counting until `done`. */
  take(): Item[] {
    this.#taken = this.#waiting.splice(0, BATCH_FRAMES_MAX)
    return this.#taken
  }

  done(): void {
    this.#forget(this.#taken)
    this.#taken = []
  }

  clear(): void {
    this.done()
    this.#forget(this.#waiting)
    this.#waiting = []
  }

  #forget(items: readonly Item[]): void {
    for (const item of items) {
      if (item.kind !== 'update') continue
      metrics.unackedFrames.dec()
      metrics.queueBytes.dec(item.bytes.length)
      this.#bytes -= item.bytes.length
    }
  }
}

function bytesOf(item: Item): number {
  return item.kind === 'update' ? item.bytes.length : 0
}
