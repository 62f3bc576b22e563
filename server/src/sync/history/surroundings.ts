import { Board } from '@meydan/shared/documents/board/board'
import { connectorLine } from '@meydan/shared/documents/board/connectors'
import { gatherInto, moveItems } from '@meydan/shared/documents/board/moving'
import { type Point, Point as PointSchema } from '@meydan/shared/documents/board/records'
import type * as Y from 'yjs'
import { z } from 'zod'

/** Where a record of a board stood, and what it held: ids and numbers, nobody's words. */
const Surroundings = z.object({
  /** Its top left corner on the board; null for connectors. */
  place: PointSchema.nullable().catch(null),
  /** The notes of a theme with their orders. */
  members: z.array(z.tuple([z.string(), z.string()])).catch([]),
  /** Where a connector began and ended. */
  line: z.object({ from: PointSchema, to: PointSchema }).nullable().catch(null),
})
export type Surroundings = z.infer<typeof Surroundings>

const KEPT = 'surroundings'

/** Of a record in this state of its board; where the state is all that was kept of deleted ones, as it was then. */
export function surroundingsOf(doc: Y.Doc, id: string): Surroundings {
  const kept = doc.getMap('meta').get(KEPT) as Record<string, unknown> | undefined
  if (kept && Object.hasOwn(kept, id)) return Surroundings.parse(kept[id])
  const board = new Board(doc)
  const item = board.item(id)
  return {
    place: item && item.type !== 'connector' ? board.placeOf(item) : null,
    members: item?.type === 'theme' ? board.notesOf(id).map((note) => [note.id, note.order]) : [],
    line: item?.type === 'connector' ? connectorLine(board, item) : null,
  }
}

/** Writes into what is kept of deleted records how they stood in `state`, of which it is a part. */
export function keepSurroundings(kept: Y.Doc, state: Y.Doc, ids: Iterable<string>): void {
  kept.getMap('meta').set(KEPT, Object.fromEntries([...ids].map((id) => [id, surroundingsOf(state, id)])))
}

/**
 * Puts a record that came back where it was seen, and gives it back what it held: a theme its notes, where they are
 * still there and in no other theme; a frame what lies in it; a connector whose objects are gone, its old ends.
 */
export function settleAgain(doc: Y.Doc, id: string, { place, members, line }: Surroundings): void {
  const board = new Board(doc)
  const item = board.item(id)
  if (item?.type === 'connector') {
    if (line) keepEnds(board, id, line)
    return
  }
  if (!item) return
  if (item.type === 'frame') gatherInto(board, id)
  else if (place && isAdrift(board, item)) {
    board.setLocked([id], false)
    moveItems(board, new Map([[id, cornerOf(board, id, place)]]))
    board.setLocked([id], item.locked)
  }
  for (const [noteId, order] of members) {
    const note = board.notes.get(noteId)
    if (note && !note.locked && !board.themeOf(note)) board.notes.edit(noteId, { theme: id, order })
  }
}

/** Its place was told relative to something that is gone by now. */
function isAdrift(board: Board, item: { frame?: string | null; theme?: string | null }): boolean {
  if (item.theme) return !board.themes.has(item.theme)
  return Boolean(item.frame) && !board.frames.has(item.frame!)
}

/** `moveItems` takes the corner of what is covered; a stroke begins elsewhere. */
function cornerOf(board: Board, id: string, place: Point): Point {
  const rect = board.rectOf(id)!
  const now = board.placeOf(board.item(id) as { at: Point })
  return { x: place.x + rect.x - now.x, y: place.y + rect.y - now.y }
}

function keepEnds(board: Board, id: string, line: { from: Point; to: Point }): void {
  const connector = board.connectors.get(id)!
  const end = (name: 'from' | 'to') => {
    const { item, at } = connector[name]
    return { item, at: item && board.typeOf(item) ? at : line[name] }
  }
  board.connectors.edit(id, { from: end('from'), to: end('to') })
}
