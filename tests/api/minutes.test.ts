import { addStep, createMeeting } from '@meydan/shared/contracts/meetings'
import { addMinutes } from '@meydan/shared/contracts/minutes'
import { readRoom } from '@meydan/shared/contracts/rooms'
import { clausesOf, namedIn } from '@meydan/shared/documents/minutes/passages'
import { plainTextOf } from '@meydan/shared/documents/rich-text/read'
import { checkRichText } from '@meydan/shared/documents/rich-text/schema'
import { languages } from '@meydan/shared/languages'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { minutesOf } from '../support/minutes.ts'
import { type Api, refusal, startApi } from './api.ts'
import { seatOf } from './board-writing.ts'
import { aGuest, aRoom, aWorkshop, municipality, type Person } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let roomId: string
let guest: Person
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000', TIME_ZONE: 'Europe/Istanbul' })
  workshop = await aWorkshop(api)
  roomId = workshop.room.id
  guest = await aGuest(api, workshop.link.token, 'Hasan', { add: municipality('Yenipınar Belediyesi') })
})
afterAll(() => api.close())

type Given = Partial<Parameters<typeof api.send<typeof addMinutes>>[1]['body']>
const asking = (given: Given, at = roomId) => ({
  params: { roomId: at },
  body: { title: 'Tutanak', template: 'blank' as const, language: 'tr' as const, ...given },
})
const send = (given: Given, person: Person = workshop.organiser, at = roomId) =>
  api.send(addMinutes, asking(given, at), person)
const made = async (given: Given) => {
  const { document } = await api.call(addMinutes, asking(given), workshop.organiser)
  const minutes = await minutesOf(api.db, document.id)
  expect(checkRichText(minutes.body!, 'minutes')).toEqual([])
  return { document, minutes }
}

test('minutes are made by who may change the room, and are one of its documents', async () => {
  expect(refusal(await send({}, guest))).toEqual([403, 'forbidden'])
  expect(refusal(await send({ title: ' ' }))).toEqual([400, 'invalid', [{ path: 'title', problem: 'name_empty' }]])
  const { document, minutes } = await made({ title: ' İlk  tutanak ' })
  expect(document).toMatchObject({ kind: 'minutes', title: 'İlk tutanak' })
  expect(minutes.plainText()).toBe('')
  const { room } = await api.call(readRoom, { params: { roomId } }, guest)
  expect(room.documents.find(({ id }) => id === document.id)).toMatchObject({ kind: 'minutes' })
  expect(room.may).toContain('minutes.write')
})

test('a meeting’s minutes begin with its agenda, who was there, and what was decided', async () => {
  const { meeting } = await api.call(
    createMeeting,
    {
      params: { roomId },
      body: {
        title: 'İkinci toplantı',
        place: 'Belediye salonu',
        plannedFor: { day: '2027-03-03', time: '14:00', timeZone: 'Europe/Istanbul' },
      },
    },
    workshop.organiser,
  )
  const steps = [
    {
      mode: 'discuss',
      title: { tr: 'Kimler eksik?' },
      instruction: { en: 'Who is missing', tr: 'Bir tur söz.\nSonra listeye bakılır.' },
      minutes: 20,
    },
    { mode: 'break', title: { tr: 'Ara' }, minutes: 10 },
    { mode: 'decide', title: { en: 'What we decide' }, minutes: 20 },
  ] as const
  for (const step of steps) {
    await api.call(addStep, { params: { roomId, meetingId: meeting.id }, body: step }, workshop.organiser)
  }
  const seatId = await seatOf(api, guest)
  await api.db
    .insertInto('meetingMinute')
    .values({ meetingId: meeting.id, seatId, minute: new Date('2027-03-03T11:00:00Z') })
    .execute()
  const decision = await api.db
    .insertInto('decision')
    .values({
      roomId,
      kind: 'meeting',
      title: 'Tercüman çağrılır',
      state: 'agreed',
      meetingId: meeting.id,
      decidedAt: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()

  const { minutes } = await made({ template: 'meeting', meetingId: meeting.id })
  expect(minutes.meeting).toBe(meeting.id)
  const words = plainTextOf(minutes.body!)
  expect(words).toContain('Belediye salonu')
  expect(words).toContain('3 Mart 2027')
  expect(words).toContain('14:00')
  expect(words).toContain('Yenipınar Belediyesi: 1 kişi')
  expect(words).not.toContain('Hasan')
  const headings = minutes.blocks().filter(({ type }) => type === 'heading')
  expect(JSON.stringify(headings)).toContain('Kimler eksik?')
  expect(JSON.stringify(headings)).toContain('What we decide')
  expect(JSON.stringify(headings)).not.toContain('Ara"')
  expect(words).toContain('Kimler eksik?\nBir tur söz.\nSonra listeye bakılır.\n\nWhat we decide\n\n')
  expect(namedIn(minutes.blocks())).toContainEqual({ kind: 'decision', target: decision.id, document: null })
})

test('nothing is added to a room that is archived', async () => {
  const { room } = await aRoom(api, workshop.organiser, workshop.programme.id)
  await api.db.updateTable('room').set({ archivedAt: new Date() }).where('id', '=', room.id).execute()
  for (const template of ['blank', 'charter'] as const) {
    expect(refusal(await send({ template }, workshop.organiser, room.id))).toEqual([409, 'room_archived'])
  }
  const all = await api.db.selectFrom('document').select('kind').where('roomId', '=', room.id).execute()
  expect(all.filter(({ kind }) => kind === 'minutes')).toEqual([])
})

test('a charter begins with clauses, in every language', async () => {
  for (const language of languages) {
    const { minutes } = await made({ template: 'charter', language })
    const clauses = clausesOf(minutes.blocks())
    expect(clauses).toHaveLength(5)
    expect(new Set(clauses.map(({ id }) => id)).size).toBe(5)
    expect(clauses.every(({ words }) => words.length > 20)).toBe(true)
  }
})

test('a meeting of another room, or none where there has to be one, is refused', async () => {
  const elsewhere = await aRoom(api, workshop.organiser, workshop.programme.id)
  const { meeting } = await api.call(
    createMeeting,
    { params: { roomId: elsewhere.room.id }, body: { title: 'Orada' } },
    workshop.organiser,
  )
  const before = await api.db.selectFrom('document').select('id').execute()
  expect(refusal(await send({ template: 'meeting', meetingId: meeting.id }))).toEqual([404, 'not_found'])
  const noMeeting = [400, 'invalid', [{ path: 'meetingId', problem: 'not_offered' }]]
  expect(refusal(await send({ template: 'meeting' }))).toEqual(noMeeting)
  expect(refusal(await send({ template: 'blank', meetingId: meeting.id }))).toEqual(noMeeting)
  expect(await api.db.selectFrom('document').select('id').execute()).toHaveLength(before.length)
})
