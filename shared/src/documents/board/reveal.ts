import * as Y from 'yjs'
import { keysBetween } from '../order.ts'
import type { Author, Board } from './board.ts'
import { boundsOf, type Rect } from './geometry.ts'
import { NOTE_SIZE, NOTE_TEXT_MAX, Note, type NoteColour, type NoteKind, Point } from './records.ts'

const GAP = 12
const EDGE = 20
/** Between what is on a board and what comes beside it. */
const ASIDE = 80
const FRAME_SIDE_MAX = 20_000
const COLUMNS_MIN = 3
const COLUMNS_MAX = 12

/** A note that comes onto the board; `author` as the board is to show it. */
export type RevealedNote = {
  text: string
  colour: NoteColour
  kind: NoteKind | null
  author: Author
  table: string | null
  createdAt: number
}

type Layout = { frame: string | null; placeOf: (index: number) => Point }

/**
 * Puts notes onto a board in their order, as a grid: into the frame below what is in it, which grows where it must;
 * without a frame beside everything there is. `write` runs each write, so that the caller can say in whose name it is.
 * Ids are new. Answers with them, in order.
 */
export function revealNotes(
  board: Board,
  notes: readonly RevealedNote[],
  frameId: string | null,
  write: (index: number, act: () => void) => void = (_index, act) => act(),
): string[] {
  return board.transact(() => {
    const { frame, placeOf } = intoFrame(board, frameId, notes.length) ?? beside(board, notes.length)
    const orders = keysBetween(board.topOrder(), null, notes.length)
    return notes.map(({ text, author, ...given }, index) => {
      const id = crypto.randomUUID()
      write(index, () => {
        const at = placeOf(index)
        board.notes.create(Note.parse({ ...given, ...author, id, at, frame, order: orders[index] }))
        board.texts.set(id, new Y.Text(text.slice(0, NOTE_TEXT_MAX)))
      })
      return id
    })
  })
}

function intoFrame(board: Board, frameId: string | null, count: number): Layout | null {
  const frame = frameId === null ? undefined : board.frames.get(frameId)
  if (!frame) return null
  const start = lowestIn(board, frame.id) + (count > 0 ? EDGE : 0)
  const fitting = Math.floor((frame.size.width - 2 * EDGE + GAP) / (NOTE_SIZE.width + GAP))
  const rowsAtMost = Math.max(1, Math.floor((FRAME_SIDE_MAX - start - EDGE + GAP) / (NOTE_SIZE.height + GAP)))
  const columns = Math.max(1, fitting, Math.ceil(count / rowsAtMost))
  const grid = sizeOf(count, columns)
  const needed = { width: grid.width + 2 * EDGE, height: start + grid.height + EDGE }
  const size = {
    width: Math.min(FRAME_SIDE_MAX, Math.max(frame.size.width, needed.width)),
    height: Math.min(FRAME_SIDE_MAX, Math.max(frame.size.height, needed.height)),
  }
  if (count > 0 && (size.width > frame.size.width || size.height > frame.size.height)) {
    board.frames.edit(frame.id, { size })
  }
  return { frame: frame.id, placeOf: (index) => slot({ x: EDGE, y: start }, index, columns) }
}

/** How far down a frame is filled, from its upper edge. */
function lowestIn(board: Board, frameId: string): number {
  const top = board.frames.get(frameId)!.at.y
  const ends = board.items().flatMap((item) => {
    if (item.type === 'frame' || item.type === 'connector' || board.frameOf(item)?.id !== frameId) return []
    const rect = board.rectOf(item.id)!
    return [rect.y + rect.height - top]
  })
  return Math.min(FRAME_SIDE_MAX, Math.max(0, ...ends))
}

/** At the side where the board goes on when it is read, and where there is no board any more, on another side. */
function beside(board: Board, count: number): Layout {
  const columns = Math.min(COLUMNS_MAX, Math.max(COLUMNS_MIN, Math.ceil(Math.sqrt(count))))
  const { width, height } = sizeOf(count, columns)
  const taken = boundsOf(board.items().flatMap(({ id }) => board.rectOf(id) ?? []))
  const corners: Point[] = taken
    ? [
        { x: taken.x + taken.width + ASIDE, y: taken.y },
        { x: taken.x, y: taken.y + taken.height + ASIDE },
        { x: taken.x - width - ASIDE, y: taken.y },
        { x: taken.x, y: taken.y - height - ASIDE },
      ]
    : []
  const corner = corners.find((each) => isOnBoard({ ...each, width, height })) ?? { x: 0, y: 0 }
  const start = { x: Math.round(corner.x), y: Math.round(corner.y) }
  return { frame: null, placeOf: (index) => slot(start, index, columns) }
}

function isOnBoard({ x, y, width, height }: Rect): boolean {
  return Point.safeParse({ x, y }).success && Point.safeParse({ x: x + width, y: y + height }).success
}

function sizeOf(count: number, columns: number): { width: number; height: number } {
  const [across, down] = [Math.min(count, columns), Math.ceil(count / columns)]
  return { width: extent(across, NOTE_SIZE.width), height: extent(down, NOTE_SIZE.height) }
}

function extent(count: number, length: number): number {
  return Math.max(0, count * length + (count - 1) * GAP)
}

function slot(start: Point, index: number, columns: number): Point {
  return {
    x: start.x + (index % columns) * (NOTE_SIZE.width + GAP),
    y: start.y + Math.floor(index / columns) * (NOTE_SIZE.height + GAP),
  }
}
