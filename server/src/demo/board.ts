import { Board, type NewNote } from '@meydan/shared/documents/board/board'
import { type Frame, NOTE_SIZE } from '@meydan/shared/documents/board/records'
import { byOrder } from '@meydan/shared/documents/order'
import { boardFromTemplate } from '@meydan/shared/documents/templates'
import type { Side } from '@meydan/shared/words'
import * as Y from 'yjs'
import type { DemoNote, DemoRoom } from './content.ts'

export type Author = { seat: string; side: Side }

const MARGIN = 40
const ROW = NOTE_SIZE.height + 20
const COLUMN = NOTE_SIZE.width + MARGIN
const LEGEND_HEIGHT = NOTE_SIZE.height + 2 * MARGIN
/** Room for the titles that stand above the frames below. */
const LEGEND_GAP = 100

/** A room's board as one V1 update: its template's frames, the notes in rows inside them, the legend above. */
export function demoBoard(
  given: DemoRoom['board'],
  authors: ReadonlyMap<string, Author>,
  legend?: { title: string; notes: readonly DemoNote[] },
): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, boardFromTemplate(given.template, 'tr'))
  const board = new Board(doc)
  board.transact(() => {
    const frames = board.frames.all().sort(byOrder)
    growToFit(board, frames, given.notes)
    if (legend) addLegend(board, frames, legend, authors)
    const placed = frames.map(() => 0)
    for (const note of given.notes) {
      const [, position, colour, text] = note
      const frame = frames[position]!
      const index = placed[position]!++
      const columns = columnsOf(frame)
      const at = { x: MARGIN + (index % columns) * COLUMN, y: MARGIN + Math.floor(index / columns) * ROW }
      addNote(board, note, { at, frame: frame.id, colour, text }, authors)
    }
  })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}

function columnsOf(frame: Frame): number {
  return Math.max(1, Math.floor((frame.size.width - MARGIN) / COLUMN))
}

/** All frames keep one height, so that the lanes end on one line. */
function growToFit(board: Board, frames: readonly Frame[], notes: readonly DemoNote[]): void {
  const rows = frames.map((frame, position) => {
    const count = notes.filter(([, of]) => of === position).length
    return Math.ceil(count / columnsOf(frame))
  })
  const height = 2 * MARGIN + Math.max(0, ...rows) * ROW
  for (const frame of frames) {
    if (frame.size.height < height) board.edit([frame.id], { size: { ...frame.size, height } })
  }
}

/** One row of notes over the whole width of the board. */
function addLegend(
  board: Board,
  frames: readonly Frame[],
  legend: { title: string; notes: readonly DemoNote[] },
  authors: ReadonlyMap<string, Author>,
): void {
  const width = Math.max(...frames.map(({ at, size }) => at.x + size.width))
  const frame = board.addFrame({
    at: { x: 0, y: -LEGEND_GAP - LEGEND_HEIGHT },
    size: { width, height: LEGEND_HEIGHT },
    title: legend.title,
  })
  const gap = (width - legend.notes.length * NOTE_SIZE.width) / (legend.notes.length + 1)
  legend.notes.forEach((note, index) => {
    const [, , colour, text] = note
    const at = { x: Math.round(gap + index * (NOTE_SIZE.width + gap)), y: MARGIN }
    addNote(board, note, { at, frame, colour, text }, authors)
  })
}

function addNote(board: Board, [author]: DemoNote, note: NewNote, authors: ReadonlyMap<string, Author>): void {
  const known = authors.get(author)
  if (!known) throw new Error(`${author} writes on a demonstration board without a seat in its room`)
  board.addNotes([note], known)
}
