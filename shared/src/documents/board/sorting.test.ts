import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { Board } from './board.ts'
import { contains, middleOf, overlaps } from './geometry.ts'
import { gridIn, layOut, looseNotesIn, orderNotes } from './sorting.ts'
import { cluster, clusterTogether } from './themes.ts'

const author = { seat: 'seat-1', side: 'civil' as const }

function themed(count: number) {
  const board = new Board(new Y.Doc())
  const ids = board.addNotes(
    Array.from({ length: count }, (_, index) => ({ at: { x: index * 300, y: 0 } })),
    author,
  )
  return { board, ids, theme: clusterTogether(board, ids, author)! }
}

/** A small generator of numbers that are the same in every run. */
function dice(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state % below
  }
}

function shuffled<T>(list: readonly T[], roll: (below: number) => number): T[] {
  const rest = [...list]
  return list.map(() => rest.splice(roll(rest.length), 1)[0]!)
}

it('puts the notes of a theme into an order, in one step of undo', () => {
  const { board, ids, theme } = themed(6)
  const undo = new Y.UndoManager(board.undoScope, { trackedOrigins: new Set([null]), captureTimeout: 0 })
  const wanted = [...ids].reverse()
  board.doc.transact(() => orderNotes(board, theme, wanted), null)
  expect(board.notesOf(theme).map(({ id }) => id)).toEqual(wanted)
  undo.undo()
  expect(board.notesOf(theme).map(({ id }) => id)).toEqual(ids)
})

it('leaves locked notes and locked themes alone', () => {
  const { board, ids, theme } = themed(4)
  board.setLocked([ids[1]!], true)
  const before = board.notes.get(ids[1]!)!.order
  orderNotes(board, theme, [...ids].reverse())
  expect(board.notes.get(ids[1]!)!.order).toBe(before)
  board.setLocked([theme], true)
  const order = board.notesOf(theme).map(({ id }) => id)
  orderNotes(board, theme, ids)
  expect(board.notesOf(theme).map(({ id }) => id)).toEqual(order)
})

it('orders notes whose keys are the same, or nonsense', () => {
  const { board, ids, theme } = themed(4)
  for (const id of ids)
    board.doc.transact(() => (board.doc.getMap('notes').get(id) as Y.Map<unknown>).set('order', '~'))
  orderNotes(board, theme, [...ids].reverse())
  expect(board.notesOf(theme).map(({ id }) => id)).toEqual([...ids].reverse())
})

it.each([1, 2, 3, 4, 5])('comes to the same board when two order and cluster at once (seed %i)', (seed) => {
  const roll = dice(seed)
  const { board, ids, theme } = themed(7)
  const other = new Board(new Y.Doc())
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(board.doc))
  for (let round = 0; round < 8; round++) {
    orderNotes(board, theme, shuffled(ids, roll))
    orderNotes(other, theme, shuffled(ids, roll))
    cluster(other, [ids[roll(ids.length)]!], theme, author, roll(7))
    if (roll(2)) Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(board.doc))
    if (roll(2)) Y.applyUpdate(board.doc, Y.encodeStateAsUpdate(other.doc))
  }
  Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(board.doc))
  Y.applyUpdate(board.doc, Y.encodeStateAsUpdate(other.doc))
  const orderOf = (each: Board) => each.notesOf(theme).map(({ id }) => id)
  expect(orderOf(board)).toEqual(orderOf(other))
  expect(orderOf(board).toSorted()).toEqual([...ids].sort())
})

it('lays out a frame’s notes around its theme, all inside', () => {
  const board = new Board(new Y.Doc())
  const frame = board.addFrame({ at: { x: 100, y: 50 }, size: { width: 720, height: 900 }, title: '' })
  const ids = board.addNotes(
    Array.from({ length: 8 }, () => ({ at: { x: 5, y: 5 }, frame })),
    author,
  )
  const theme = clusterTogether(board, ids.slice(0, 2), author)!
  const loose = looseNotesIn(board, frame).map(({ id }) => id)
  expect(loose).toHaveLength(6)
  layOut(board, frame, [...loose].reverse())
  const rects = loose.map((id) => board.rectOf(id)!)
  for (const rect of rects) {
    expect(overlaps(rect, board.rectOf(theme)!)).toBe(false)
    expect(contains({ ...board.frames.get(frame)!.at, ...board.frames.get(frame)!.size }, middleOf(rect))).toBe(true)
  }
  expect(looseNotesIn(board, frame)).toHaveLength(6)
})

it('lays notes closer together rather than out of their frame', () => {
  const area = { x: 0, y: 0, width: 260, height: 400 }
  const places = gridIn(area, 12, [{ x: 0, y: 0, width: 260, height: 300 }])
  expect(places).toHaveLength(12)
  for (const { x, y } of places) expect(contains(area, { x: x + 100, y: y + 75 })).toBe(true)
  expect(new Set(places.map(({ y }) => y)).size).toBe(12)
})
