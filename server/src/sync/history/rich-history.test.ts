import { Plan } from '@meydan/shared/documents/plan/plan'
import { readRich, textsIn } from '@meydan/shared/documents/rich-text/read'
import { checkRichText } from '@meydan/shared/documents/rich-text/schema'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { LiveDocument } from '../live-document.ts'
import { Scribe } from './authors.ts'
import { changesOf } from './changes.ts'
import { eraseFrom } from './erase-content.ts'
import { KnownWords } from './erase-copies.ts'
import { restoreAll, restoreOne } from './restore-records.ts'

const author = { seat: null, side: 'civil' as const }
const holders = new Map([
  [1, { personId: 'ahmad', seatId: 'a' }],
  [2, { personId: 'ben', seatId: 'b' }],
])

/** Two pages of one plan: what either writes, the other has at once. */
function twoPages() {
  const [ahmad, ben] = [1, 2].map((clientID) => {
    const doc = new Y.Doc()
    doc.clientID = clientID
    return doc
  }) as [Y.Doc, Y.Doc]
  const log: Uint8Array[] = []
  for (const doc of [ahmad, ben]) {
    doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (!local) return
      log.push(update)
      Y.applyUpdate(doc === ahmad ? ben : ahmad, update)
    })
  }
  return { ahmad: new Plan(ahmad), ben: new Plan(ben), log }
}

function written() {
  const pages = twoPages()
  const [id] = pages.ben.addActions([{ title: 'Road', description: 'Ben says this.' }], author)
  const words = textsIn(pages.ahmad.richDescriptionOf(id!)!)[0]!
  words.insert(0, 'Kanarya! ', { bold: {} })
  words.format(9, 3, { link: { href: 'https://kanarya.example/' } })
  pages.ben.describeFurther(id!, [{ type: 'heading', level: 3, pieces: [{ text: 'More', italic: true }] }])
  return { ...pages, id: id! }
}

function erased(log: readonly Uint8Array[]) {
  const words = new KnownWords()
  words.add(log, new Set([1]))
  const bytes = eraseFrom('plan', log, { clients: new Set([1]), seats: new Set(), words })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  return { bytes: Buffer.from(bytes), plan: new Plan(doc) }
}

test('of a rich text his words and where his links lead are erased; theirs stay with their marks', () => {
  const { log, id } = written()
  const { bytes, plan } = erased(log)
  expect(plan.descriptionBlocksOf(id)).toEqual([
    { type: 'paragraph', pieces: [{ text: 'Ben says this.' }] },
    { type: 'heading', level: 3, pieces: [{ text: 'More', italic: true }] },
  ])
  expect(bytes.toString('latin1')).not.toMatch(/kanarya/i)
})

test('his words are found where somebody else’s undo has brought them back', () => {
  const { ben, log, id } = written()
  const undo = new Y.UndoManager(ben.undoScope, { captureTimeout: 0, trackedOrigins: new Set([null]) })
  ben.doc.transact(() => ben.richDescriptionOf(id)!.delete(0))
  undo.undo()
  expect(ben.descriptionOf(id)).toContain('Kanarya! Ben')
  const { bytes, plan } = erased(log)
  expect(plan.descriptionOf(id)).toContain('More')
  expect(bytes.toString('latin1')).not.toMatch(/kanarya/i)
})

