import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD_EDIT, Board } from './board.ts'
import { moveItems, removeItems } from './moving.ts'
import { redoStep, undoStep } from './undoing.ts'

const author = { seat: 'seat', side: 'civil' } as const
const at = { x: 0, y: 0 }

/** Somebody whose acts can be undone, and a facilitator who locks; each sees the other's at once. */
function twoPeople() {
  const [mine, leader] = [new Board(new Y.Doc()), new Board(new Y.Doc())]
  mine.doc.on('update', (update, origin) => origin !== 'sync' && Y.applyUpdate(leader.doc, update, 'sync'))
  leader.doc.on('update', (update, origin) => origin !== 'sync' && Y.applyUpdate(mine.doc, update, 'sync'))
  const managerOf = (board: Board) =>
    new Y.UndoManager(board.undoScope, { trackedOrigins: new Set([BOARD_EDIT]), captureTimeout: 0 })
  return { mine, leader, undo: managerOf(mine), leaderUndo: managerOf(leader) }
}

test('steps that touch what was locked since are given up, and the ones before them are taken back', () => {
  const { mine, leader, undo } = twoPeople()
  const [kept, other] = mine.addNotes([{ at }, { at }], author) as [string, string]
  mine.write(other, 'first')
  mine.write(kept, 'words')
  moveItems(mine, new Map([[kept, { x: 500, y: 0 }]]))
  mine.edit([kept], { colour: 'mint' })
  leader.setLocked([kept], true)
  const before = mine.notes.get(kept)
  expect(undoStep(mine, undo)).toBe(true)
  expect(mine.textOf(other)).toBe('')
  expect([mine.notes.get(kept), mine.textOf(kept)]).toEqual([before, 'words'])
  // The first of all made both.
  expect(undoStep(mine, undo)).toBe(false)
  expect(mine.typeOf(kept)).toBe('note')
})

test('neither does a redo touch it', () => {
  const { mine, leader, undo } = twoPeople()
  const [id] = mine.addNotes([{ at, text: 'a' }], author) as [string]
  mine.write(id, 'b')
  undoStep(mine, undo)
  leader.setLocked([id], true)
  expect(redoStep(mine, undo)).toBe(false)
  expect(mine.textOf(id)).toBe('a')
  leader.setLocked([id], false)
})

test('what brings back something that others changed, or is nowhere locked, goes as ever', () => {
  const { mine, leader, undo } = twoPeople()
  const [id] = mine.addNotes([{ at, text: 'a' }], author) as [string]
  removeItems(mine, [id])
  leader.addNotes([{ at, text: 'theirs', locked: true }], author)
  expect(undoStep(mine, undo)).toBe(true)
  expect(leader.textOf(id)).toBe('a')
  expect(redoStep(mine, undo)).toBe(true)
  expect(leader.typeOf(id)).toBeUndefined()
})

test('who locked takes that back', () => {
  const { mine, leader, leaderUndo } = twoPeople()
  const [id] = mine.addNotes([{ at }], author) as [string]
  leader.setLocked([id], true)
  expect(undoStep(leader, leaderUndo)).toBe(true)
  expect(mine.isLocked(id)).toBe(false)
  expect(redoStep(leader, leaderUndo)).toBe(true)
  expect(mine.isLocked(id)).toBe(true)
})
