import * as Y from 'yjs'

const UNREAD_MAX = 64

/**
 * Up to where each client id's writing is committed, as far as this window knows: what the server sent is, what this
 * window wrote is once it was acknowledged. What lies beyond exists nowhere but here.
 */
export class Committed {
  readonly #clocks: Map<number, number>
  /** Read when it is asked for: a large board's first content would hold up its first picture. */
  #unread: Uint8Array[] = []

  constructor(vector?: Uint8Array) {
    this.#clocks = vector ? Y.decodeStateVector(vector) : new Map()
  }

  /** The server sent this. */
  received(update: Uint8Array): void {
    this.#unread.push(update)
    if (this.#unread.length >= UNREAD_MAX) this.#read()
  }

  /** The server has acknowledged all there is in `doc`. */
  everything(doc: Y.Doc): void {
    this.#unread = []
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(doc))) this.#raise(client, clock)
  }

  encode(): Uint8Array {
    this.#read()
    return Y.encodeStateVector(this.#clocks)
  }

  /** What a reader of `doc` had seen at that point; deletions aside. */
  snapshot(): Y.Snapshot {
    this.#read()
    return Y.createSnapshot(Y.createDeleteSet(), this.#clocks)
  }

  /** Whether `doc` holds writing that is nowhere else. */
  isBehind(doc: Y.Doc): boolean {
    this.#read()
    const now = Y.decodeStateVector(Y.encodeStateVector(doc))
    return [...now].some(([client, clock]) => clock > (this.#clocks.get(client) ?? 0))
  }

  #read(): void {
    for (const update of this.#unread) {
      for (const [client, clock] of Y.parseUpdateMeta(update).to) this.#raise(client, clock)
    }
    this.#unread = []
  }

  #raise(client: number, clock: number): void {
    if (clock > (this.#clocks.get(client) ?? 0)) this.#clocks.set(client, clock)
  }
}
