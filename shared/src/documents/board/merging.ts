import * as Y from 'yjs'
import type { Collection } from '../collection.ts'
import { byOrder, isOrderKey, keysBetween } from '../order.ts'
import { type Board, rootOf } from './board.ts'
import { type BoardClip, clipOf } from './clip.ts'
import { boundsOf, type Rect } from './geometry.ts'
import { type Connector, type Frame, type ItemKind, type Note, type Point, TITLE_MAX } from './records.ts'

const PAD = 60
const FRAME_LEAST = { width: 640, height: 420 }
const GAP = 200
const EDGE = 1_000_000
const FRAME_MOST = 20_000
const AREA = { width: 1200, height: 900 }
const AREAS_IN_A_ROW = 6

/** Writes in the name of whoever wrote it at the table; without one everything is written in one's own. */
export type MergeScribe = {
  /** A record, or its place among the words. */
  record: (root: string, id: string, write: () => void) => void
  /** The words of the old text, into the new one, which is empty. */
  words: (old: Y.Text, into: Y.Text) => void
}

export type Merge = {
  /** The board that is merged. */
  document: string
  /** What its notes say as the table they were written at. */
  table: string
  title: string
  scribe?: MergeScribe
}

const plain: MergeScribe = {
  record: (_root, _id, write) => write(),
  words: (old, into) => into.insert(0, old.toString()),
}

/**
 * Puts everything that is on a table's board onto the plenary board, into a new frame to the right of what is there.
 * Every record keeps its author, side, time, words and reactions, says what it was taken from, and every note says at
 * which table it was written. Call in a transaction. Answers with the frame, null where there was nothing to bring, and
 * with how many notes it brought.
 */
export function mergeBoard(plenary: Board, from: Board, merge: Merge): { frameId: string | null; notes: number } {
  const { scribe = plain } = merge
  const clip = clipOf(from, null, merge.document)
  const content = boundsOf(from.items().flatMap(({ id }) => from.rectOf(id) ?? []))
  if (!content) return { frameId: null, notes: 0 }
  const { at, size, by } = placeBeside(plenary, content)
  // Made first: frames of the table's board lie on it, not below it.
  const frameId = plenary.addFrame({ at, size, title: merge.title.slice(0, TITLE_MAX), kind: 'table' })
  const move = new Move(plenary, clip, { frameId, at, by, merge })
  for (const { type, id, record, hasWords } of move.records()) {
    const root = rootOf[type]
    scribe.record(root, id, () => (plenary[root] as unknown as Collection<{ id: string }>).create(record))
    if (!hasWords) continue
    const old = from.texts.get(id)
    scribe.record('texts', id, () => plenary.texts.set(record.id, new Y.Text()))
    if (old instanceof Y.Text && old.length > 0) scribe.words(old, plenary.texts.get(record.id)!)
  }
  for (const stamp of clip.stamps) {
    const item = move.newId(stamp.item)
    const put = () => plenary.stamps.create({ ...stamp, id: crypto.randomUUID(), item })
    scribe.record('stamps', stamp.id, put)
  }
  return { frameId, notes: clip.notes.length }
}

/** Where the table's frame comes to lie, and how far its content moves. */
function placeBeside(plenary: Board, content: Rect) {
  const there = boundsOf(plenary.items().flatMap(({ id }) => plenary.rectOf(id) ?? []))
  const beside = there ? { x: Math.round(there.x + there.width + GAP), y: Math.round(there.y) } : { x: 0, y: 0 }
  const at = { x: Math.min(beside.x, EDGE - FRAME_MOST), y: beside.y }
  const length = (wanted: number, least: number) => Math.min(FRAME_MOST, Math.max(least, Math.ceil(wanted) + 2 * PAD))
  const size = {
    width: length(content.width, FRAME_LEAST.width),
    height: length(content.height, FRAME_LEAST.height),
  }
  return { at, size, by: { x: at.x + PAD - Math.round(content.x), y: at.y + PAD - Math.round(content.y) } }
}

/** `at`: where the table's frame lies; `by`: how far what isn't in a frame moves. */
type Way = { frameId: string; at: Point; by: Point; merge: Merge }
type Moved = { type: ItemKind; id: string; record: { id: string }; hasWords: boolean }

const lists = [
  ['frame', 'frames'],
  ['theme', 'themes'],
  ['note', 'notes'],
  ['shape', 'shapes'],
  ['connector', 'connectors'],
  ['stroke', 'strokes'],
  ['picture', 'pictures'],
] as const

/** A clip's records as they will be on the plenary board. */
class Move {
  readonly #clip: BoardClip
  readonly #way: Way
  readonly #ids = new Map<string, string>()
  readonly #orders = new Map<string, string>()

