import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { type RichBlock, type RichPiece, textsIn } from '@meydan/shared/documents/rich-text/read'
import { checkRichText } from '@meydan/shared/documents/rich-text/schema'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Scribe } from './authors.ts'
import { changesOf } from './changes.ts'
import { restoreAll } from './restore-records.ts'

const [ONE, TWO] = ['0f8fad5b-d9cb-469f-a165-70867728950e', '7c9e6679-7425-40de-944b-e07fc1f90ae7']
const line = (...pieces: (RichPiece | string)[]): RichBlock => ({
  type: 'paragraph',
  pieces: pieces.map((piece) => (typeof piece === 'string' ? { text: piece } : piece)),
})
const cell = (text: string, span = 1) => ({ isHeader: span > 1, colspan: span, rowspan: 1, blocks: [line(text)] })

/** Everything that only minutes have, with every kind of attribute. */
const text: RichBlock[] = [
  line('Başlangıç'),
  { type: 'table', rows: [[cell('Ne', 2)], [cell('Su'), cell('Yol')]] },
  {
    type: 'taskList',
    tasks: [
      { checked: true, action: { plan: ONE, action: 'a1' }, blocks: [line('bitti')] },
      { checked: false, action: null, blocks: [line('sürüyor'), { type: 'taskList', tasks: [] }] },
    ],
  },
  {
    type: 'decision',
    entry: TWO,
    blocks: [line('Karar ', { mention: { kind: 'organisation', target: ONE, label: 'Dernek' } })],
  },
  { type: 'clause', id: ONE, blocks: [line({ chip: { kind: 'note', document: TWO, record: 'n1', label: 'söz' } })] },
]

function written(): Minutes {
  const doc = new Y.Doc()
  const minutes = new Minutes(doc)
  minutes.begin(text, ONE)
  return minutes
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}
const restore = ({ doc }: Minutes, from: Y.Doc) =>
  doc.transact(() => restoreAll(doc, from, 'minutes', new Scribe(doc, new Map())))

test('tables, tasks, decisions, clauses and what is named come back with all that they say', () => {
  const minutes = written()
  const then = copyOf(minutes.doc)
  expect(minutes.blocks()).toEqual(text)
  minutes.body!.delete(0, minutes.body!.length)
  restore(minutes, then)
  expect(minutes.blocks()).toEqual(text)
  expect(minutes.meeting).toBe(ONE)
  expect(checkRichText(minutes.body!, 'minutes')).toEqual([])
})

test('of a text of which one cell is other, only its table is written anew', () => {
  const minutes = written()
  const then = copyOf(minutes.doc)
  const [before, table, tasks] = minutes.body!.toArray()
  const words = textsIn(table as Y.XmlElement).at(-1)!
  words.insert(0, 'Toprak ')
  restore(minutes, then)
  expect(minutes.blocks()).toEqual(text)
  expect(minutes.body!.get(0)).toBe(before)
  expect(minutes.body!.get(2)).toBe(tasks)
})

test('a tick that was set since is taken back', () => {
  const minutes = written()
  const then = copyOf(minutes.doc)
  const item = (minutes.body!.get(2) as Y.XmlElement).get(1) as Y.XmlElement<{ checked: boolean }>
  item.setAttribute('checked', true)
  expect(minutes.blocks()).not.toEqual(text)
  restore(minutes, then)
  expect(minutes.blocks()).toEqual(text)
})

test('what is the same already is not written again', () => {
  const minutes = written()
  const before = Y.encodeStateAsUpdate(minutes.doc)
  restore(minutes, copyOf(minutes.doc))
  expect(Y.encodeStateAsUpdate(minutes.doc)).toEqual(before)
})

test('what is written in minutes is told as a change of their text', () => {
  const minutes = written()
  const base = Y.encodeStateAsUpdate(minutes.doc)
  const rows: Uint8Array[] = []
  minutes.doc.on('update', (update: Uint8Array) => rows.push(update))
  textsIn(minutes.body!)[0]!.insert(0, 'Yeni ')
  const [bytes] = rows
  expect(changesOf('minutes', base, [{ seq: 3, bytes: bytes!, seatId: 'a', createdAt: new Date(0) }])).toMatchObject([
    { root: 'parts', recordId: 'body', action: 'changed', fields: ['text'], seatId: 'a' },
  ])
})
