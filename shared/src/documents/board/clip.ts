import * as Y from 'yjs'
import { z } from 'zod'
import type { Collection } from '../collection.ts'
import { byOrder, keysBetween } from '../order.ts'
import type { Author, Board } from './board.ts'
import { moveItems } from './moving.ts'
import { Connector, Frame, type Item, type ItemKind, Note, Picture, Shape, Stamp, Stroke, Theme } from './records.ts'
import type { Point } from './records.ts'

const RECORDS_MAX = 10_000
const words = { text: z.string().max(64_000).catch('') }
const many = <T extends z.ZodType>(record: T) => z.array(record).max(RECORDS_MAX).default([])

/**
 * Part of a board, or all of it, outside of a document: what is copied, what the JSON export holds and what a
 * programme's own templates are. Records are as the document has them; what stands in no frame or theme of the clip
 * has its place on the board.
 */
export const BoardClip = z.object({
  format: z.literal('meydan.board'),
  version: z.literal(1),
  /** The document it was taken from. */
  document: z.string().max(64).nullable().catch(null),
  frames: many(Frame),
  themes: many(Theme),
  notes: many(Note.extend(words)),
  shapes: many(Shape.extend(words)),
  connectors: many(Connector),
  strokes: many(Stroke),
  pictures: many(Picture),
  stamps: many(Stamp),
})
export type BoardClip = z.infer<typeof BoardClip>

const kinds = ['frame', 'theme', 'note', 'shape', 'connector', 'stroke', 'picture'] as const
const listOf = {
  frame: 'frames',
  theme: 'themes',
  note: 'notes',
  shape: 'shapes',
  connector: 'connectors',
  stroke: 'strokes',
  picture: 'pictures',
} as const

/** A clip of these objects, or of everything: frames and themes with what they hold, connectors where both ends are in it. */
export function clipOf(board: Board, ids: Iterable<string> | null, document: string | null): BoardClip {
  const chosen = ids === null ? new Set(board.items().map(({ id }) => id)) : withContent(board, ids)
  const clip: BoardClip = BoardClip.parse({ format: 'meydan.board', version: 1, document })
  for (const item of board.items().sort(byOrder)) {
    if (!chosen.has(item.id)) continue
    const { type, ...record } = placedIn(board, item, chosen)
    const entry = type === 'note' || type === 'shape' ? { ...record, text: board.textOf(item.id) } : record
    ;(clip[listOf[type]] as unknown[]).push(entry)
  }
  clip.stamps = board.stamps.all().filter(({ item }) => chosen.has(item))
  return clip
}

function withContent(board: Board, ids: Iterable<string>): Set<string> {
  const chosen = new Set(ids)
  for (const type of ['theme', 'note', 'shape', 'stroke', 'picture'] as const) {
    for (const item of board.items(type)) {
      const theme = item.type === 'note' ? board.themeOf(item) : undefined
      const holder = theme ? theme.id : 'frame' in item ? item.frame : null
      if (holder && chosen.has(holder)) chosen.add(item.id)
    }
  }
  const isIn = (end: string | null) => end !== null && chosen.has(end)
  for (const { id, from, to } of board.connectors.all()) if (isIn(from.item) && isIn(to.item)) chosen.add(id)
  return chosen
}

/** An object as it is in a clip: what isn't held by something in the clip stands on the board itself. */
function placedIn(board: Board, item: Item, chosen: ReadonlySet<string>): Item {
  if (item.type === 'frame' || item.type === 'connector') return item
  const theme = item.type === 'note' ? board.themeOf(item) : undefined
  if (theme && chosen.has(theme.id)) return item
  const frame = board.frameOf(item)
  const loose = item.type === 'note' ? { ...item, theme: null } : item
  if (!theme && frame && chosen.has(frame.id)) return loose
  return { ...loose, frame: null, at: board.placeOf(item) }
}

export type PasteOptions = {
  /** How far from where it was taken. */
  by: Point
  /** Who puts it there; copies are theirs, and say what they were taken from. */
  author: Author
  /** Everything as it was: authors, times, locks, reactions. For what is restored, not copied. */
  restore?: boolean
}

