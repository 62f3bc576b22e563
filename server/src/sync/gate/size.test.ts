import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Effect } from './gate.ts'
import { DOCUMENT_MAX_BYTES, DOCUMENT_MAX_STRUCTS, DocumentSize } from './size.ts'
import { LiveDocument } from '../live-document.ts'

const writing: Effect = {
  writes: [{ client: 7, start: 0, end: 1 }],
  deletes: [],
  rootKeys: [],
  structs: 1,
  isAllNew: true,
  isOdd: false,
}
const deleting: Effect = { ...writing, writes: [], deletes: [{ client: 7, start: 0, end: 9 }], structs: 0 }
const combing: Effect = { ...deleting, deletes: Array.from({ length: 65 }, () => deleting.deletes[0]!) }

function sizeOf(real: number) {
  let measured = 0
  const size = new DocumentSize(new Y.Doc(), () => {
    measured += 1
    return new Uint8Array(real)
  })
  return { size, times: () => measured }
}

test('ten megabytes, measured only where the estimate says so, and not for every frame', () => {
  const { size, times } = sizeOf(DOCUMENT_MAX_BYTES - 100)
  size.addStored(DOCUMENT_MAX_BYTES - 100)
  expect(size.hasRoomFor(100, writing)).toBe(true)
  expect(times()).toBe(0)
  for (let frame = 0; frame < 10; frame++) expect(size.hasRoomFor(101, writing)).toBe(false)
  expect(times()).toBe(1)
})

test('an estimate that was too high is put right', () => {
  const { size } = sizeOf(1_000)
  size.addStored(2 * DOCUMENT_MAX_BYTES)
  expect(size.hasRoomFor(100, writing)).toBe(true)
})

test('who only deletes may make room; who combs, only so far', () => {
  const { size } = sizeOf(DOCUMENT_MAX_BYTES)
  size.addStored(DOCUMENT_MAX_BYTES)
  expect(size.hasRoomFor(1_000, writing)).toBe(false)
  expect(size.hasRoomFor(1_000, deleting)).toBe(true)
  expect(size.hasRoomFor(1_000, combing)).toBe(true)
  size.addFrame(DOCUMENT_MAX_BYTES / 4, combing)
  expect(size.hasRoomFor(1_000, combing)).toBe(false)
  expect(size.hasRoomFor(1_000, deleting)).toBe(true)
})

test('the number of structs', () => {
  const { size } = sizeOf(0)
  expect(size.hasRoomFor(1, { ...writing, structs: DOCUMENT_MAX_STRUCTS + 1 })).toBe(false)
  size.addFrame(1, { ...writing, structs: DOCUMENT_MAX_STRUCTS })
  // Estimated, they would be too many; counted, there is not one.
  expect(size.hasRoomFor(1, writing)).toBe(true)
})

test('a full document refuses a note, and lets people make room', () => {
  const doc = new Y.Doc()
  const notes = doc.getMap('notes')
  for (let n = 0; n < 41; n++) notes.set(`${n}`, new Y.Map([['order', 'x'.repeat(255_000)]]))
  const live = new LiveDocument('board', [Y.encodeStateAsUpdate(doc)], new Map([[doc.clientID, 'p']]))
  const told: Uint8Array[] = []
  doc.on('update', (bytes: Uint8Array) => told.push(bytes))
  const send = () => {
    const bytes = told.pop()!
    return live.contribute([{ bytes, personId: 'p', seatId: 's', mayWrite: true, isAnswer: false }]).judgements[0]
  }
  notes.delete('0')
  expect(send()).toEqual({ accepted: true, adds: true })
  notes.set('more', new Y.Map([['order', 'x'.repeat(255_000)]]))
  expect(send()).toMatchObject({ accepted: true })
  notes.set('too much', new Y.Map([['order', 'x'.repeat(255_000)]]))
  expect(send()).toEqual({ accepted: false, reason: 'too_large' })
  notes.delete('1')
  expect(send()).toEqual({ accepted: true, adds: true })
})
