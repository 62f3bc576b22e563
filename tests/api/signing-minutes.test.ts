import { execFileSync } from 'node:child_process'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { readWaiting } from '@meydan/shared/contracts/follow-up'
import { eraseMyText } from '@meydan/shared/contracts/history'
import {
  downloadFrozen,
  freezeVersion,
  listFrozen,
  readFrozen,
  readUnfrozen,
  signVersion,
} from '@meydan/shared/contracts/signing'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import { elementOf } from '@meydan/shared/documents/rich-text/write'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { minutesWith, paragraph } from '../support/minutes.ts'
import { type Api, startApi } from './api.ts'
import { liveOf, seatOf } from './board-writing.ts'
import { aGuest, aLink, aWorkshop, municipality, ngo, type Person } from './stories.ts'

let api: Api
let roomId: string
let facilitator: Person
let civil: Person
let town: Person
let organisationIds: string[]
let documentId: string

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' }, { clock: () => new Date('2027-03-01T09:00:00Z') })
  const workshop = await aWorkshop(api)
  facilitator = workshop.organiser
  roomId = workshop.room.id
  civil = await aGuest(api, workshop.link.token, 'Ahmad', { add: ngo('Dayanışma Derneği') })
  town = await aGuest(api, workshop.link.token, 'Hasan', { add: municipality('Yenipınar Belediyesi') })
  organisationIds = await Promise.all([organisationOf(civil), organisationOf(town)])
})
afterAll(() => api.close())
beforeEach(async () => {
  const charter: RichBlock[] = [
    { type: 'heading', level: 2, pieces: [{ text: 'Ortak sözümüz' }] },
    { type: 'clause', id: crypto.randomUUID(), blocks: [paragraph('Her ay buluşuruz.')] },
    { type: 'taskList', tasks: [{ checked: false, action: null, blocks: [paragraph('Salonu ayarlamak')] }] },
  ]
  documentId = await minutesWith(api.db, roomId, charter, { title: 'Ortak şart' })
})

async function organisationOf(person: Person): Promise<string> {
  const row = api.db.selectFrom('seat').select('organisationId').where('personId', '=', person.me.id)
  return (await row.executeTakeFirstOrThrow()).organisationId
}

const at = () => ({ params: { roomId, documentId } })
const freeze = async () =>
  (await api.call(freezeVersion, { ...at(), body: { signBy: '2027-03-10', organisationIds } }, facilitator)).version
const of = (version: { id: string }) => ({ params: { roomId, documentId, versionId: version.id } })
const hashNow = async () => (await api.call(readUnfrozen, at(), facilitator)).hash
const sha256 = (bytes: Buffer) => execFileSync('sha256sum', { input: bytes }).toString().split(' ')[0]

async function edits(person: Person, edit: (body: Y.XmlFragment) => void): Promise<void> {
  const { stored, live } = await liveOf(api, documentId)
  const before = Y.encodeStateVector(live.doc)
  live.doc.transact(() => edit(new Minutes(live.doc).body!))
  const seatId = await seatOf(api, person)
  const row = { bytes: Y.encodeStateAsUpdate(live.doc, before), seatId, connectionId: crypto.randomUUID(), frameNo: 1 }
  const holders = new Map([[live.doc.clientID, { personId: person.me.id, seatId }]])
  await new DocumentLog(api.db).append({ id: documentId, epoch: stored.epoch }, [row], holders)
}

test('a charter is frozen as it reads, signed by both sides, and waits under its own address', async () => {
  const version = await freeze()
  const file = await api.send(downloadFrozen, of(version), civil)
  expect(sha256(file.rawPayload)).toBe(version.hash)
  const { content } = await api.call(readFrozen, of(version), civil)
  expect(JSON.parse(file.body)).toEqual(content)
  expect(content).toMatchObject({
    format: 'meydan.frozen-minutes',
    title: 'Ortak şart',
    blocks: [{ type: 'heading' }, { type: 'clause', blocks: [paragraph('Her ay buluşuruz.')] }, { type: 'taskList' }],
  })
  const { things } = await api.call(readWaiting, {}, civil)
  expect(things).toMatchObject([{ kind: 'sign', documentId, documentKind: 'minutes', words: 'Ortak şart' }])

  for (const person of [civil, town]) {
    await api.call(signVersion, { ...of(version), body: { hash: version.hash, kind: 'confirm' } }, person)
  }
  const { versions } = await api.call(listFrozen, at(), town)
  expect(versions[0]!.signatories.map(({ signatures }) => signatures.map(({ kind }) => kind))).toEqual([
    ['confirm'],
    ['confirm'],
  ])
})

test('a task that is ticked off leaves what was signed as it is; another word opens the next version', async () => {
  const first = await freeze()
  await edits(town, (body) => {
    const task = (body.get(2) as Y.XmlElement).get(0) as Y.XmlElement
    task.setAttribute('checked', true as unknown as string)
  })
  expect(await hashNow()).toBe(first.hash)
  await edits(town, (body) => {
    const line = ((body.get(1) as Y.XmlElement).get(0) as Y.XmlElement).get(0) as Y.XmlText
    line.insert(0, 'Mümkünse ')
  })
  expect(await hashNow()).not.toBe(first.hash)
  const second = await freeze()
  expect([first.number, second.number]).toEqual([1, 2])
  const { content } = await api.call(readFrozen, of(first), civil)
  expect(JSON.stringify(content)).not.toContain('Mümkünse')
})

test('whose words are erased from the minutes, theirs are erased from what was frozen of them', async () => {
  const link = await aLink(api, facilitator, roomId)
  const writer = await aGuest(api, link.token, 'Yazan', { add: ngo(`Yazanlar ${documentId}`) })
  await edits(writer, (body) => body.push([elementOf(paragraph('Telefonum 555 12 34'))]))
  const version = await freeze()
  await api.call(eraseMyText, { params: { roomId } }, writer)
  const file = await api.send(downloadFrozen, of(version), civil)
  expect(file.body).not.toContain('555')
  expect(file.body).toContain('Her ay buluşuruz.')
  expect((await api.call(listFrozen, at(), civil)).versions[0]).toMatchObject({
    hash: version.hash,
    isRedacted: true,
    maySign: false,
  })
})
