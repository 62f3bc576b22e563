import { removeItems } from '@meydan/shared/documents/board/moving'
import { Board } from '@meydan/shared/documents/board/board'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { cutUpdate } from './cut-update.ts'

const author = { seat: 'seat', side: 'civil' } as const
const limits = { bytes: 256 * 1024, clients: 32 }
const notes = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    at: { x: index, y: 0 },
    text: `Note ${from + index} says a few words`,
  }))

/** Applies the pieces one by one; each must be whole by itself, as the server demands. */
function applied(pieces: readonly Uint8Array[], target: Y.Doc): Y.Doc {
  for (const piece of pieces) {
    Y.applyUpdate(target, piece)
    expect(target.store.pendingStructs, 'a piece leaned on a later one').toBeNull()
    expect(target.store.pendingDs, 'a piece deleted what was not there').toBeNull()
  }
  return target
}

function words(doc: Y.Doc): string[] {
  const board = new Board(doc)
  return board.notes
    .all()
    .map(({ id }) => board.textOf(id))
    .sort()
}

test('an afternoon of 5,000 notes goes out in pieces that fit, in order, and arrives whole', () => {
  const doc = new Y.Doc()
  const board = new Board(doc)
  const ids = board.addNotes(notes(5_000), author)
  removeItems(board, ids.slice(0, 200))
  board.write(ids[700]!, 'changed afterwards')
  const update = Y.encodeStateAsUpdate(doc)
  const pieces = cutUpdate(update, limits)
  expect(pieces.length).toBeGreaterThan(3)
  expect(Math.max(...pieces.map(({ byteLength }) => byteLength))).toBeLessThanOrEqual(limits.bytes)
  const arrived = applied(pieces, new Y.Doc())
  expect(Y.encodeStateVector(arrived)).toEqual(Y.encodeStateVector(doc))
  expect(words(arrived)).toEqual(words(doc))
})

test('no piece ends inside a note', () => {
  const doc = new Y.Doc()
  new Board(doc).addNotes(notes(300), author)
  const arrived = new Y.Doc()
  for (const piece of cutUpdate(Y.encodeStateAsUpdate(doc), { bytes: 3_000, clients: 32 })) {
    Y.applyUpdate(arrived, piece)
    const board = new Board(arrived)
    for (const { id, seat } of board.notes.all()) {
      expect(board.textOf(id)).toMatch(/words$/)
      expect(seat).toBe('seat')
    }
  }
})

test('what several client ids wrote on top of each other is cut where nothing is missing', () => {
  const server = new Y.Doc()
  new Board(server).addNotes(notes(5), author)
  let doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(server))
  const known = Y.encodeStateVector(server)
  for (let reload = 0; reload < 40; reload++) {
    const next = new Y.Doc()
    Y.applyUpdate(next, Y.encodeStateAsUpdate(doc))
    doc = next
    const board = new Board(doc)
    for (const { id } of board.notes.all().slice(-3)) board.write(id, `${board.textOf(id)} and ${reload}`)
    board.addNotes(notes(3, reload), author)
    removeItems(
      board,
      board.notes
        .all()
        .slice(0, 1)
        .map(({ id }) => id),
    )
  }
  const pieces = cutUpdate(Y.encodeStateAsUpdate(doc, known), { bytes: 2_000, clients: 4 })
  for (const piece of pieces) expect(Y.parseUpdateMeta(piece).to.size).toBeLessThanOrEqual(4)
  expect(words(applied(pieces, server))).toEqual(words(doc))
})

test('what fits is sent as it is', () => {
  const doc = new Y.Doc()
  new Board(doc).addNotes(notes(2), author)
  const update = Y.encodeStateAsUpdate(doc)
  expect(cutUpdate(update, limits)).toEqual([update])
})