  constructor(plenary: Board, clip: BoardClip, way: Way) {
    this.#clip = clip
    this.#way = way
    for (const [, list] of lists) for (const { id } of clip[list]) this.#ids.set(id, crypto.randomUUID())
    const piled = lists.flatMap(([type, list]): readonly Ordered[] => (type === 'frame' ? [] : clip[list]))
    this.#reorder(piled, plenary.topOrder())
    const frames = plenary.frames.all().flatMap(({ order }) => (isOrderKey(order) ? order : []))
    this.#reorder(clip.frames, frames.sort().at(-1) ?? null)
  }

  newId(id: string): string {
    return this.#ids.get(id)!
  }

  *records(): Generator<Moved> {
    for (const [type, list] of lists) {
      for (const given of this.#clip[list]) {
        const { text: _, ...item } = given as Ordered & { text?: string }
        const source = { document: this.#way.merge.document, record: item.id }
        const order = this.#orders.get(item.id)!
        const record = { ...item, source, order, ...this.#place(type, item), id: this.newId(item.id) }
        yield { type, id: item.id, record, hasWords: type === 'note' || type === 'shape' }
      }
    }
  }

  #reorder(records: readonly Ordered[], top: string | null): void {
    const keys = keysBetween(top, null, records.length)
    records.toSorted(byOrder).forEach(({ id }, index) => this.#orders.set(id, keys[index]!))
  }

  #place(type: ItemKind, item: object): object {
    const { by, at: corner, frameId, merge } = this.#way
    const shifted = (at: Point) => within({ x: at.x + by.x, y: at.y + by.y })
    if (type === 'frame') return { at: shifted((item as Frame).at) }
    if (type === 'connector') {
      const end = ({ item: held, at }: Connector['from']) => ({ item: this.#mapped(held), at: shifted(at) })
      return { from: end((item as Connector).from), to: end((item as Connector).to) }
    }
    const { at, frame: lane, theme } = item as Pick<Note, 'at' | 'frame' | 'theme'>
    const own = this.#mapped(lane)
    const onBoard = shifted(at)
    const place = own
      ? { frame: own, at }
      : { frame: frameId, at: within({ x: onBoard.x - corner.x, y: onBoard.y - corner.y }) }
    return type === 'note' ? { ...place, theme: this.#mapped(theme), table: merge.table } : place
  }

  #mapped(id: string | null): string | null {
    return (id && this.#ids.get(id)) || null
  }
}

type Ordered = { id: string; order: string }

/** A place beyond the board's edges reads as its middle: what comes from far out stays at the edge. */
function within({ x, y }: Point): Point {
  const held = (each: number) => Math.max(-EDGE, Math.min(EDGE, each))
  return { x: held(x), y: held(y) }
}

/** Makes an area for each table below what is on the board, in tidy rows; answers with their ids. */
export function addTableAreas(board: Board, titles: readonly string[]): string[] {
  const there = boundsOf(board.items().flatMap(({ id }) => board.rectOf(id) ?? []))
  const rows = Math.ceil(titles.length / AREAS_IN_A_ROW)
  const columns = Math.ceil(titles.length / rows)
  const needed = rows * (AREA.height + GAP)
  const top = there ? Math.round(there.y + there.height + GAP) : 0
  const start = { x: there ? Math.round(there.x) : 0, y: Math.min(top, EDGE - needed) }
  return titles.map((title, index) => {
    const x = start.x + (index % columns) * (AREA.width + GAP / 2)
    const y = start.y + Math.floor(index / columns) * (AREA.height + GAP / 2)
    return board.addFrame({ at: { x, y }, size: AREA, title: title.slice(0, TITLE_MAX), kind: 'table' })
  })
}

export type TableArea = { id: string; frameId: string | null }

/**
 * Says on the notes of tables that worked on areas of this board which table they are from: those that lie in its
 * frame, and those that people wrote elsewhere while they sat there. Nothing moves. Call in a transaction. Answers with
 * how many notes each table has.
 */
export function markAreas(board: Board, tables: readonly TableArea[]): Map<string, number> {
  const byFrame = new Map(tables.flatMap(({ id, frameId }) => (frameId ? [[frameId, id] as const] : [])))
  const counts = new Map(tables.map(({ id }) => [id, 0]))
  for (const note of board.notes.all()) {
    const said = note.table !== null && counts.has(note.table) ? note.table : undefined
    const table = said ?? byFrame.get(board.frameOf(note)?.id ?? '')
    if (table === undefined) continue
    counts.set(table, counts.get(table)! + 1)
    board.notes.edit(note.id, { table })
  }
  return counts
}
