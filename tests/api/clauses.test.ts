import { projectDocument } from '@meydan/server/projection/projector'
import { eraseMyText } from '@meydan/shared/contracts/history'
import { readClauses, speakToClause } from '@meydan/shared/contracts/minutes'
import { editRoom, removeSeat } from '@meydan/shared/contracts/rooms'
import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { minutesWith, paragraph } from '../support/minutes.ts'
import { type Api, refusal, startApi } from './api.ts'
import { seatOf } from './board-writing.ts'
import { aGuest, aLink, aRoom, aWorkshop, municipality, ngo, type Person } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let roomId: string
let civil: Person
let colleague: Person
let town: Person
let observer: Person
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
  roomId = workshop.room.id
  civil = await aGuest(api, workshop.link.token, 'Ahmad', { add: ngo('Baran Derneği') })
  const { organisationId } = await api.db
    .selectFrom('seat')
    .select('organisationId')
    .where('id', '=', await seatOf(api, civil))
    .executeTakeFirstOrThrow()
  colleague = await aGuest(api, workshop.link.token, 'Leyla', { id: organisationId })
  town = await aGuest(api, workshop.link.token, 'Hasan', { add: municipality('Yenipınar Belediyesi') })
  const watching = await aLink(api, workshop.organiser, roomId, { role: 'observer' })
  observer = await aGuest(api, watching.token, 'İzleyen', workshop.host)
})
afterAll(() => api.close())

const CLAUSE = '0b9f6f0e-7a3c-4c36-9a43-0d5b3a7e9f10'
const OTHER = '1b9f6f0e-7a3c-4c36-9a43-0d5b3a7e9f10'
const clause = (id: string, ...lines: string[]): RichBlock => ({ type: 'clause', id, blocks: lines.map(paragraph) })
async function charter(...blocks: RichBlock[]): Promise<string> {
  const id = await minutesWith(
    api.db,
    roomId,
    blocks.length > 0 ? blocks : [clause(CLAUSE, 'Eşitlik', 'Herkes eşittir.')],
  )
  await projectDocument(api.db, id)
  return id
}
const WORDS = 'Eşitlik\nHerkes eşittir.'
type Given = { kind: 'agree' | 'object' | null; reason?: string; words?: string; clauseId?: string; at?: string }
const speak = (documentId: string, person: Person, { kind, reason = '', words = WORDS, ...at }: Given) =>
  api.send(
    speakToClause,
    {
      params: { roomId: at.at ?? roomId, documentId, clauseId: at.clauseId ?? CLAUSE },
      body: { kind, reason, words },
    },
    person,
  )
const read = async (documentId: string, person: Person = civil) =>
  api.call(readClauses, { params: { roomId, documentId } }, person)
const saidIn = async (documentId: string) => (await read(documentId)).clauses[0]!.stances

test('each organisation says where it stands, as one; its last word counts, and can be taken back', async () => {
  const id = await charter()
  api.told.length = 0
  expect((await speak(id, civil, { kind: 'agree' })).statusCode).toBe(200)
  expect(api.told).toContain(`${roomId} clauses`)
  expect(refusal(await speak(id, town, { kind: 'object' }))).toEqual([
    ...[400, 'invalid'],
    [{ path: 'reason', problem: 'name_empty' }],
  ])
  expect((await speak(id, town, { kind: 'object', reason: 'Yetki bizde değil.' })).statusCode).toBe(200)
  const view = await read(id)
  expect(view.clauses).toMatchObject([{ id: CLAUSE, words: WORDS }])
  expect((await saidIn(id)).map(({ kind, side, reason }) => ({ kind, side, reason }))).toEqual([
    { kind: 'agree', side: 'civil', reason: '' },
    { kind: 'object', side: 'public', reason: 'Yetki bizde değil.' },
  ])
  expect(view.organisations.map(({ side }) => side).sort()).toEqual(['civil', 'public'])
  expect(view.maySpeak).toBe(true)

  expect((await speak(id, colleague, { kind: 'object', reason: 'Tekrar düşündük.' })).statusCode).toBe(200)
  expect((await saidIn(id)).filter(({ side }) => side === 'civil')).toMatchObject([{ kind: 'object' }])
  expect((await speak(id, colleague, { kind: null })).statusCode).toBe(200)
  expect((await saidIn(id)).map(({ side }) => side)).toEqual(['public'])
  const kept = api.db.selectFrom('clauseStance').select('kind').where('documentId', '=', id).orderBy('createdAt')
  expect((await kept.execute()).map(({ kind }) => kind)).toEqual(['agree', 'object', 'object', 'withdrawn'])
})

