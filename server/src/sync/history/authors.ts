import * as Y from 'yjs'
import type { Executor } from '../../database/schema.ts'
import type { Holder } from '../live-document.ts'

/** A piece of a text that one client id wrote. */
export type Run = { client: number; text: string }

/** A text's visible words, in order, piece by piece with the client ids that wrote them. */
export function runsOf(text: Y.Text): Run[] {
  const runs: Run[] = []
  for (let item = text._start; item; item = item.right) {
    if (!item.deleted && item.content instanceof Y.ContentString)
      runs.push({ client: item.id.client, text: item.content.str })
  }
  return runs
}

/** Which client id wrote what stands under a key now; undefined where nothing does. */
export function writerOf(map: Y.Map<unknown>, key: string): number | undefined {
  const item = map._map.get(key)
  return item && !item.deleted ? item.id.client : undefined
}

/** Who is behind the client ids of a document. */
export async function authorsIn(db: Executor, documentId: string): Promise<Map<number, Holder>> {
  const rows = await db
    .selectFrom('documentClient')
    .select(['clientId', 'personId', 'seatId'])
    .where('documentId', '=', documentId)
    .execute()
  return new Map(
    rows.flatMap(({ clientId, personId, seatId }) => (personId && seatId ? [[clientId, { personId, seatId }]] : [])),
  )
}

/**
 * Writes old content anew in the name of whoever wrote it first: each author gets one fresh client id, bound to them.
 * Without that, what is restored would belong to nobody, and erasing its author's words later would leave it.
 */
export class Scribe {
  readonly #doc: Y.Doc
  readonly #authors: ReadonlyMap<number, Holder>
  readonly #own: number
  readonly #ids = new Map<string, number>()
  readonly #holders = new Map<number, Holder>()

  /** `authors`: who is behind the client ids of the old content, as far as it is known. */
  constructor(doc: Y.Doc, authors: ReadonlyMap<number, Holder>) {
    this.#doc = doc
    this.#authors = authors
    this.#own = freshClientId(doc)
    doc.clientID = this.#own
  }

  /** Client ids this has used in somebody's name: to be stored with the edit. */
  get holders(): ReadonlyMap<number, Holder> {
    return this.#holders
  }

  /** Runs `write` in the name of who wrote under `client`; in the server's where nobody is known. */
  as(client: number | undefined, write: () => void): void {
    const author = client === undefined ? undefined : this.#authors.get(client)
    this.#doc.clientID = author ? this.#idOf(author) : this.#own
    try {
      write()
    } finally {
      this.#doc.clientID = this.#own
    }
  }

  #idOf(author: Holder): number {
    const known = this.#ids.get(author.personId)
    if (known !== undefined) return known
    const id = freshClientId(this.#doc)
    this.#ids.set(author.personId, id)
    this.#holders.set(id, author)
    return id
  }
}

/** A client id that nothing in the document was written under. */
export function freshClientId(doc: Y.Doc): number {
  for (;;) {
    const [id] = crypto.getRandomValues(new Uint32Array(1))
    if (!doc.store.clients.has(id!)) return id!
  }
}
