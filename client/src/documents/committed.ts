import * as Y from 'yjs'

/**
 * Up to where each client id's writing is committed, as far as this window knows: what the server sent is, what this
 * window wrote is once it was acknowledged. What lies beyond exists nowhere but here.
 */
export class Committed {
  readonly #clocks: Map<number, number>

  constructor(vector?: Uint8Array) {
    this.#clocks = vector ? Y.decodeStateVector(vector) : new Map()
  }

  /** The server sent this. */
  received(update: Uint8Array): void {
    for (const [client, clock] of Y.parseUpdateMeta(update).to) this.#raise(client, clock)
  }

  /** The server has acknowledged all there is in `doc`. */
  everything(doc: Y.Doc): void {
    for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(doc))) this.#raise(client, clock)
  }

  encode(): Uint8Array {
    return Y.encodeStateVector(this.#clocks)
  }

  /** What a reader of `doc` had seen at that point; deletions aside. */
  snapshot(): Y.Snapshot {
    return Y.createSnapshot(Y.createDeleteSet(), this.#clocks)
  }

  /** Whether `doc` holds writing that is nowhere else. */
  isBehind(doc: Y.Doc): boolean {
    const now = Y.decodeStateVector(Y.encodeStateVector(doc))
    return [...now].some(([client, clock]) => clock > (this.#clocks.get(client) ?? 0))
  }

  #raise(client: number, clock: number): void {
    if (clock > (this.#clocks.get(client) ?? 0)) this.#clocks.set(client, clock)
  }
}
