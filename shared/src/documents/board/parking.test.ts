import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD_EDIT, Board } from './board.ts'
import { holds, overlaps, type Rect } from './geometry.ts'
import { moveItems } from './moving.ts'
import { PARKING, park, parkable, parkingTitles } from './parking.ts'
import { cluster } from './themes.ts'

const author = { seat: 'seat', side: 'civil' } as const
const TITLE = parkingTitles.en

function boardOf(count: number) {
  const board = new Board(new Y.Doc())
  const ids = board.addNotes(
    Array.from({ length: count }, (_, index) => ({ at: { x: index * 300, y: 0 }, text: `${index}` })),
    author,
  )
  return { board, ids }
}

function lotOf(board: Board): Rect {
  return board.rectOf(PARKING)!
}

function expectTidy(board: Board, ids: readonly string[]): void {
  const rects = ids.map((id) => board.rectOf(id)!)
  for (const [index, rect] of rects.entries()) {
    expect(holds(lotOf(board), rect), `${JSON.stringify(rect)} in ${JSON.stringify(lotOf(board))}`).toBe(true)
    for (const other of rects.slice(index + 1)) expect(overlaps(rect, other)).toBe(false)
  }
}

test('what is parked stands in one frame beside the board, in the order given, nothing over anything', () => {
  const { board, ids } = boardOf(8)
  const bounds = { x: 0, width: 7 * 300 + 200 }
  expect(park(board, ids.slice(0, 4), TITLE)).toEqual(ids.slice(0, 4))
  expect(board.frames.all().map(({ id, title }) => [id, title])).toEqual([[PARKING, TITLE]])
  expect(lotOf(board).x).toBeGreaterThan(bounds.width)
  park(board, ids.slice(4), 'another title')
  expect(board.frames.all()).toHaveLength(1)
  expect(board.frames.get(PARKING)?.title).toBe(TITLE)
  expectTidy(board, ids)
  const rows = ids.map((id) => board.rectOf(id)!).map(({ x, y }) => y * 10_000 + x)
  expect(rows).toEqual(rows.toSorted((a, b) => a - b))
})

test('a theme comes with its notes; a note leaves its theme, and an unnamed theme that it emptied goes', () => {
  const { board, ids } = boardOf(5)
  const theme = cluster(board, [ids[0]!], ids[1]!, author)!
  const emptied = cluster(board, [], ids[2]!, author)!
  expect(park(board, [theme, ids[0]!, ids[2]!], TITLE)).toEqual([theme, ids[2]!])
  expect(board.notesOf(theme)).toHaveLength(2)
  expect(board.themes.has(emptied)).toBe(false)
  expect(board.frameOf(board.notes.get(ids[1]!)!)?.id).toBe(PARKING)
  expectTidy(board, [theme, ids[2]!])
})

test('what is locked, already there or of another kind stays; a locked lot keeps its edges', () => {
  const { board, ids } = boardOf(3)
  const shape = board.add('shape', { at: { x: 0, y: 900 } }, author)
  board.setLocked([ids[0]!], true)
  expect(park(board, [ids[0]!, shape, 'nothing'], TITLE)).toEqual([])
  expect(board.frames.has(PARKING)).toBe(false)
  park(board, [ids[1]!], TITLE)
  board.setLocked([PARKING], true)
  const before = lotOf(board)
  expect(parkable(board, ids).map(({ id }) => id)).toEqual([ids[2]])
  park(board, [ids[1]!, ids[2]!], TITLE)
  expect(lotOf(board)).toEqual(before)
  expect(board.frameOf(board.notes.get(ids[2]!)!)?.id).toBe(PARKING)
})

test('a place that was left is taken again, and the lot may be moved', () => {
  const { board, ids } = boardOf(4)
  park(board, ids.slice(0, 3), TITLE)
  moveItems(board, new Map([[PARKING, { x: -5_000, y: -5_000 }]]))
  const left = board.rectOf(ids[1]!)!
  moveItems(board, new Map([[ids[1]!, { x: 0, y: 3_000 }]]))
  park(board, [ids[3]!], TITLE)
  expect(board.rectOf(ids[3]!)).toEqual(left)
})

test('two who park at the same time have one lot', () => {
  const one = boardOf(4)
  const other = new Board(new Y.Doc())
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.board.doc))
  park(one.board, one.ids.slice(0, 2), TITLE)
  park(other, one.ids.slice(2), TITLE)
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.board.doc))
  Y.applyUpdate(one.board.doc, Y.encodeStateAsUpdate(other.doc))
  for (const { frames, notes } of [one.board, other]) {
    expect(frames.all().map(({ id }) => id)).toEqual([PARKING])
    expect(notes.all().map(({ frame }) => frame)).toEqual(Array.from({ length: 4 }, () => PARKING))
  }
})

test('is one step of undo', () => {
  const { board, ids } = boardOf(3)
  const before = ids.map((id) => board.rectOf(id))
  const undo = new Y.UndoManager(board.undoScope, { trackedOrigins: new Set([BOARD_EDIT]), captureTimeout: 0 })
  park(board, ids, TITLE)
  undo.undo()
  expect(board.frames.all()).toEqual([])
  expect(ids.map((id) => board.rectOf(id))).toEqual(before)
})
