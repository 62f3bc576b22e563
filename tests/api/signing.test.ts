import { execFileSync } from 'node:child_process'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { eraseMyText } from '@meydan/shared/contracts/history'
import { redeemInvitation } from '@meydan/shared/contracts/invites'
import { editRoom, removeSeat } from '@meydan/shared/contracts/rooms'
import {
  downloadFrozen,
  freezeVersion,
  listFrozen,
  readFrozen,
  readUnfrozen,
  signVersion,
} from '@meydan/shared/contracts/signing'
import type { CallOf } from '@meydan/shared/contracts/contract'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { setStatus } from '@meydan/shared/documents/plan/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { planWith } from '../support/plans.ts'
import { type Api, refusal, startApi } from './api.ts'
import { liveOf, seatOf } from './board-writing.ts'
import { aGuest, aLink, anOrganiser, aWorkshop, arrival, municipality, ngo, type Person } from './stories.ts'

let now = new Date('2027-03-01T09:00:00Z')
let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let roomId: string
let facilitator: Person
let civil: Person
let town: Person
let observer: Person
let organisations: { civil: string; town: string }
let planId: string

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000', TIME_ZONE: 'Europe/Istanbul' }, { clock: () => now })
  workshop = await aWorkshop(api)
  facilitator = workshop.organiser
  roomId = workshop.room.id
  civil = await aGuest(api, workshop.link.token, 'Ahmad', { add: ngo('Dayanışma Derneği') })
  town = await aGuest(api, workshop.link.token, 'Hasan', { add: municipality('Yenipınar Belediyesi') })
  organisations = { civil: await organisationOf(civil), town: await organisationOf(town) }
  const watching = await aLink(api, facilitator, roomId, { role: 'observer' })
  observer = await aGuest(api, watching.token, 'İzleyen', { id: organisations.town })
})
afterAll(() => api.close())
beforeEach(async () => {
  now = new Date('2027-03-01T09:00:00Z')
  planId = await planWith(api.db, roomId, (plan) => {
    const author = { seat: null, side: 'neutral' as const }
    const goal = plan.addGoal('Konut')
    plan.addActions([{ title: 'Kira desteği', goal, responsible: organisations.town, due: '2027-06-30' }], author)
  })
})

async function organisationOf(person: Person): Promise<string> {
  const row = api.db.selectFrom('seat').select('organisationId').where('personId', '=', person.me.id)
  return (await row.executeTakeFirstOrThrow()).organisationId
}

type Asking = Partial<CallOf<typeof freezeVersion>['body']>
const asking = (body: Asking = {}, documentId = planId) => ({
  params: { roomId, documentId },
  body: { signBy: '2027-03-10', organisationIds: [organisations.civil, organisations.town], ...body },
})
const frozen = async (body: Asking = {}) => (await api.call(freezeVersion, asking(body), facilitator)).version
const list = async (person = observer) => api.call(listFrozen, { params: { roomId, documentId: planId } }, person)
type Word = Omit<CallOf<typeof signVersion>['body'], 'hash'>
const signing = (version: { id: string; hash: string }, word: Word, hash = version.hash) => ({
  params: { roomId, documentId: planId, versionId: version.id },
  body: { ...word, hash },
})
const sha256 = (bytes: Buffer) => execFileSync('sha256sum', { input: bytes }).toString().split(' ')[0]

async function edits(person: Person, edit: (plan: Plan) => void): Promise<void> {
  const { stored, live } = await liveOf(api, planId)
  const before = Y.encodeStateVector(live.doc)
  edit(new Plan(live.doc))
  const seatId = await seatOf(api, person)
  const bytes = Y.encodeStateAsUpdate(live.doc, before)
  const row = { bytes, seatId, connectionId: crypto.randomUUID(), frameNo: 1 }
  const holders = new Map([[live.doc.clientID, { personId: person.me.id, seatId }]])
  await new DocumentLog(api.db).append({ id: planId, epoch: stored.epoch }, [row], holders)
}

