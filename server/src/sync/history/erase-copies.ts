import { isDeepStrictEqual } from 'node:util'
import {
  frameKinds,
  inkColours,
  noteColours,
  noteKinds,
  shapeForms,
  stampSigns,
} from '@meydan/shared/documents/board/records'
import { chipKinds, mentionKinds } from '@meydan/shared/documents/rich-text/minutes-attributes'
import { actionStatuses, priorities, sourceKinds } from '@meydan/shared/documents/plan/records'
import { fieldsOfWork, sides } from '@meydan/shared/words'
import * as Y from 'yjs'

/** Shorter pieces of a text may be anybody's: “ve”, “and”. A whole piece counts from here on, a part of one below. */
const PIECE_MIN = 4
const PART_MIN = 12

/** A piece of somebody's words: where it stood, what it says, and the item that first held it. */
type Piece = { place: string; value: unknown; client: number; clock: number; length: number }

/**
 * What a person is known to have written, from everything that is kept of a document. When somebody deletes a note and
 * takes that back, its words come again under the id of whoever undid: they are found by being the same words in the
 * same place of the same record, while what the person wrote there is gone.
 */
export class KnownWords {
  readonly #pieces = new Map<string, Piece>()

  /** Reads what the person's client ids wrote in these updates, also what was deleted by later ones of them. */
  add(updates: readonly Uint8Array[], clients: ReadonlySet<number>): void {
    const doc = new Y.Doc({ gc: false })
    doc.transact(() => {
      for (const bytes of updates) Y.applyUpdate(doc, bytes)
    })
    for (const client of clients) {
      for (const item of doc.store.clients.get(client) ?? []) if (item instanceof Y.Item) this.#take(item)
    }
    doc.destroy()
  }

