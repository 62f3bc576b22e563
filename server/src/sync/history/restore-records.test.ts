import { removeItems } from '@meydan/shared/documents/board/moving'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { Plan, parsePlan } from '@meydan/shared/documents/plan'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { runsOf, Scribe } from './authors.ts'
import { restoreAll, restoreOne } from './restore-records.ts'

const nobody = new Map()

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

function aBoard() {
  const doc = new Y.Doc()
  const board = new Board(doc)
  const add = (text: string, at = { x: 0, y: 0 }, frame: string | null = null) =>
    board.addNotes([{ at, text, frame }], { seat: null, side: 'civil' })[0]!
  return { doc, board, add }
}

test('everything is again as it was: deleted, changed and added records, and their words', () => {
  const { doc, board, add } = aBoard()
  const kept = add('stays')
  const gone = add('comes back')
  const frame = board.addFrame({ at: { x: 0, y: 0 }, size: { width: 900, height: 900 }, title: 'Needs' })
  const then = copyOf(doc)
  removeItems(board, [gone, frame])
  board.write(kept, 'stays, changed')
  board.edit([kept], { colour: 'mint' })
  add('new since')
  doc.transact(() => restoreAll(doc, then, 'board', new Scribe(doc, nobody)))
  expect(parseBoard(doc)).toEqual(parseBoard(then))
})

test('what is the same already is not written again', () => {
  const { doc, add } = aBoard()
  add('same')
  const then = copyOf(doc)
  const before = Y.encodeStateAsUpdate(doc)
  doc.transact(() => restoreAll(doc, then, 'board', new Scribe(doc, nobody)))
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
})

test('restored words are their authors’ again, piece by piece', () => {
  const ahmad = new Y.Doc()
  ahmad.clientID = 1
  const id = new Board(ahmad).addNotes([{ at: { x: 0, y: 0 }, text: 'su ' }], { seat: null, side: 'civil' })[0]!
  const ben = copyOf(ahmad)
  ben.clientID = 2
  new Board(ben).write(id, 'su ve ekmek')
  const then = copyOf(ben)
  removeItems(new Board(ben), [id])
  const scribe = new Scribe(
    ben,
    new Map([
      [1, { personId: 'ahmad', seatId: 'a' }],
      [2, { personId: 'ben', seatId: 'b' }],
    ]),
  )
  ben.transact(() => restoreOne(ben, then, { root: 'notes', id, scribe }))
  const written = runsOf(new Board(ben).texts.get(id)!)
  expect(written.map(({ text, client }) => [text, scribe.holders.get(client)?.personId])).toEqual([
    ['su ', 'ahmad'],
    ['ve ekmek', 'ben'],
  ])
  expect([...scribe.holders.keys()], 'their old ids are theirs alone').not.toEqual(expect.arrayContaining([1, 2]))
})

test('a note comes back under its id to where it was seen, also where its frame is gone', () => {
  const { doc, board, add } = aBoard()
  const frame = board.addFrame({ at: { x: 500, y: 500 }, size: { width: 900, height: 900 }, title: 'Needs' })
  const id = add('inside', { x: 10, y: 20 }, frame)
  const then = copyOf(doc)
  removeItems(board, [id])
  removeItems(board, [frame])
  doc.transact(() => restoreOne(doc, then, { root: 'notes', id, scribe: new Scribe(doc, nobody) }))
  expect(board.notes.get(id)).toMatchObject({ at: { x: 510, y: 520 }, frame: null })
  expect(board.textOf(id)).toBe('inside')
})

test('a record that is there, or never was, is left alone', () => {
  const { doc, board, add } = aBoard()
  const id = add('then')
  const then = copyOf(doc)
  board.write(id, 'now')
  const scribe = new Scribe(doc, nobody)
  expect(restoreOne(doc, then, { root: 'notes', id, scribe })).toBe(false)
  expect(restoreOne(doc, then, { root: 'notes', id: 'nothing', scribe })).toBe(false)
  expect(board.textOf(id)).toBe('now')
})

test('plans are restored by the same rules', () => {
  const doc = new Y.Doc()
  const plan = new Plan(doc)
  plan.goals.create({ id: 'g1', title: 'Rain', order: 'a0' })
  const then = copyOf(doc)
  plan.goals.remove('g1')
  plan.goals.create({ id: 'g2', title: 'Sun', order: 'a0' })
  doc.transact(() => restoreAll(doc, then, 'plan', new Scribe(doc, nobody)))
  expect(parsePlan(doc)).toEqual(parsePlan(then))
})
