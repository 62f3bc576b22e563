import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Board } from './board.ts'
import { boundsOf, holds, overlaps, type Rect } from './geometry.ts'
import { NOTE_SIZE } from './records.ts'
import { type RevealedNote, revealNotes } from './reveal.ts'

const nobody = { seat: null, side: 'neutral' as const }

function notes(count: number): RevealedNote[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ text: `note ${index}`, colour: 'sun', kind: null, author: nobody, table: null, createdAt: 7 },
  })) as RevealedNote[]
}

function rectsOf(board: Board, ids: readonly string[]): Rect[] {
  return ids.map((id) => board.rectOf(id)!)
}

function expectApart(rects: readonly Rect[]): void {
  for (const [index, rect] of rects.entries())
    for (const other of rects.slice(index + 1)) expect(overlaps(rect, other)).toBe(false)
}

test('notes say what they are given', () => {
  const board = new Board(new Y.Doc())
  const author = { seat: 'seat-1', side: 'public' as const }
  const [id] = revealNotes(
    board,
    [{ text: 'Dil kursu', colour: 'sky', kind: 'need', author, table: 't1', createdAt: 99 }],
    null,
  )
  expect(board.notes.get(id!)).toMatchObject({ colour: 'sky', kind: 'need', ...author, table: 't1', createdAt: 99 })
  expect(board.textOf(id!)).toBe('Dil kursu')
})

test('they are read in the order they were given', () => {
  const board = new Board(new Y.Doc())
  board.addNotes([{ at: { x: 0, y: 0 } }], nobody)
  const ids = revealNotes(board, notes(20), null)
  const byPlace = ids.toSorted((a, b) => {
    const [one, other] = [board.rectOf(a)!, board.rectOf(b)!]
    return one.y - other.y || one.x - other.x
  })
  expect(byPlace).toEqual(ids)
  const orders = ids.map((id) => board.notes.get(id)!.order)
  expect(orders).toEqual(orders.toSorted())
})

describe('into a frame', () => {
  test.each([1, 7, 40, 400])('%i notes: inside, apart, below what is there; the frame grows', (count) => {
    const board = new Board(new Y.Doc())
    const frame = board.addFrame({ at: { x: 300, y: -200 }, size: { width: 480, height: 640 }, title: 'Needs' })
    const [old] = board.addNotes([{ at: { x: 20, y: 40 }, frame }], nobody)
    const ids = revealNotes(board, notes(count), frame)
    const rects = rectsOf(board, [old!, ...ids])
    expectApart(rects)
    for (const rect of rects) expect(holds(board.rectOf(frame)!, rect)).toBe(true)
    for (const id of ids) expect(board.frameOf(board.item(id)!)?.id).toBe(frame)
    const { width, height } = board.frames.get(frame)!.size
    expect([width, height].every((length) => length <= 20_000)).toBe(true)
    if (count < 5) expect({ width, height }).toEqual({ width: 480, height: 640 })
  })

  test('that is gone: beside the board', () => {
    const board = new Board(new Y.Doc())
    expect(board.rectOf(revealNotes(board, notes(1), 'gone')[0]!)).toEqual({ x: 0, y: 0, ...NOTE_SIZE })
  })
})

describe('without a frame', () => {
  test('clear of everything', () => {
    const board = new Board(new Y.Doc())
    const frame = board.addFrame({ at: { x: -50, y: 10 }, size: { width: 480, height: 640 }, title: 'Needs' })
    const rects = rectsOf(board, revealNotes(board, notes(60), null))
    expectApart([board.rectOf(frame)!, ...rects])
  })

  test.each([
    [{ x: 999_700, y: 0 }, 'the right edge'],
    [{ x: 999_700, y: 999_700 }, 'the lower right corner'],
  ])('where something lies at %o, %s', (at) => {
    const board = new Board(new Y.Doc())
    const [far] = board.addNotes([{ at }], nobody)
    const rects = rectsOf(board, revealNotes(board, notes(30), null))
    expectApart([board.rectOf(far!)!, ...rects])
    expect(boundsOf(rects)).toMatchObject({ width: 6 * 200 + 5 * 12 })
  })

  test('where something lies at all ends, still a grid', () => {
    const board = new Board(new Y.Doc())
    board.addNotes([{ at: { x: 1e6, y: 1e6 } }, { at: { x: -1e6, y: -1e6 } }], nobody)
    expectApart(rectsOf(board, revealNotes(board, notes(9), null)))
  })
})