  /** Ids of the records in which the person wrote. */
  get records(): ReadonlySet<string> {
    return new Set([...this.#pieces.values()].map(({ place }) => place.split(' ', 1)[0]!))
  }

  /** What to look for in a document: words of the person that are no longer there under their own id. */
  copiesIn(doc: Y.Doc): Copies {
    const gone = new Map<string, unknown[]>()
    for (const piece of this.#pieces.values()) {
      if (!isAlive(doc, piece)) gone.set(piece.place, [...(gone.get(piece.place) ?? []), piece.value])
    }
    return new Copies(gone, this.#everything(), sourcesIn(doc))
  }

  #everything(): Map<string, unknown[]> {
    const all = new Map<string, unknown[]>()
    for (const { place, value } of this.#pieces.values()) all.set(place, [...(all.get(place) ?? []), value])
    return all
  }

  #take(item: Y.Item): void {
    const { content, id, length } = item
    const place = placeOf(item).join(' ')
    const value = content instanceof Y.ContentString ? content.str : valueOf(content)
    if (!isWords(item.parentSub, value) || JSON.stringify(value).length < PIECE_MIN + 2) return
    this.#pieces.set(`${id.client} ${id.clock} ${length}`, { place, value, ...id, length })
  }
}

/** Record → what it says it is a copy of. */
function sourcesIn(doc: Y.Doc): Map<string, string> {
  const sources = new Map<string, string>()
  for (const root of doc.share.values()) {
    for (const [id, { content, deleted }] of root._map) {
      const record = !deleted && content instanceof Y.ContentType ? content.type : null
      const source = record instanceof Y.Map ? (record.get('source') as { record?: unknown } | undefined) : undefined
      if (typeof source?.record === 'string') sources.set(id, source.record)
    }
  }
  return sources
}

/** How often a copy may have been copied. */
const GENERATIONS_MAX = 20

/** Words of a person, by place, to be found under other people's ids. */
export class Copies {
  readonly #gone: ReadonlyMap<string, readonly unknown[]>
  readonly #all: ReadonlyMap<string, readonly unknown[]>
  readonly #sources: ReadonlyMap<string, string>

  /** `gone`: what is no longer there under the person's id; `all`: that and the rest, to be found where it was pasted. */
  constructor(
    gone: ReadonlyMap<string, readonly unknown[]>,
    all: ReadonlyMap<string, readonly unknown[]>,
    sources: ReadonlyMap<string, string>,
  ) {
    this.#gone = gone
    this.#all = all
    this.#sources = sources
  }

  isValue(item: Y.Item): boolean {
    const value = valueOf(item.content)
    if (value === undefined || value === null) return false
    return this.#piecesAt(item).some((known) => isDeepStrictEqual(known, value))
  }

  /** The parts of a text item that are copies, in order. */
  rangesOf(item: Y.Item): { start: number; length: number }[] {
    if (!(item.content instanceof Y.ContentString)) return []
    const pieces = this.#piecesAt(item).filter((piece) => typeof piece === 'string')
    return pieces.length > 0 ? rangesToErase(item.content.str, pieces) : []
  }

  #piecesAt(item: Y.Item): readonly unknown[] {
    if (this.#all.size === 0) return []
    const [id, ...rest] = placeOf(item)
    let pieces = this.#gone.get([id, ...rest].join(' ')) ?? []
    let source = this.#sources.get(id ?? '')
    for (let generation = 0; source !== undefined && generation < GENERATIONS_MAX; generation++) {
      pieces = [...pieces, ...(this.#all.get([source, ...rest].join(' ')) ?? [])]
      source = this.#sources.get(source)
    }
    return pieces
  }
}

/** What a field holds, or what a mark says: a link says where it leads. */
function valueOf(content: Y.Item['content']): unknown {
  if (content instanceof Y.ContentAny) return content.arr[0]
  return content instanceof Y.ContentFormat ? content.value : undefined
}

function isAlive(doc: Y.Doc, { client, clock, length }: Piece): boolean {
  const structs = doc.store.clients.get(client)
  if (!structs || clock >= Y.getState(doc.store, client)) return false
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const { id, deleted } = structs[index]!
    if (id.clock >= clock + length) return false
    if (!deleted) return true
  }
  return false
}

/** The parts of a text that are copies of known pieces, in order, without overlap. */
export function rangesToErase(text: string, pieces: readonly string[]): { start: number; length: number }[] {
  const ranges: { start: number; length: number }[] = []
  let start = 0
  while (start < text.length) {
    const length = longestCopy(text, start, pieces)
    if (length > 0) ranges.push({ start, length })
    start += length || 1
  }
  return ranges
}

function longestCopy(text: string, start: number, pieces: readonly string[]): number {
  let longest = 0
  for (const piece of pieces) {
    if (text.startsWith(piece, start)) longest = Math.max(longest, piece.length)
    else longest = Math.max(longest, partAt(text, start, piece))
  }
  return longest
}

/** Length of the longest part of `piece`, from PART_MIN on, that stands in `text` at `start`. */
function partAt(text: string, start: number, piece: string): number {
  let length = PART_MIN
  if (start + length > text.length || !piece.includes(text.slice(start, start + length))) return 0
  while (start + length < text.length && piece.includes(text.slice(start, start + length + 1))) length += 1
  return length
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const DAY = /^\d{4}-\d\d-\d\d$/
/** Longer than any key that ordering by hand makes; what is longer may be words. */
const ORDER_KEY = /^[\dA-Za-z]{1,40}$/
/** What fields with a few words to choose from may say; under any other key the same word is somebody's. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  colour: noteColours,
  ink: inkColours,
  side: sides,
  kind: [...noteKinds, ...frameKinds, ...sourceKinds, ...mentionKinds, ...chipKinds],
  form: shapeForms,
  sign: stampSigns,
  arrow: ['none', 'end', 'both'],
  fields: fieldsOfWork,
  status: actionStatuses,
  priority: priorities,
}

/**
 * Whether a value says something in somebody's words, or hand, rather than being a number, an id, a day, a choice, a
 * place in an order …
 */
export function isWords(key: string | null, value: unknown): boolean {
  if (typeof value === 'string') {
    if (value === '' || (key !== null && Object.hasOwn(CHOICES, key) && CHOICES[key]!.includes(value))) return false
    // A picture is its author's as a text is, whatever its file is called.
    if (key === 'file') return true
    return !(UUID.test(value) || DAY.test(value) || (key === 'order' && ORDER_KEY.test(value)))
  }
  if (value instanceof Uint8Array) return true
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some((member) => isWords(key, member))
  return Object.entries(value).some(([name, member]) => isWords(name, member))
}

/** Root key and field under which an item stands, from the outside in. */
export function placeOf(item: Y.Item): string[] {
  const place: string[] = []
  for (let at: Y.Item | null = item; at; at = at.parent instanceof Y.AbstractType ? at.parent._item : null) {
    if (at.parentSub !== null) place.unshift(at.parentSub)
  }
  return place
}