describe('freezing', () => {
  test('keeps what is committed, asks organisations by a day, and gives bytes that anybody can check', async () => {
    expect(await list()).toEqual({ versions: [], today: '2027-03-01' })
    const { hash } = await api.call(readUnfrozen, { params: { roomId, documentId: planId } }, facilitator)
    api.told.length = 0
    const version = await frozen({ note: '  İlk sürüm ', expectedHash: hash })
    expect(api.told).toEqual([`${roomId} signing`])
    expect(version).toMatchObject({ number: 1, hash, note: 'İlk sürüm', signBy: '2027-03-10', isRedacted: false })
    expect(version.frozenBy).toMatchObject({ name: 'Defne Uysal', organisation: 'KADEM' })
    expect(version.signatories.map(({ organisation }) => organisation.name)).toEqual([
      'Dayanışma Derneği',
      'Yenipınar Belediyesi',
    ])
    expect(version.createdAt).toBe(now.toISOString())
    const file = await api.send(downloadFrozen, signing(version, { kind: 'confirm' }), observer)
    expect([file.statusCode, file.headers['content-type']]).toEqual([200, 'application/json'])
    expect(sha256(file.rawPayload)).toBe(hash)
    const { content } = await api.call(readFrozen, signing(version, { kind: 'confirm' }), observer)
    expect(JSON.parse(file.body)).toEqual(content)
    expect(content).toMatchObject({
      goals: [{ title: 'Konut' }],
      actions: [{ title: 'Kira desteği', responsible: organisations.town, due: '2027-06-30' }],
      organisations: [{ id: organisations.town, name: 'Yenipınar Belediyesi' }],
    })
  })

  test('is refused where the plan is no longer what was seen', async () => {
    const { hash } = await api.call(readUnfrozen, { params: { roomId, documentId: planId } }, facilitator)
    await edits(civil, (plan) => plan.addGoal('Sağlık'))
    const refused = await api.send(freezeVersion, asking({ expectedHash: hash }), facilitator)
    expect(refusal(refused)).toEqual([409, 'conflict'])
    expect((await list()).versions).toEqual([])
  })

  test('needs a day to come, organisations of the programme, and a plan of this room', async () => {
    const elsewhere = crypto.randomUUID()
    const wrong = asking({ signBy: '2027-02-28', organisationIds: [organisations.civil, elsewhere] })
    expect(refusal(await api.send(freezeVersion, wrong, facilitator))).toEqual([
      400,
      'invalid',
      [
        { path: 'organisationIds.1', problem: 'organisation_unknown' },
        { path: 'signBy', problem: 'deadline_past' },
      ],
    ])
    // In Istanbul the day has begun already.
    now = new Date('2027-02-28T22:00:00Z')
    expect(refusal(await api.send(freezeVersion, asking({ signBy: '2027-02-28' }), facilitator))[1]).toBe('invalid')
    expect((await frozen({ signBy: '2027-03-01' })).number).toBe(1)
    for (const id of [workshop.boardId, crypto.randomUUID()]) {
      expect(refusal(await api.send(freezeVersion, asking({}, id), facilitator))).toEqual([404, 'not_found'])
    }
  })

  test('is for those who lead; everybody in the room reads', async () => {
    expect(refusal(await api.send(freezeVersion, asking(), civil))).toEqual([403, 'forbidden'])
    const version = await frozen()
    for (const person of [civil, town, observer, facilitator]) {
      const { versions } = await list(person)
      expect(versions.map(({ id, maySign }) => [id, maySign])).toEqual([
        [version.id, person === civil || person === town],
      ])
    }
  })

  test('writes to accounts of those who represent an asked organisation, in their language, not to guests', async () => {
    const account = await anOrganiser(api, workshop.administrator, 'Leyla Bulut')
    const joining = arrival(workshop.link.token, 'Leyla', { id: organisations.town })
    expect((await api.send(redeemInvitation, joining, account)).statusCode).toBe(200)
    await api.db.updateTable('person').set({ language: 'ar' }).where('id', '=', account.me.id).execute()
    await api.db.deleteFrom('outgoingMail').execute()
    await frozen({ note: 'gizli not' })
    const mails = await api.db.selectFrom('outgoingMail').selectAll().execute()
    expect(mails.map(({ recipient, language }) => [recipient, language])).toEqual([['leyla.bulut@example.org', 'ar']])
    const [{ subject, text }] = mails as [(typeof mails)[number]]
    expect(subject).not.toMatch(/Test plan|Ortak|Kira/)
    expect(text).toContain(`/rooms/${roomId}/plans/${planId}?panel=signing`)
    expect(text).toContain('Yenipınar Belediyesi')
    expect(text).not.toMatch(/gizli|Kira/)
    const seatId = await seatOf(api, account)
    await api.call(removeSeat, { params: { roomId, seatId } }, facilitator)
    await api.db.deleteFrom('outgoingMail').execute()
    await frozen()
    expect(await api.db.selectFrom('outgoingMail').select('id').execute()).toEqual([])
  })
})

