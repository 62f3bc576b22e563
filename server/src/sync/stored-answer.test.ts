import { crc32 } from 'node:zlib'
import { Board } from '@meydan/shared/documents/board/board'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { StoredDocument } from './document-log.ts'
import { storedAnswer } from './stored-answer.ts'

const { version } = documentCatalogue.board

/** A board of 400 KB, and one letter typed after its snapshot. */
function stored(change: Partial<StoredDocument> = {}): StoredDocument {
  const doc = new Y.Doc()
  const board = new Board(doc)
  const notes = Array.from({ length: 150 }, () => ({ at: { x: 0, y: 0 }, text: 'x'.repeat(3_000) }))
  const [id] = board.addNotes(notes, { seat: null, side: 'civil' })
  const bytes = Y.encodeStateAsUpdate(doc)
  const before = Y.encodeStateVector(doc)
  board.write(id!, `${'x'.repeat(3_000)}y`)
  const parts = [bytes, Y.encodeStateAsUpdate(doc, before)]
  const at = { kind: 'board', roomId: 'r', epoch: 1, seq: 2, quarantined: false, holders: new Map() } as const
  return { ...at, snapshot: { crc: crc32(bytes), version }, parts, ...change }
}

test('a large document is answered with what is stored: its snapshot, then its rows', () => {
  const given = stored()
  const frames = storedAnswer(given)!
  expect(frames.map((frame) => frame.length)).toEqual([given.parts[0]!.length + 15, given.parts[1]!.length + 5])
})

test.each<[string, (given: StoredDocument) => Partial<StoredDocument>]>([
  ['one whose bytes changed in the store', ({ parts }) => ({ parts: [parts[0]!.map((b, at) => b ^ +(at === 9))] })],
  ['one that nobody has verified', () => ({ snapshot: null })],
  ['one of another version', ({ snapshot }) => ({ snapshot: { ...snapshot!, version: version + 1 } })],
  ['one with a row that is none', ({ parts }) => ({ parts: [parts[0]!, new Uint8Array([1, 2, 3])] })],
  ['one in quarantine', () => ({ quarantined: true })],
  [
    'a small one',
    () => ({ parts: [new Uint8Array([0, 0])], snapshot: { crc: crc32(new Uint8Array([0, 0])), version } }),
  ],
])('%s is built first', (_name, change) => {
  const given = stored()
  expect(storedAnswer({ ...given, ...change(given) })).toBeNull()
})
