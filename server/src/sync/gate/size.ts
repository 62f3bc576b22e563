import type * as Y from 'yjs'
import type { Effect } from './gate.ts'

export const DOCUMENT_MAX_BYTES = 10 * 1024 * 1024
export const DOCUMENT_MAX_STRUCTS = 300_000
/** Deletions pass beyond the limits, so that people can make room; but they too leave marks that take some. */
const ROOM_TO_DELETE = 1.25
const FEW_RANGES = 64
const MEASURE_EVERY_MS = 5_000

/**
 * How much a document holds: exact when measured, which costs as much as a join, in between an estimate that is never
 * too low. Measured again only when the estimate reaches the limit, and not more often than every five seconds.
 */
export class DocumentSize {
  readonly #doc: Y.Doc
  readonly #encode: () => Uint8Array
  #bytes = 0
  #structs = 0
  #measuredAt = Number.NEGATIVE_INFINITY

  /** `encode` gives the whole document; it is called only near the limit. */
  constructor(doc: Y.Doc, encode: () => Uint8Array) {
    this.#doc = doc
    this.#encode = encode
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Notes stored bytes, of which nobody knows what is in them. */
  addStored(bytes: number): void {
    this.#bytes += bytes
    this.#structs = countStructs(this.#doc)
  }

  addFrame(bytes: number, { structs, deletes }: Effect): void {
    this.#bytes += bytes
    this.#structs += structs + 2 * deletes.length
  }

  /** Whether the document may take a frame of so many bytes with this effect. */
  hasRoomFor(bytes: number, { writes, deletes, structs }: Effect): boolean {
    const onlyDeletes = writes.length === 0
    if (onlyDeletes && deletes.length <= FEW_RANGES) return true
    const scale = onlyDeletes ? ROOM_TO_DELETE : 1
    const [more, maxStructs] = [structs + 2 * deletes.length, DOCUMENT_MAX_STRUCTS * scale]
    if (this.#structs + more > maxStructs) this.#structs = countStructs(this.#doc)
    if (this.#structs + more > maxStructs) return false
    const max = DOCUMENT_MAX_BYTES * scale
    if (this.#bytes + bytes > max) this.#measure()
    return this.#bytes + bytes <= max
  }

  #measure(): void {
    const now = performance.now()
    if (now - this.#measuredAt < MEASURE_EVERY_MS) return
    this.#bytes = this.#encode().byteLength
    this.#measuredAt = performance.now()
  }
}

function countStructs({ store }: Y.Doc): number {
  let count = 0
  for (const structs of store.clients.values()) count += structs.length
  return count
}
