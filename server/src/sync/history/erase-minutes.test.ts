import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { BODY } from '@meydan/shared/documents/minutes/records'
import type { RichBlock, RichPiece } from '@meydan/shared/documents/rich-text/read'
import { appendRich } from '@meydan/shared/documents/rich-text/write'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { eraseFrom } from './erase-content.ts'
import { KnownWords } from './erase-copies.ts'

const CANARY = 'Kanarya 0555'
const AHMAD_SEAT = '0190aaaa-0000-7000-8000-00000000000a'
const OTHER_SEAT = '0190aaaa-0000-7000-8000-00000000000b'
const CLAUSE = '0190aaaa-0000-7000-8000-00000000000c'

const line = (...pieces: RichPiece[]): RichBlock => ({ type: 'paragraph', pieces })
const mention = (target: string, label: string): RichPiece => ({ mention: { kind: 'seat', target, label } })

/** Minutes the server made, open at Ahmad's (client 1) and Ben's. */
function scene(blocks: readonly RichBlock[] = [line()]) {
  const log: Uint8Array[] = []
  const made = new Y.Doc()
  new Minutes(made).begin(blocks)
  log.push(Y.encodeStateAsUpdate(made))
  const [ahmad, ben] = [1, 2].map((clientID) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, log[0]!)
    doc.clientID = clientID
    return doc
  }) as [Y.Doc, Y.Doc]
  for (const doc of [ahmad, ben]) {
    doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (!local) return
      log.push(update)
      Y.applyUpdate(doc === ahmad ? ben : ahmad, update)
    })
  }
  const writes = (doc: Y.Doc, ...more: RichBlock[]) => doc.transact(() => appendRich(new Minutes(doc).body!, more))
  return { ahmad, ben, log, writes }
}

function eraseAhmad(log: readonly Uint8Array[]) {
  const clients = new Set([1])
  const words = new KnownWords()
  words.add(log, clients)
  const bytes = eraseFrom('minutes', log, { clients, seats: new Set([AHMAD_SEAT]), words })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  return { bytes: Buffer.from(bytes), minutes: new Minutes(doc) }
}

test('his words go from lines, cells, tasks, decisions and clauses; others’ stay, and so do the blocks', () => {
  const { ahmad, ben, log, writes } = scene()
  const said = line({ text: CANARY })
  writes(
    ahmad,
    { type: 'heading', level: 2, pieces: [{ text: CANARY, link: 'https://kanarya.example/' }] },
    { type: 'table', rows: [[{ isHeader: true, colspan: 2, rowspan: 1, blocks: [said] }]] },
    { type: 'taskList', tasks: [{ checked: true, action: { plan: OTHER_SEAT, action: CLAUSE }, blocks: [said] }] },
    { type: 'decision', entry: OTHER_SEAT, blocks: [said] },
    { type: 'clause', id: CLAUSE, blocks: [said] },
  )
  writes(ben, line({ text: 'stays' }))
  const { bytes, minutes } = eraseAhmad(log)
  expect(
    minutes
      .plainText()
      .split('\n')
      .filter((words) => words.trim() !== ''),
  ).toEqual(['[x] ', 'stays'])
  expect(minutes.blocks()).toMatchObject([
    { type: 'paragraph' },
    { type: 'heading' },
    { type: 'table', rows: [[{ isHeader: true, colspan: 2 }]] },
    { type: 'taskList', tasks: [{ checked: true, action: { plan: OTHER_SEAT, action: CLAUSE } }] },
    { type: 'decision', entry: OTHER_SEAT },
    { type: 'clause', id: CLAUSE },
    { type: 'paragraph' },
  ])
  expect(bytes.includes('anarya')).toBe(false)
})

test('minutes that he alone wrote are empty, and can be written into again', () => {
  const { ahmad, log, writes } = scene()
  writes(ahmad, line({ text: CANARY }))
  new Minutes(ahmad).body!.delete(0, 1)
  const { minutes } = eraseAhmad(log)
  expect(minutes.plainText()).toBe('')
  expect(minutes.parts.get(BODY)).toMatchObject({ id: BODY })
  minutes.doc.transact(() => appendRich(minutes.body!, [line({ text: 'again' })]))
  expect(minutes.plainText()).toContain('again')
})

test('even where he had put the ground they stand on there himself', () => {
  const { ahmad, log, writes } = scene()
  new Minutes(ahmad).begin([line({ text: CANARY })])
  writes(ahmad, line({ text: CANARY }))
  const { bytes, minutes } = eraseAhmad(log)
  expect(minutes.body).not.toBeNull()
  expect(minutes.parts.get(BODY)).toBeDefined()
  expect(bytes.includes('Kanarya')).toBe(false)
})

test('his name goes from where others named him, and who was meant stays; what he named keeps what it is', () => {
  const { ahmad, ben, log, writes } = scene()
  writes(ben, line(mention(AHMAD_SEAT, 'Ahmad Kanarya'), mention(OTHER_SEAT, 'Nermin')))
  writes(
    ahmad,
    line(mention(OTHER_SEAT, CANARY), { chip: { kind: 'note', document: OTHER_SEAT, record: CLAUSE, label: CANARY } }),
  )
  const { bytes, minutes } = eraseAhmad(log)
  expect(minutes.blocks().slice(1)).toEqual([
    line(mention(AHMAD_SEAT, ''), mention(OTHER_SEAT, 'Nermin')),
    line(mention(OTHER_SEAT, ''), { chip: { kind: 'note', document: OTHER_SEAT, record: CLAUSE, label: '' } }),
  ])
  expect(bytes.includes('Kanarya')).toBe(false)
})