test('a rich text is again what it was, and each piece is its author’s', () => {
  const { ben, log, id } = written()
  const then = new Y.Doc()
  for (const update of log) Y.applyUpdate(then, update)
  const said = readRich(new Plan(then).richDescriptionOf(id)!)
  ben.removeActions([id])
  const scribe = new Scribe(ben.doc, holders)
  ben.doc.transact(() => restoreOne(ben.doc, then, { root: 'actions', id, scribe }))
  const text = ben.richDescriptionOf(id)!
  expect(readRich(text)).toEqual(said)
  expect(checkRichText(text)).toEqual([])
  const personOf = ({ id: { client } }: Y.Item) => scribe.holders.get(client)?.personId
  const pieces: unknown[] = []
  for (let item = textsIn(text)[0]!._start; item; item = item.right) {
    if (!item.deleted && item.content instanceof Y.ContentString) pieces.push([item.content.str, personOf(item)])
    if (!item.deleted && item.content instanceof Y.ContentFormat && item.content.value !== null) {
      pieces.push([item.content.key, personOf(item)])
    }
  }
  expect(pieces).toEqual([
    ['bold', 'ahmad'],
    ['Kanarya! ', 'ahmad'],
    ['link', 'ahmad'],
    ['Ben', 'ben'],
    [' says this.', 'ben'],
  ])
})

test('going back to a version writes only what differs', () => {
  const { ben, log, id } = written()
  const then = new Y.Doc()
  for (const update of log) Y.applyUpdate(then, update)
  const untouched = ben.richDescriptionOf(id)!.get(0)
  const before = Y.encodeStateAsUpdate(ben.doc)
  const restore = () => ben.doc.transact(() => restoreAll(ben.doc, then, 'plan', new Scribe(ben.doc, holders)))
  restore()
  expect(Y.encodeStateAsUpdate(ben.doc)).toEqual(before)
  textsIn(ben.richDescriptionOf(id)!)[1]!.insert(0, 'Much ')
  restore()
  expect(ben.descriptionOf(id)).toBe('Kanarya! Ben says this.\nMore')
  expect(ben.richDescriptionOf(id)!.get(0)).toBe(untouched)
})

test('what is written in a rich text is told as a change of its action’s words', () => {
  const { ahmad, log, id } = written()
  const base = Y.mergeUpdates(log)
  let bytes: Uint8Array | undefined
  ahmad.doc.once('update', (update: Uint8Array) => {
    bytes = update
  })
  textsIn(ahmad.richDescriptionOf(id)!)[1]!.format(0, 2, { bold: {} })
  expect(changesOf('plan', base, [{ seq: 9, bytes: bytes!, seatId: 'a', createdAt: new Date() }])).toMatchObject([
    { root: 'actions', recordId: id, action: 'changed', fields: ['text'], seatId: 'a' },
  ])
})

test('descriptions of a plan from before become rich, and every word stays its author’s', () => {
  const old = new Y.Doc()
  old.clientID = 1
  const actions = old.getMap<Y.Map<unknown>>('actions')
  actions.set('x', new Y.Map([['title', 'Road']]))
  const text = new Y.Text('one\ntwo')
  old.getMap('texts').set('x', text)
  const other = new Y.Doc()
  other.clientID = 2
  Y.applyUpdate(other, Y.encodeStateAsUpdate(old))
  other.getMap<Y.Text>('texts').get('x')!.insert(3, ' and\n\nhalf')
  const live = new LiveDocument('plan', [Y.encodeStateAsUpdate(other)], new Map())
  expect(live.isOlderThanThisServer).toBe(true)
  const scribe = new Scribe(live.doc, holders)
  const bytes = live.migrate((client, write) => scribe.as(client, write))!
  const plan = new Plan(live.doc)
  expect(live.isOlderThanThisServer).toBe(false)
  expect(plan.descriptionOf('x')).toBe('one and\n\nhalf\ntwo')
  expect(plan.richDescriptionOf('x')).not.toBeNull()
  const person = new Map([...scribe.holders].map(([client, { personId }]) => [client, personId]))
  expect(new Set(person.values())).toEqual(new Set(['ahmad', 'ben']))
  const ahmads = [...person].flatMap(([client, personId]) => (personId === 'ahmad' ? [client] : []))
  const words = new KnownWords()
  const log = [Y.encodeStateAsUpdate(other), bytes]
  const clients = new Set([1, ...ahmads])
  words.add(log, clients)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, eraseFrom('plan', log, { clients, seats: new Set(), words }))
  expect(new Plan(doc).descriptionOf('x').trim()).toBe('and\n\nhalf')
})
