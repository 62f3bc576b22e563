import { removeItems } from '@meydan/shared/documents/board/moving'
import { Board } from '@meydan/shared/documents/board/board'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Contributed, LiveDocument } from '../live-document.ts'

const author = { seat: 'seat', side: 'civil' } as const

/** A board that `maker` filled with notes, and someone else who has it open. */
function scene(notes: number, text = 'words') {
  const making = new Y.Doc()
  new Board(making).addNotes(
    Array.from({ length: notes }, (_, x) => ({ at: { x, y: 0 }, text })),
    author,
  )
  const stored = Y.encodeStateAsUpdate(making)
  const live = new LiveDocument('board', [stored], new Map([[making.clientID, 'maker']]))
  const doc = new Y.Doc()
  Y.applyUpdate(doc, stored)
  const frames: Uint8Array[] = []
  doc.on('update', (bytes: Uint8Array) => frames.push(bytes))
  const board = new Board(doc)
  const send = (personId: string): Contributed =>
    live.contribute(
      frames.splice(0).map((bytes) => ({ bytes, personId, seatId: 's', mayWrite: true, isAnswer: false })),
    )
  return { live, doc, board, ids: board.notes.all().map(({ id }) => id), send }
}

function notesIn(bytes: Uint8Array): number {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  return doc.getMap('notes').size
}

test('a third of the notes, by whoever made them: the document is kept as it was just before', () => {
  const { board, ids, send } = scene(20)
  board.edit(ids, { colour: 'mint' })
  board.addNotes([{ at: { x: 0, y: 9 } }], author)
  removeItems(board, ids.slice(0, 7))
  const { before, judgements } = send('maker')
  expect(judgements).toHaveLength(3)
  expect(before?.index).toBe(2)
  expect(notesIn(before!.bytes)).toBe(21)
})

test('less than that is everyday work, one by one too', () => {
  const { board, ids, send } = scene(20)
  removeItems(board, ids.slice(0, 6))
  for (const id of ids.slice(6, 16)) removeItems(board, [id])
  expect(send('other').before).toBeNull()
})

test('more than fifty that others made, though they are few of all; of one’s own it may be more', () => {
  for (const [person, isKept] of [
    ['maker', false],
    ['other', true],
  ] as const) {
    const { board, ids, send } = scene(300)
    removeItems(board, ids.slice(0, 51))
    expect(send(person).before !== null).toBe(isKept)
  }
})

test('notes in whose place others are put are gone as well, though no deletion says so', () => {
  const { live, ids } = scene(20)
  const stranger = new Y.Doc()
  stranger.clientID = 2 ** 32 - 1
  for (const id of ids.slice(0, 10)) stranger.getMap('notes').set(id, new Y.Map())
  const bytes = Y.encodeStateAsUpdate(stranger)
  const { before } = live.contribute([{ bytes, personId: 'other', seatId: 's', mayWrite: true, isAnswer: false }])
  expect(notesIn(before!.bytes)).toBe(20)
})

test('the words of half the board', () => {
  const { board, ids, send } = scene(20, 'w'.repeat(200))
  board.transact(() => {
    for (const id of ids.slice(0, 10)) board.write(id, '')
  })
  expect(send('other').before).not.toBeNull()
})

test('kept once in ten minutes', () => {
  const { board, ids, send } = scene(40)
  removeItems(board, ids.slice(0, 20))
  expect(send('other').before).not.toBeNull()
  removeItems(board, ids.slice(20))
  expect(send('other').before).toBeNull()
})