describe('a word', () => {
  test('is an organisation’s own: confirmed, objected to or asked to be changed, the last one counts', async () => {
    const version = await frozen()
    api.told.length = 0
    await api.call(signVersion, signing(version, { kind: 'confirm' }), civil)
    expect(api.told).toEqual([`${roomId} signing`])
    for (const kind of ['object', 'change'] as const) {
      const wordless = await api.send(signVersion, signing(version, { kind, words: '  ' }), town)
      expect(refusal(wordless)).toEqual([400, 'invalid', [{ path: 'words', problem: 'text_empty' }]])
    }
    await api.call(signVersion, signing(version, { kind: 'change', words: 'Tarih erken' }), town)
    await api.call(signVersion, signing(version, { kind: 'confirm' }), town)
    const [{ signatories }] = (await list()).versions as [typeof version]
    expect(
      signatories.map(({ signatures }) => signatures.map(({ kind, words, byName }) => [kind, words, byName])),
    ).toEqual([
      [['confirm', '', 'Ahmad']],
      [
        ['change', 'Tarih erken', 'Hasan'],
        ['confirm', '', 'Hasan'],
      ],
    ])
  })

  test('isn’t given for another organisation, nor by who only watches', async () => {
    const version = await frozen({ organisationIds: [organisations.town] })
    const word = signing(version, { kind: 'confirm' })
    expect(refusal(await api.send(signVersion, word, civil))).toEqual([403, 'not_asked'])
    expect(refusal(await api.send(signVersion, word, facilitator))).toEqual([403, 'not_asked'])
    expect(refusal(await api.send(signVersion, word, observer))).toEqual([403, 'forbidden'])
    expect((await list()).versions[0]!.signatories[0]!.signatures).toEqual([])
  })

  test('is for what was read: another hash, or an older version, is refused', async () => {
    const first = await frozen()
    const outdated = [409, 'version_outdated']
    const other = signing(first, { kind: 'confirm' }, 'a'.repeat(64))
    expect(refusal(await api.send(signVersion, other, civil))).toEqual(outdated)
    await edits(civil, (plan) => plan.addGoal('Sağlık'))
    // An edit alone takes nothing from what is frozen.
    await api.call(signVersion, signing(first, { kind: 'confirm' }), civil)
    const second = await frozen()
    expect(refusal(await api.send(signVersion, signing(first, { kind: 'confirm' }), town))).toEqual(outdated)
    const crossed = signing(second, { kind: 'confirm' }, first.hash)
    expect(refusal(await api.send(signVersion, crossed, town))).toEqual(outdated)
  })

  test('after the day counts, and is said to be late; the day ends in the server’s time zone', async () => {
    const version = await frozen()
    now = new Date('2027-03-10T20:59:00Z')
    await api.call(signVersion, signing(version, { kind: 'confirm' }), civil)
    now = new Date('2027-03-10T21:01:00Z')
    await api.call(signVersion, signing(version, { kind: 'confirm' }), town)
    const { versions, today } = await list()
    expect(today).toBe('2027-03-11')
    expect(versions[0]!.signatories.map(({ signatures }) => signatures[0]!.isLate)).toEqual([false, true])
  })

  test('of many at the same moment are all kept, one after the other', async () => {
    const version = await frozen()
    const both = [civil, town, civil, town, civil, town]
    const answers = await Promise.all(
      both.map((person) => api.send(signVersion, signing(version, { kind: 'confirm' }), person)),
    )
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(both.map(() => 200))
    expect((await list()).versions[0]!.signatories.map(({ signatures }) => signatures.length)).toEqual([3, 3])
  })

  test('racing with a newer version is on the older one, or refused', async () => {
    const version = await frozen()
    const [signed, next] = await Promise.all([
      api.send(signVersion, signing(version, { kind: 'confirm' }), civil),
      api.send(freezeVersion, asking(), facilitator),
    ])
    expect(next.statusCode).toBe(200)
    const [newer, older] = (await list()).versions
    expect(newer!.signatories.flatMap(({ signatures }) => signatures)).toEqual([])
    const isIn = older!.signatories.some(({ signatures }) => signatures.length === 1)
    expect(signed.statusCode).toBe(isIn ? 200 : 409)
  })
})

test('an edit leads to version 2, and version 1 keeps its content and its signatures', async () => {
  const first = await frozen()
  await api.call(signVersion, signing(first, { kind: 'confirm' }), civil)
  await edits(town, (plan) => {
    const { id } = plan.actions.all()[0]!
    setStatus(plan, [id], 'done')
  })
  // What is done follows up on what was promised, and is no other promise.
  const { hash } = await api.call(readUnfrozen, { params: { roomId, documentId: planId } }, facilitator)
  expect(hash).toBe(first.hash)
  await edits(town, (plan) => {
    const { id } = plan.actions.all()[0]!
    plan.edit(id, { due: '2027-09-30' })
  })
  const second = await frozen()
  expect([second.number, second.hash === first.hash]).toEqual([2, false])
  const [newer, older] = (await list(civil)).versions
  expect([newer!.number, newer!.maySign, older!.number, older!.maySign]).toEqual([2, true, 1, false])
  expect(older!.signatories[0]!.signatures).toMatchObject([{ kind: 'confirm', byName: 'Ahmad' }])
  const read = async (version: { id: string; hash: string }) =>
    (await api.call(readFrozen, signing(version, { kind: 'confirm' }), town)).content
  expect(await read(first)).toMatchObject({ actions: [{ due: '2027-06-30' }] })
  expect(await read(second)).toMatchObject({ actions: [{ due: '2027-09-30' }] })
  const file = await api.send(downloadFrozen, signing(first, { kind: 'confirm' }), observer)
  expect(sha256(file.rawPayload)).toBe(first.hash)
})

