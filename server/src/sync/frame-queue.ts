import { metrics } from '../metrics.ts'
import type { Peer } from './peer.ts'

export type UpdateItem = {
  kind: 'update'
  peer: Peer
  bytes: Uint8Array
  frameNo: number
  /** A sync step 2, which holds all that its sender had and we lacked. */
  isAnswer: boolean
  /** When it came, by `performance.now()`. */
  receivedAt: number
}
export type Item =
  | UpdateItem
  | { kind: 'welcome'; peer: Peer }
  | { kind: 'step1'; peer: Peer; stateVector: Uint8Array }
  | { kind: 'pull' }

const BATCH_FRAMES_MAX = 500
const QUEUE_MAX_BYTES = 4 * 1024 * 1024
/** Of all documents together: a Postgres that is away for long must not cost the node its memory. */
const NODE_MAX_BYTES = 16 * 1024 * 1024

let nodeBytes = 0

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
    if (item.kind === 'update') {
      const bytes = item.bytes.length
      if (this.#bytes + bytes > QUEUE_MAX_BYTES || nodeBytes + bytes > NODE_MAX_BYTES) return false
      this.#count(1, bytes)
    }
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
    let frames = 0
    let bytes = 0
    for (const item of items) {
      if (item.kind !== 'update') continue
      frames += 1
      bytes += item.bytes.length
    }
    if (frames > 0) this.#count(-frames, -bytes)
  }

  #count(frames: number, bytes: number): void {
    this.#bytes += bytes
    nodeBytes += bytes
    metrics.unackedFrames.inc(frames)
    metrics.queueBytes.inc(bytes)
  }
}
