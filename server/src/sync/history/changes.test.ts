import { removeItems } from '@meydan/shared/documents/board/moving'
import { toggleStamp } from '@meydan/shared/documents/board/arrange'
import { Board } from '@meydan/shared/documents/board/board'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { changesOf, type LogRow } from './changes.ts'

const START = Date.UTC(2026, 10, 22, 9)

/** A board written by hand, row by row, as the log has it. */
function boardLog() {
  const doc = new Y.Doc()
  const board = new Board(doc)
  const rows: LogRow[] = []
  const write = (seatId: string | null, seconds: number, edit: (board: Board) => void) => {
    const before = Y.encodeStateVector(doc)
    const deletes = Y.createDeleteSetFromStructStore(doc.store)
    edit(board)
    if (Y.equalDeleteSets(deletes, Y.createDeleteSetFromStructStore(doc.store)) && doc.store.clients.size === 0) return
    const bytes = Y.encodeStateAsUpdate(doc, before)
    rows.push({ seq: rows.length + 1, bytes, seatId, createdAt: new Date(START + seconds * 1000) })
  }
  const note = (text: string, seat: string | null = null) =>
    board.addNotes([{ at: { x: 0, y: 0 }, text }], { seat, side: 'civil' })[0]!
  return { doc, board, rows, write, note }
}

const told = (rows: readonly LogRow[], base: Uint8Array | null = null) =>
  changesOf('board', base, rows).map(({ root, action, fields, seatId, seq }) => ({ root, action, fields, seatId, seq }))

test('a note with its words is one added record, whoever wrote it', () => {
  const { rows, write, note } = boardLog()
  write('ada', 0, () => void note('Yağmur'))
  const [change, ...rest] = changesOf('board', null, rows)
  expect(rest).toEqual([])
  expect(change).toMatchObject({ seq: 1, root: 'notes', action: 'added', seatId: 'ada', changedAt: new Date(START) })
  expect(change?.fields).toEqual(['at', 'colour', 'createdAt', 'order', 'side', 'text'])
})

test('words count as a field of their note, also where only they change', () => {
  const { rows, write, note, board } = boardLog()
  write('ada', 0, () => void note('Yağmur'))
  const [id] = board.notes.all().map((found) => found.id)
  write('ben', 1, () => void board.write(id!, 'Yağmur suyu'))
  expect(told(rows)[1]).toEqual({ root: 'notes', action: 'changed', fields: ['text'], seatId: 'ben', seq: 2 })
})

test('what one seat changes of one record within a minute is told once; another seat or a later time is its own', () => {
  const { rows, write, note, board } = boardLog()
  let id = ''
  write(null, 0, () => (id = note('')))
  write('ada', 10, () => board.edit([id], { colour: 'mint' }))
  write('ada', 20, () => void board.write(id, 'a'))
  write('ben', 30, () => board.edit([id], { colour: 'sky' }))
  write('ada', 40, () => board.edit([id], { colour: 'rose' }))
  write('ada', 101, () => board.edit([id], { colour: 'sand' }))
  expect(told(rows).slice(1)).toEqual([
    { root: 'notes', action: 'changed', fields: ['colour', 'text'], seatId: 'ada', seq: 3 },
    { root: 'notes', action: 'changed', fields: ['colour'], seatId: 'ben', seq: 4 },
    { root: 'notes', action: 'changed', fields: ['colour'], seatId: 'ada', seq: 5 },
    { root: 'notes', action: 'changed', fields: ['colour'], seatId: 'ada', seq: 6 },
  ])
})