test('whoever leaves the room leaves their organisation’s word there, with its name', async () => {
  const link = await aLink(api, facilitator, roomId)
  const leaving = await aGuest(api, link.token, 'Giden', { add: ngo('Ayrılanlar') })
  const version = await frozen({ organisationIds: [await organisationOf(leaving)] })
  await api.call(signVersion, signing(version, { kind: 'object', words: 'Hayır' }), leaving)
  await api.call(removeSeat, { params: { roomId, seatId: await seatOf(api, leaving) } }, facilitator)
  const word = signing(version, { kind: 'confirm' })
  expect(refusal(await api.send(signVersion, word, leaving))).toEqual([403, 'seat_revoked'])
  expect((await list()).versions[0]!.signatories).toMatchObject([
    { organisation: { name: 'Ayrılanlar' }, signatures: [{ kind: 'object', words: 'Hayır', byName: 'Giden' }] },
  ])
})

test('an archived room keeps what was signed and takes no more', async () => {
  const version = await frozen()
  const archived = (isArchived: boolean) =>
    api.call(editRoom, { params: { roomId }, body: { archived: isArchived } }, facilitator)
  await archived(true)
  const refused = [409, 'room_archived']
  expect(refusal(await api.send(signVersion, signing(version, { kind: 'confirm' }), civil))).toEqual(refused)
  expect(refusal(await api.send(freezeVersion, asking(), facilitator))).toEqual(refused)
  expect((await list(civil)).versions.map(({ maySign }) => maySign)).toEqual([false])
  await archived(false)
})

describe('erasing what a person wrote', () => {
  test('takes it out of frozen versions, which keep their hash and say so', async () => {
    const link = await aLink(api, facilitator, roomId)
    const writer = await aGuest(api, link.token, 'Yazan', { add: ngo(`Yazanlar ${planId}`) })
    await edits(writer, (plan) => {
      const { id } = plan.actions.all()[0]!
      plan.describe(id, 'Telefonum 555 12 34')
      plan.addCheck(id, 'adım adım')
      plan.addActions([{ title: 'Yazanın eylemi', due: '2027-07-01' }], { seat: null, side: 'civil' })
    })
    const version = await frozen({ organisationIds: [await organisationOf(writer), organisations.civil] })
    await api.call(signVersion, signing(version, { kind: 'object', words: 'Komşum karşı' }), writer)
    await api.call(signVersion, signing(version, { kind: 'object', words: 'Süre kısa' }), civil)
    await api.call(eraseMyText, { params: { roomId } }, writer)

    const file = await api.send(downloadFrozen, signing(version, { kind: 'confirm' }), observer)
    for (const words of ['555', 'adım', 'Yazanın']) expect(file.body).not.toContain(words)
    for (const words of ['Kira desteği', 'Konut', '2027-07-01']) expect(file.body).toContain(words)
    expect(sha256(file.rawPayload)).not.toBe(version.hash)
    const [after] = (await list(civil)).versions
    expect(after).toMatchObject({ hash: version.hash, isRedacted: true, maySign: false })
    const words = after!.signatories.flatMap(({ signatures }) =>
      signatures.map(({ kind, words, isErased }) => [kind, words, isErased]),
    )
    expect(words.sort()).toEqual([
      ['object', '', true],
      ['object', 'Süre kısa', false],
    ])
    const late = await api.send(signVersion, signing(version, { kind: 'confirm' }), civil)
    expect(refusal(late)).toEqual([409, 'version_outdated'])
  })

  test('leaves versions alone in which nothing was theirs', async () => {
    const link = await aLink(api, facilitator, roomId)
    const writer = await aGuest(api, link.token, 'Sonra', { add: ngo(`Sonradan ${planId}`) })
    const version = await frozen()
    await edits(writer, (plan) => plan.addGoal('Sonradan gelen hedef'))
    await api.call(eraseMyText, { params: { roomId } }, writer)
    const file = await api.send(downloadFrozen, signing(version, { kind: 'confirm' }), observer)
    expect(sha256(file.rawPayload)).toBe(version.hash)
    expect((await list()).versions[0]!.isRedacted).toBe(false)
  })
})