test('who leads, answers or watches keeps out of it; ids of elsewhere lead nowhere', async () => {
  const id = await charter()
  for (const person of [workshop.organiser, observer]) {
    expect(refusal(await speak(id, person, { kind: 'agree' }))).toEqual([403, 'forbidden'])
    expect((await read(id, person)).maySpeak).toBe(false)
  }
  const { room } = await aRoom(api, workshop.organiser, workshop.programme.id)
  const link = await aLink(api, workshop.organiser, room.id)
  const elsewhere = await aGuest(api, link.token, 'Başkası', { add: ngo('Uzak Dernek') })
  expect(refusal(await speak(id, elsewhere, { kind: 'agree', at: room.id }))).toEqual([404, 'not_found'])
  expect(refusal(await speak(id, elsewhere, { kind: 'agree' }))).toEqual([404, 'not_found'])
  expect(refusal(await speak(id, civil, { kind: 'agree', clauseId: OTHER }))).toEqual([404, 'not_found'])
  const board = await api.db.selectFrom('document').select('id').where('kind', '=', 'board').executeTakeFirstOrThrow()
  expect(refusal(await speak(board.id, civil, { kind: 'agree' }))).toEqual([404, 'not_found'])
  expect(await saidIn(id)).toEqual([])
})

test('what was agreed to is what was read: another wording is refused, and a changed clause says so', async () => {
  const id = await charter()
  expect(refusal(await speak(id, civil, { kind: 'agree', words: 'Başka söz' }))).toEqual([409, 'version_outdated'])
  // How it is broken into lines is nobody's wording.
  expect((await speak(id, civil, { kind: 'agree', words: 'Eşitlik  Herkes eşittir.' })).statusCode).toBe(200)
  await api.db
    .updateTable('minutesClause')
    .set({ words: 'Eşitlik\nHerkes eşit değildir.' })
    .where('documentId', '=', id)
    .execute()
  expect(await saidIn(id)).toMatchObject([{ kind: 'agree', isOutdated: true, words: WORDS }])
})

test('what is sent again is said once; two of one organisation at once leave one last word', async () => {
  const id = await charter()
  await speak(id, civil, { kind: 'agree' })
  await speak(id, civil, { kind: 'agree' })
  const rows = () => api.db.selectFrom('clauseStance').select('position').where('documentId', '=', id).execute()
  expect(await rows()).toHaveLength(1)
  const both = await Promise.all([
    speak(id, civil, { kind: 'object', reason: 'Bir' }),
    speak(id, colleague, { kind: 'object', reason: 'İki' }),
  ])
  expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200])
  expect(await rows()).toHaveLength(3)
  expect(await saidIn(id)).toHaveLength(1)
})

test('a person’s reasons are erased with their words; what their organisation said stays', async () => {
  const id = await charter()
  const guest = await aGuest(api, workshop.link.token, 'Unutulan', { add: municipality('Eski Belediye') })
  await speak(id, guest, { kind: 'object', reason: 'Benim sözüm.' })
  await api.call(eraseMyText, { params: { roomId } }, guest)
  expect(await saidIn(id)).toMatchObject([{ kind: 'object', reason: '', seatId: null }])
})

test('whoever was shown out says nothing any more, and in an archived room nobody does', async () => {
  const id = await charter()
  const guest = await aGuest(api, workshop.link.token, 'Giden', { add: ngo('Giden Dernek') })
  const params = { roomId, seatId: await seatOf(api, guest) }
  await api.call(removeSeat, { params }, workshop.organiser)
  expect(refusal(await speak(id, guest, { kind: 'agree' }))).toEqual([403, 'seat_revoked'])
  await api.call(editRoom, { params: { roomId }, body: { archived: true } }, workshop.organiser)
  expect(refusal(await speak(id, civil, { kind: 'agree' }))).toEqual([409, 'room_archived'])
  expect((await read(id)).maySpeak).toBe(false)
  await api.call(editRoom, { params: { roomId }, body: { archived: false } }, workshop.organiser)
})