/** Puts a clip on a board, as one transaction, under new ids. Answers with the ids of what stands in nothing else of it. */
export function pasteClip(board: Board, clip: BoardClip, options: PasteOptions): string[] {
  return board.transact(() => {
    const paste = new Paste(board, clip, options)
    for (const type of kinds)
      for (const record of clip[listOf[type]]) paste.put(type, record as Item & { text?: string })
    if (options.restore) for (const stamp of clip.stamps) paste.putStamp(stamp)
    const loose = paste.loose.filter((id) => !board.frames.has(id) && !board.connectors.has(id))
    // Whatever frame lies there takes them in.
    if (!options.restore) moveItems(board, new Map(loose.map((id) => [id, board.rectOf(id)!])))
    return paste.loose
  })
}

class Paste {
  readonly loose: string[] = []
  readonly #board: Board
  readonly #clip: BoardClip
  readonly #options: PasteOptions
  readonly #ids = new Map<string, string>()
  readonly #orders = new Map<string, string>()

  constructor(board: Board, clip: BoardClip, options: PasteOptions) {
    this.#board = board
    this.#clip = clip
    this.#options = options
    for (const type of kinds) for (const { id } of clip[listOf[type]]) this.#ids.set(id, crypto.randomUUID())
    const piled = kinds
      .filter((type) => type !== 'frame')
      .flatMap((type): { id: string; order: string }[] => clip[listOf[type]])
    this.#reorder(piled, board.topOrder())
    const topFrame = board.frames.all().sort(byOrder).at(-1)?.order ?? null
    this.#reorder(clip.frames, topFrame)
  }

  put(type: ItemKind, given: Item & { text?: string }): void {
    const id = this.#ids.get(given.id)!
    const { text, ...item } = given
    const record = {
      ...item,
      ...this.#claims(item),
      ...this.#place(type, item),
      id,
      order: this.#orders.get(given.id)!,
    }
    ;(this.#board.collectionOf(type) as unknown as Collection<{ id: string }>).create(record)
    if (type === 'note' || type === 'shape') this.#board.texts.set(id, new Y.Text(text || undefined))
  }

  putStamp(stamp: Stamp): void {
    const item = this.#ids.get(stamp.item)
    if (item) this.#board.stamps.create({ ...stamp, id: crypto.randomUUID(), item })
  }

  #reorder(records: readonly { id: string; order: string }[], top: string | null): void {
    const sorted = records.toSorted(byOrder)
    const keys = keysBetween(top, null, sorted.length)
    sorted.forEach(({ id }, index) => {
      this.#orders.set(id, keys[index]!)
    })
  }

  #claims(item: { id: string }): object {
    const { restore, author } = this.#options
    if (restore) return {}
    const source = { document: this.#clip.document, record: item.id }
    return { locked: false, source, ...author, createdAt: Date.now() }
  }

  #place(type: ItemKind, item: Item): object {
    const { by, restore } = this.#options
    const shifted = (at: Point) => ({ x: at.x + by.x, y: at.y + by.y })
    const mapped = (id: string | null) => (id && this.#ids.get(id)) || null
    if (type === 'connector') {
      const { from, to } = item as Connector
      this.loose.push(this.#ids.get(item.id)!)
      const end = (each: typeof from) => ({ item: mapped(each.item), at: shifted(each.at) })
      return { from: end(from), to: end(to) }
    }
    const { at, frame, theme } = item as { at: Point; frame?: string | null; theme?: string | null }
    const holder = { frame: mapped(frame ?? null), theme: mapped(theme ?? null) }
    if (!holder.frame && !holder.theme) this.loose.push(this.#ids.get(item.id)!)
    return {
      at: holder.frame ? at : shifted(at),
      ...(type === 'frame' ? {} : { frame: holder.frame }),
      // What the original came of, a copy under a new id didn't; of a whole board, what is here again.
      ...(type === 'theme' ? { cameOf: restore ? (item as Theme).cameOf.flatMap((id) => mapped(id) ?? []) : [] } : {}),
      ...(type === 'note'
        ? { theme: holder.theme, table: mapped((item as Note).table) ?? (restore ? (item as Note).table : null) }
        : {}),
    }
  }
}
