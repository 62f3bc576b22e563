import { moveItems, removeItems, resizeItem } from './moving.ts'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { BOARD_EDIT, Board } from './board.ts'
import { parseBoard } from './parse.ts'
import { NOTE_TEXT_MAX } from './records.ts'

const author = { seat: 'seat-1', side: 'civil' as const }

function boardWithFrame() {
  const board = new Board(new Y.Doc())
  const frame = board.addFrame({ at: { x: 100, y: 100 }, size: { width: 500, height: 400 }, title: 'İhtiyaç' })
  return { board, frame }
}

describe('notes', () => {
  it('refuses a text that is too long and keeps what was there', () => {
    const board = new Board(new Y.Doc())
    const [id] = board.addNotes([{ at: { x: 0, y: 0 }, text: 'kept' }], author)
    expect(board.write(id!, 'x'.repeat(NOTE_TEXT_MAX + 1))).toBe(false)
    expect(board.textOf(id!)).toBe('kept')
  })

  it('join the frame they are dropped into and keep their place on the board', () => {
    const { board, frame } = boardWithFrame()
    const [id] = board.addNotes([{ at: { x: 900, y: 900 } }], author)
    moveItems(board, new Map([[id!, { x: 150, y: 160 }]]))
    expect(board.notes.get(id!)).toMatchObject({ frame, at: { x: 50, y: 60 } })
    expect(board.placeOf(board.notes.get(id!)!)).toEqual({ x: 150, y: 160 })
  })

  it('can be added above a record whose order is nonsense', () => {
    const board = new Board(new Y.Doc())
    const [id] = board.addNotes([{ at: { x: 0, y: 0 } }], author)
    board.doc.transact(() => (board.doc.getMap('notes').get(id!) as Y.Map<unknown>).set('order', '~~~'))
    expect(board.addNotes([{ at: { x: 0, y: 0 } }], author)).toHaveLength(1)
  })
})

describe('frames', () => {
  it('carry their notes', () => {
    const { board, frame } = boardWithFrame()
    const [id] = board.addNotes([{ at: { x: 10, y: 10 }, frame }], author)
    moveItems(board, new Map([[frame, { x: 1000, y: 0 }]]))
    expect(board.placeOf(board.notes.get(id!)!)).toEqual({ x: 1010, y: 10 })
  })

  it('resized from the top left leave notes where they are seen', () => {
    const { board, frame } = boardWithFrame()
    const [inside, outside] = board.addNotes([{ at: { x: 20, y: 20 }, frame }, { at: { x: -150, y: 100 } }], author)
    resizeItem(board, frame, { x: -200, y: 50 }, { width: 800, height: 450 })
    expect(board.placeOf(board.notes.get(inside!)!)).toEqual({ x: 120, y: 120 })
    expect(board.placeOf(board.notes.get(outside!)!)).toEqual({ x: -150, y: 100 })
    expect(board.notes.get(outside!)!.frame).toBe(frame)
    resizeItem(board, frame, { x: 300, y: 300 }, { width: 300, height: 300 })
    expect(board.notes.get(inside!)!.frame).toBeNull()
    expect(board.placeOf(board.notes.get(inside!)!)).toEqual({ x: 120, y: 120 })
  })

  it('removed give their notes to the frame underneath', () => {
    const { board, frame } = boardWithFrame()
    const upper = board.addFrame({ at: { x: 150, y: 150 }, size: { width: 300, height: 250 }, title: '' })
    const [id] = board.addNotes([{ at: { x: 10, y: 10 }, frame: upper }], author)
    removeItems(board, [upper])
    expect(board.notes.get(id!)).toMatchObject({ frame, at: { x: 60, y: 60 } })
  })

  it('removed leave their notes where they were seen', () => {
    const { board, frame } = boardWithFrame()
    const [id] = board.addNotes([{ at: { x: 20, y: 20 }, frame, text: 'stays' }], author)
    removeItems(board, [frame])
    expect(board.notes.get(id!)).toMatchObject({ frame: null, at: { x: 120, y: 120 } })
    expect(board.textOf(id!)).toBe('stays')
  })
})

it('undo brings back a deleted note with its words, and leaves the others’ acts alone', () => {
  const mine = new Board(new Y.Doc())
  const theirs = new Board(new Y.Doc())
  mine.doc.on('update', (update, origin) => origin !== 'sync' && Y.applyUpdate(theirs.doc, update, 'sync'))
  theirs.doc.on('update', (update, origin) => origin !== 'sync' && Y.applyUpdate(mine.doc, update, 'sync'))
  const undo = new Y.UndoManager(mine.undoScope, { trackedOrigins: new Set([BOARD_EDIT]), captureTimeout: 0 })
  const [id] = mine.addNotes([{ at: { x: 0, y: 0 }, text: 'mine' }], author)
  removeItems(mine, [id!])
  const [other] = theirs.addNotes([{ at: { x: 5, y: 5 }, text: 'theirs' }], author)
  undo.undo()
  expect(mine.textOf(id!)).toBe('mine')
  expect(theirs.textOf(id!)).toBe('mine')
  undo.undo()
  expect(parseBoard(theirs.doc).notes.map((note) => note.id)).toEqual([other])
  undo.redo()
  expect(parseBoard(mine.doc).notes).toHaveLength(2)
})

it('reads a damaged board without throwing', () => {
  const doc = new Y.Doc()
  doc.getMap('notes').set('odd', 7)
  doc.getMap('notes').set('__proto__', new Y.Map([['at', 'nowhere']]))
  doc.getMap('texts').set('odd', 'no text')
  const parsed = parseBoard(doc)
  expect(parsed.problems).toEqual(['odd'])
  expect(parsed.notes).toHaveLength(1)
})
