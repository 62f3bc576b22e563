import { createMeeting, deleteMeeting } from '@meydan/shared/contracts/meetings'
import { addMinutes, writeMinutes } from '@meydan/shared/contracts/minutes'
import { readRoom } from '@meydan/shared/contracts/rooms'
import { readSummary } from '@meydan/shared/contracts/summary'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { minutesOf } from '../support/minutes.ts'
import { type Api, refusal, startApi } from './api.ts'
import { aGuest, aLink, aRoom, aWorkshop, municipality, ngo, type Person } from './stories.ts'

/** “Write the minutes”, where a meeting is shown. */
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

async function aMeeting(day: string | null = '2027-03-03', title = 'Ortak toplantı', at = roomId) {
  const plannedFor = day && { day, time: '14:00', timeZone: 'Europe/Istanbul' }
  const asked = { params: { roomId: at }, body: { title, place: 'Belediye salonu', plannedFor: plannedFor || null } }
  return (await api.call(createMeeting, asked, workshop.organiser)).meeting.id
}
const send = (meetingId: string, who: Person = workshop.organiser, at = roomId) =>
  api.send(writeMinutes, { params: { roomId: at, meetingId } }, who)
const write = async (meetingId: string, who: Person = workshop.organiser) =>
  (await api.call(writeMinutes, { params: { roomId, meetingId } }, who)).document
const minutesIn = (at: string) =>
  api.db.selectFrom('document').select(['id', 'title']).where('roomId', '=', at).where('kind', '=', 'minutes').execute()

test('they are begun in the room’s language, named by their day, and everybody in the room finds them', async () => {
  const meetingId = await aMeeting()
  const document = await write(meetingId)
  expect(document).toMatchObject({ kind: 'minutes', title: 'Tutanak, 3 Mart', meetingId })
  const minutes = await minutesOf(api.db, document.id)
  expect(minutes.meeting).toBe(meetingId)
  expect(minutes.plainText()).toContain('Belediye salonu')
  const { room } = await api.call(readRoom, { params: { roomId } }, guest)
  expect(room.documents.find(({ id }) => id === document.id)).toMatchObject({ meetingId })
  expect(room.documents.filter(({ kind }) => kind === 'board').every((one) => one.meetingId === null)).toBe(true)
})

test('whoever asks second is led to what the first one made, also at the same moment', async () => {
  const second = await aGuest(
    api,
    (await aLink(api, workshop.organiser, roomId, { role: 'facilitator' })).token,
    'Ece',
    {
      add: ngo('Mahalle Derneği'),
    },
  )
  const meetingId = await aMeeting('2027-04-04')
  const before = await minutesIn(roomId)
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) => write(meetingId, n % 2 === 0 ? workshop.organiser : second)),
  )
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
  expect(await minutesIn(roomId)).toHaveLength(before.length + 1)
  expect((await write(meetingId)).id).toBe(answers[0]!.id)
})

test('minutes that were added by hand are those of the meeting, the first of several', async () => {
  const meetingId = await aMeeting('2027-05-05')
  const add = async (title: string) => {
    const body = { title, template: 'meeting' as const, meetingId, language: 'ar' as const }
    return (await api.call(addMinutes, { params: { roomId }, body }, workshop.organiser)).document
  }
  const first = await add('المحضر')
  await add('Tutanak')
  expect(await write(meetingId)).toEqual(first)
})

test('a day that has minutes already is told by more than its name', async () => {
  const titles: string[] = []
  for (const title of ['Sabah', 'Öğle', 'Akşam']) {
    titles.push((await write(await aMeeting('2027-06-06', title))).title)
  }
  expect(titles).toEqual(['Tutanak, 6 Haziran', 'Tutanak, 6 Haziran 2027', 'Tutanak, 6 Haziran 2027, Akşam'])
  const long = 'Gaziantep mahallelerinde kadınların ve gençlerin katılımı üzerine üçüncü toplantı'
  const { title } = await write(await aMeeting(null, long))
  expect(title).toMatch(/^Tutanak, Gaziantep mahallelerinde/)
  expect([...title].length).toBeLessThanOrEqual(60)
})

test('only who may change the room begins them; nobody in an archived one, nor of another room’s meeting', async () => {
  const meetingId = await aMeeting('2027-07-07')
  const observer = await aGuest(
    api,
    (await aLink(api, workshop.organiser, roomId, { role: 'observer' })).token,
    'Gözde',
    {
      add: ngo('Gözlem'),
    },
  )
  for (const who of [guest, observer]) expect(refusal(await send(meetingId, who))).toEqual([403, 'forbidden'])
  const elsewhere = await aRoom(api, workshop.organiser, workshop.programme.id)
  const other = await aMeeting('2027-07-07', 'Orada', elsewhere.room.id)
  expect(refusal(await send(other))).toEqual([404, 'not_found'])
  expect(refusal(await send(crypto.randomUUID()))).toEqual([404, 'not_found'])
  expect(refusal(await send('nothing'))[0]).toBe(400)
  await api.db.updateTable('room').set({ archivedAt: new Date() }).where('id', '=', elsewhere.room.id).execute()
  expect(refusal(await send(other, workshop.organiser, elsewhere.room.id))).toEqual([409, 'room_archived'])
  expect(await minutesIn(elsewhere.room.id)).toEqual([])
})

test('the summary leads everybody to them, and those who may to beginning them', async () => {
  const meetingId = await aMeeting('2027-08-08')
  const read = async (who: Person) => (await api.call(readSummary, { params: { roomId, meetingId } }, who)).summary
  expect(await read(workshop.organiser)).toMatchObject({ meeting: { minutesId: null }, mayWriteMinutes: true })
  expect(await read(guest)).toMatchObject({ meeting: { minutesId: null }, mayWriteMinutes: false })
  const { id } = await write(meetingId)
  expect((await read(guest)).meeting.minutesId).toBe(id)
})

test('minutes outlive the meeting they were begun for', async () => {
  const meetingId = await aMeeting('2027-09-09')
  const { id } = await write(meetingId)
  await api.call(deleteMeeting, { params: { roomId, meetingId } }, workshop.organiser)
  const { room } = await api.call(readRoom, { params: { roomId } }, guest)
  expect(room.documents.find((one) => one.id === id)).toMatchObject({ meetingId: null })
})