test('deleting is told as such, with nothing beside it, and an undone delete as adding', () => {
  const { rows, write, note, board, doc } = boardLog()
  const undo = new Y.UndoManager(board.undoScope, { captureTimeout: 0, trackedOrigins: new Set([null, board]), doc })
  let id = ''
  write('ada', 0, () => (id = note('gone')))
  write('ada', 1, () => doc.transact(() => removeItems(board, [id]), board))
  undo.undo()
  expect(told(rows).at(-1)).toEqual({ root: 'notes', action: 'deleted', fields: [], seatId: 'ada', seq: 2 })
  const before = Y.mergeUpdates(rows.map(({ bytes }) => bytes))
  const after = Y.encodeStateAsUpdate(doc, Y.encodeStateVectorFromUpdate(before))
  const undone = { seq: 3, bytes: after, seatId: 'ben', createdAt: new Date(START + 2000) }
  expect(changesOf('board', before, [undone])).toMatchObject([
    { root: 'notes', action: 'added', seatId: 'ben', seq: 3 },
  ])
})

test('a base is what was there before; only the rows are told', () => {
  const { rows, write, note, board, doc } = boardLog()
  let id = ''
  write('ada', 0, () => (id = note('known')))
  const base = Y.encodeStateAsUpdate(doc)
  write('ben', 5, () => board.edit([id], { colour: 'mint' }))
  expect(told(rows.slice(1), base)).toEqual([
    { root: 'notes', action: 'changed', fields: ['colour'], seatId: 'ben', seq: 2 },
  ])
})

test('words of no record stand for themselves; what is no record at all is told and breaks nothing', () => {
  const { rows, write, doc } = boardLog()
  write('ada', 0, () => void doc.getMap('texts').set('nobody', new Y.Text('hidden')))
  write('ada', 1, () => void doc.getMap('notes').set('odd', 7))
  write('ada', 2, () => doc.getMap('texts').delete('nobody'))
  expect(told(rows)).toEqual([
    { root: 'texts', action: 'changed', fields: ['text'], seatId: 'ada', seq: 1 },
    { root: 'notes', action: 'added', fields: [], seatId: 'ada', seq: 2 },
    { root: 'texts', action: 'deleted', fields: [], seatId: 'ada', seq: 3 },
  ])
})

test('plans are told by the same rules', () => {
  const doc = new Y.Doc()
  const plan = new Plan(doc)
  plan.goals.create({ id: 'g1', title: 'Rain', order: 'a0' })
  const rows = [{ seq: 1, bytes: Y.encodeStateAsUpdate(doc), seatId: 'ada', createdAt: new Date(START) }]
  expect(changesOf('plan', null, rows)).toMatchObject([
    { root: 'goals', recordId: 'g1', action: 'added', fields: ['order', 'title'] },
  ])
})

test('every kind of object is told of, with the words of shapes', () => {
  const doc = new Y.Doc()
  const board = new Board(doc)
  const rows: LogRow[] = []
  const row = (write: () => void) => {
    doc.once('update', (bytes: Uint8Array) => {
      rows.push({ seq: rows.length + 1, bytes, seatId: 'ada', createdAt: new Date(rows.length * 600_000) })
    })
    doc.transact(write)
  }
  const author = { seat: 'ada', side: 'civil' } as const
  const at = { x: 0, y: 0 }
  const end = { item: null, at }
  let shape = ''
  row(() => void board.add('theme', { at, title: 'Su' }, author))
  row(() => {
    shape = board.add('shape', { at }, author)
  })
  row(() => void board.add('stroke', { at, points: '1 2 3' }, author))
  row(() => void board.add('picture', { at, file: 'f' }, author))
  row(() => void board.addConnector({ from: end, to: end }, author))
  row(() => void toggleStamp(board, shape, 'heart', author))
  row(() => void board.write(shape, 'Karar'))
  row(() => void board.setLocked([shape], true))
  const told = changesOf('board', null, rows).map(({ root, action, fields }) => [root, action, ...fields.slice(-1)])
  expect(told).toEqual([
    ['themes', 'added', 'title'],
    ['shapes', 'added', 'text'],
    ['strokes', 'added', 'width'],
    ['pictures', 'added', 'size'],
    ['connectors', 'added', 'to'],
    ['stamps', 'added', 'sign'],
    ['shapes', 'changed', 'text'],
    ['shapes', 'changed', 'locked'],
  ])
})
