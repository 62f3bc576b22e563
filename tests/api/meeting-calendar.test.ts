import * as calendar from '@meydan/shared/contracts/meeting-calendar'
import { createFeed } from '@meydan/shared/contracts/follow-up'
import { eraseMyText } from '@meydan/shared/contracts/history'
import {
  createMeeting,
  deleteMeeting,
  directMeeting,
  editMeeting,
  listMeetings,
  type MeetingView,
  readCurrentMeeting,
} from '@meydan/shared/contracts/meetings'
import { editRoom } from '@meydan/shared/contracts/rooms'
import ICAL from 'ical.js'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sitting, TODAY } from './answers-story.ts'
import { HOST, refusal } from './api.ts'
import { type Reminding, startReminding } from './reminders-story.ts'
import type { Person } from './stories.ts'

/** Meetings as they stand in people's calendars, on a day that tests set; read by ical.js, which is no code of ours. */
let story: Reminding
let leader: Sitting
let guest: Sitting
let official: Sitting
let observer: Sitting
let account: Sitting
beforeAll(async () => {
  story = await startReminding()
  const { room } = story
  ;({ facilitator: leader, asking: guest, asked: official } = room)
  observer = await room.sit('Gözlemci', { id: room.other.organisationId }, 'observer')
  account = await room.sitWithAccount('Elif Kaya', { id: official.organisationId })
})
afterAll(() => story.api.close())
beforeEach(async () => {
  story.setTime(TODAY)
  const { db } = story.api
  for (const table of ['meeting', 'notification', 'outgoingMail', 'reminder', 'notificationSetting'] as const) {
    await db.deleteFrom(table).execute()
  }
})

const params = () => story.room.params
const at = (meetingId: string) => ({ ...params(), meetingId })
/** At noon in Istanbul, nine o’clock UTC, unless told otherwise. */
const on = (day: string, time = '12:00', timeZone = 'Europe/Istanbul') => ({ day, time, timeZone })

const sendPlan = (body: object, by: Person = leader) =>
  story.api.send(createMeeting, { params: params(), body: { title: 'Buluşma', ...body } }, by)
async function plan(
  body: { plannedFor?: ReturnType<typeof on> | null; title?: string; place?: string } & Record<string, unknown> = {},
) {
  const response = await sendPlan({ plannedFor: on('2027-03-10'), ...body })
  expect(response.statusCode, response.body).toBe(200)
  return response.json<{ meeting: MeetingView }>().meeting
}
const edit = async (id: string, body: object) =>
  (await story.api.call(editMeeting, { params: at(id), body }, leader)).meeting
const cancel = (id: string, cancelled = true, by: Person = leader) =>
  story.api.send(calendar.cancelMeeting, { params: at(id), body: { cancelled } }, by)
const reply = (id: string, body: Parameters<typeof replyBody>[0], by: Person = guest) =>
  story.api.send(calendar.replyToMeeting, { params: at(id), body: replyBody(body) }, by)
const replyBody = (body: { answer: 'yes' | 'no' | 'maybe'; people?: number; note?: string }) => body
const replies = async (id: string, by: Person = leader) =>
  (await story.api.call(calendar.listMeetingReplies, { params: at(id) }, by)).replies
const replyOf = async (id: string, of: Sitting, by: Person = leader) =>
  (await replies(id, by)).find(({ organisationId }) => organisationId === of.organisationId)
const series = (id: string, every: 'week' | 'fortnight' | 'month', times: number) =>
  story.api.send(calendar.planSeries, { params: at(id), body: { every, times } }, leader)
const told = () =>
  story.api.db
    .selectFrom('notification')
    .innerJoin('person', 'person.id', 'notification.personId')
    .select(['person.name', 'notification.kind', 'notification.meetingId', 'notification.createdAt'])
    .orderBy('notification.createdAt')
    .execute()
const kindsOf = async (name: string) => (await told()).filter((one) => one.name === name).map(({ kind }) => kind)
const mails = () => story.api.db.selectFrom('outgoingMail').selectAll().orderBy('recipient').execute()

function eventsIn(text: string) {
  const parsed = new ICAL.Component(ICAL.parse(text))
  return parsed.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    return {
      uid: event.uid,
      sequence: event.sequence,
      summary: event.summary,
      location: event.location,
      description: event.description,
      start: event.startDate.toString(),
      end: event.endDate.toString(),
      status: String(component.getFirstPropertyValue('status')),
      url: String(component.getFirstPropertyValue('url')),
      alarms: component
        .getAllSubcomponents('valarm')
        .map((alarm) => String(alarm.getFirstPropertyValue('trigger')))
        .sort(),
    }
  })
}
const fileOf = (id: string, by: Person = guest) => story.api.send(calendar.readMeetingCalendar, { params: at(id) }, by)
const eventOf = async (id: string) => eventsIn((await fileOf(id)).body)[0]!
async function feedOf(who: Sitting, organisationId: string | null = null) {
  const { url } = await story.api.call(createFeed, { body: { organisationId, language: 'en' } }, who)
  return async () => {
    const response = await story.api.app.inject({ url: new URL(url).pathname, headers: { host: HOST } })
    return eventsIn(response.body).filter(({ uid }) => uid.startsWith('meeting-'))
  }
}

describe('when a meeting is', () => {
  test('it is kept as the moment that the clock of its zone shows', async () => {
    const meeting = await plan({ plannedFor: on('2027-07-10', '14:00', 'Europe/Berlin'), plannedMinutes: 90 })
    expect(meeting).toMatchObject({
      plannedAt: '2027-07-10T12:00:00.000Z',
      timeZone: 'Europe/Berlin',
      plannedMinutes: 90,
      callUrl: null,
      seriesId: null,
      cancelledAt: null,
    })
    expect(await edit(meeting.id, { title: 'X' })).toMatchObject({ plannedAt: meeting.plannedAt, plannedMinutes: 90 })
    expect(await edit(meeting.id, { plannedFor: null })).toMatchObject({ plannedAt: null, timeZone: null })
    const twice = await edit(meeting.id, { plannedFor: on('2027-10-31', '02:30', 'Europe/Berlin') })
    expect(twice.plannedAt, 'of two the first').toBe('2027-10-31T00:30:00.000Z')
  })

  test.each([
    ['plannedFor', 'time_skipped', { plannedFor: on('2027-03-28', '02:30', 'Europe/Berlin') }],
    ['plannedFor.timeZone', 'zone_unknown', { plannedFor: on('2027-03-28', '02:30', 'Mars/Olympus') }],
    ['plannedFor.timeZone', 'zone_unknown', { plannedFor: on('2027-03-28', '02:30', '+03:00') }],
    ['plannedFor.day', 'date', { plannedFor: on('2027-02-30') }],
    ['plannedFor.day', 'date', { plannedFor: on('0000-01-01') }],
    ['plannedFor.time', 'time', { plannedFor: on('2027-03-10', '24:00') }],
    ['plannedMinutes', 'length_range', { plannedMinutes: 4 }],
    ['plannedMinutes', 'length_range', { plannedMinutes: 1441 }],
    ['callUrl', 'call_https', { callUrl: 'http://call.example.org/x' }],
    ['callUrl', 'call_https', { callUrl: 'javascript:alert(1)' }],
    ['callUrl', 'call_https', { callUrl: 'https://zoom.us@evil.example' }],
    ['callUrl', 'call_https', { callUrl: 'https://call.example.org/x\ny' }],
  ])('%s is refused with %s, and nothing is stored', async (path, problem, body) => {
    expect(refusal(await sendPlan(body))).toEqual([400, 'invalid', [{ path, problem }]])
    expect((await story.api.call(listMeetings, { params: params() }, leader)).meetings).toEqual([])
    const { id, version } = await plan()
    const changed = await story.api.send(editMeeting, { params: at(id), body }, leader)
    expect(refusal(changed)).toEqual([400, 'invalid', [{ path, problem }]])
    expect((await edit(id, {})).version).toBe(version + 1)
  })
})

describe('cancelling', () => {
  test('who was to come is told; it can’t be opened, isn’t next, and can be held after all', async () => {
    const meeting = await plan()
    const later = await plan({ plannedFor: on('2027-03-20'), title: 'Later' })
    expect((await cancel(meeting.id)).json()).toMatchObject({ meeting: { cancelledAt: '2027-03-01T09:00:00.000Z' } })
    const current = await story.api.call(readCurrentMeeting, { params: params() }, guest)
    expect(current.next?.id).toBe(later.id)
    expect(await kindsOf('Ahmad')).toEqual(['meeting_planned', 'meeting_planned', 'meeting_cancelled'])
    expect(await kindsOf(leader.me.name), 'who did it knows it').toEqual([])
    expect((await cancel(meeting.id)).statusCode, 'a second press').toBe(200)
    expect(await kindsOf('Ahmad')).toHaveLength(3)

    const start = async () => {
      const { version } = await edit(meeting.id, {})
      return story.api.send(directMeeting, { params: at(meeting.id), body: { command: 'start', version } }, leader)
    }
    expect(refusal(await start())).toEqual([409, 'meeting_cancelled'])
    expect((await cancel(meeting.id, false)).json()).toMatchObject({ meeting: { cancelledAt: null } })
    expect((await start()).statusCode).toBe(200)
    expect(refusal(await cancel(meeting.id))).toEqual([409, 'meeting_open'])
    const { version } = await edit(meeting.id, {})
    await story.api.call(directMeeting, { params: at(meeting.id), body: { command: 'end', version } }, leader)
    expect(refusal(await cancel(meeting.id))).toEqual([409, 'meeting_ended'])
  })

  test('only by who leads, in a room that isn’t archived, and a meeting of this room', async () => {
    const { id } = await plan()
    for (const by of [guest, observer]) expect(refusal(await cancel(id, true, by))[1]).toBe('forbidden')
    expect(refusal(await cancel(crypto.randomUUID()))).toEqual([404, 'not_found'])
    await story.api.call(editRoom, { params: params(), body: { archived: true } }, leader)
    expect(refusal(await cancel(id))).toEqual([409, 'room_archived'])
    await story.api.call(editRoom, { params: params(), body: { archived: false } }, leader)
  })
})

describe('series', () => {
  test('each has its agenda, by the clock of its zone over the change of time; moving one moves no other', async () => {
    const first = await plan({
      ...{ plannedFor: on('2027-03-21', '10:00', 'Europe/Berlin'), template: 'followUp', place: 'Salon' },
      ...{ plannedMinutes: 45, callUrl: 'https://call.example.org/x' },
    })
    const { meetings } = (await series(first.id, 'week', 2)).json<{ meetings: MeetingView[] }>()
    expect(meetings.map(({ plannedAt }) => plannedAt)).toEqual(['2027-03-28T08:00:00.000Z', '2027-04-04T08:00:00.000Z'])
    const { place, callUrl, plannedMinutes, timeZone } = first
    const seriesId = meetings[0]!.seriesId
    expect(seriesId).not.toBeNull()
    for (const one of meetings) {
      expect(one).toMatchObject({ place, callUrl, plannedMinutes, timeZone, seriesId, title: first.title })
      expect(one.steps.map(({ title, mode }) => [title, mode])).toEqual(
        first.steps.map(({ title, mode }) => [title, mode]),
      )
    }
    await edit(meetings[0]!.id, { plannedFor: on('2027-03-29', '10:00', 'Europe/Berlin') })
    const list = async () => (await story.api.call(listMeetings, { params: params() }, guest)).meetings
    expect((await list()).map(({ plannedAt, seriesId: id }) => [plannedAt, id])).toEqual([
      ['2027-04-04T08:00:00.000Z', seriesId],
      ['2027-03-29T08:00:00.000Z', seriesId],
      [first.plannedAt, seriesId],
    ])
    await story.api.call(deleteMeeting, { params: at(meetings[1]!.id) }, leader)
    expect(await list()).toHaveLength(2)
    expect(
      (await kindsOf('Ahmad')).filter((kind) => kind === 'meeting_planned'),
      'told once',
    ).toHaveLength(1)
  })

  test('months keep the day, or take the last of a shorter one', async () => {
    const first = await plan({ plannedFor: on('2027-08-31', '10:00', 'Europe/Berlin') })
    const { meetings } = (await series(first.id, 'month', 3)).json<{ meetings: MeetingView[] }>()
    expect(meetings.map(({ plannedAt }) => plannedAt)).toEqual([
      '2027-09-30T08:00:00.000Z',
      '2027-10-31T09:00:00.000Z',
      '2027-11-30T09:00:00.000Z',
    ])
  })

  test('one that falls into a skipped hour stops them all; without a date, and without end, there is none', async () => {
    const skipped = await plan({ plannedFor: on('2027-03-14', '02:30', 'Europe/Berlin') })
    const problem = [{ path: 'every', problem: 'time_skipped' }]
    expect(refusal(await series(skipped.id, 'week', 4))).toEqual([400, 'invalid', problem])
    const undated = await plan({ plannedFor: null })
    const required = [{ path: 'plannedFor', problem: 'required' }]
    expect(refusal(await series(undated.id, 'week', 1))).toEqual([400, 'invalid', required])
    for (const times of [0, calendar.SERIES_MAX + 1])
      expect((await series(skipped.id, 'month', times)).statusCode).toBe(400)
    const { meetings } = await story.api.call(listMeetings, { params: params() }, leader)
    expect(meetings.map(({ seriesId }) => seriesId)).toEqual([null, null])
  })
})

describe('who comes', () => {
  test('an organisation’s last word counts, a guest’s as well; an observer’s, and for another, none', async () => {
    const { id } = await plan()
    expect(await replyOf(id, guest)).toMatchObject({ answer: null, people: 0, seatId: null, isOutdated: false })
    const told = story.api.told.length
    await reply(id, { answer: 'yes', people: 2, note: 'Merdivensiz giriş' })
    expect(story.api.told.slice(told)).toEqual([`${params().roomId} meeting`])
    expect(await replyOf(id, guest)).toMatchObject({ answer: 'yes', people: 2, seatId: guest.seatId, side: 'civil' })
    expect(refusal(await reply(id, { answer: 'yes' }, observer))[1]).toBe('forbidden')
    expect((await replyOf(id, official))?.answer).toBeNull()
    await reply(id, { answer: 'no', people: 3 })
    expect(await replyOf(id, guest)).toMatchObject({ answer: 'no', people: 0, note: '' })
    await reply(id, { answer: 'yes', people: 0 }, official)
    expect(await replyOf(id, official)).toMatchObject({ answer: 'yes', people: 1 })
    expect((await replyOf(id, guest))?.answer, 'untouched').toBe('no')
    for (const people of [-1, 101, 1.5]) expect((await reply(id, { answer: 'yes', people })).statusCode).toBe(400)
    expect((await reply(id, { answer: 'yes', note: 'x'.repeat(501) })).statusCode).toBe(400)
    expect(refusal(await reply(crypto.randomUUID(), { answer: 'yes' }))).toEqual([404, 'not_found'])
  })

  test('a note is for its own people and for those who lead', async () => {
    const { id } = await plan()
    await reply(id, { answer: 'maybe', note: 'Yol parası yok' })
    const noteFor = async (by: Person) => (await replyOf(id, guest, by))?.note
    expect([await noteFor(guest), await noteFor(leader)]).toEqual(['Yol parası yok', 'Yol parası yok'])
    expect([await noteFor(official), await noteFor(observer)]).toEqual(['', ''])
    expect((await replyOf(id, guest, observer))?.answer).toBe('maybe')
  })

  test('a note goes with what somebody erases of theirs; that their organisation comes stays', async () => {
    const { id } = await plan()
    await reply(id, { answer: 'yes', people: 2, note: 'Yol parası yok' })
    await reply(id, { answer: 'maybe', note: 'Belki' }, official)
    await story.api.call(eraseMyText, { params: params() }, guest)
    expect(await replyOf(id, guest)).toMatchObject({ answer: 'yes', people: 2, note: '' })
    expect(await replyOf(id, official)).toMatchObject({ answer: 'maybe', note: 'Belki' })
  })

  test('moving makes an answer one from before; cancelling ends answering', async () => {
    const { id } = await plan()
    await reply(id, { answer: 'yes' })
    story.setTime('2027-03-02')
    await edit(id, { title: 'Başka' })
    expect((await replyOf(id, guest))?.isOutdated).toBe(false)
    await edit(id, { plannedFor: on('2027-03-11') })
    expect(await replyOf(id, guest)).toMatchObject({ answer: 'yes', isOutdated: true })
    await reply(id, { answer: 'yes' })
    expect((await replyOf(id, guest))?.isOutdated).toBe(false)
    await cancel(id)
    expect(refusal(await reply(id, { answer: 'no' }))).toEqual([409, 'meeting_cancelled'])
  })

  test('who hasn’t answered is written to again, once a day; whoever ended such letters is told in the interface', async () => {
    const { id } = await plan()
    await reply(id, { answer: 'yes' })
    const remind = () => story.api.send(calendar.remindOfMeeting, { params: at(id) }, leader)
    // Told of the plan long ago.
    await story.api.db.updateTable('notification').set({ readAt: new Date() }).execute()
    const done = (await remind()).json<{ organisations: number; letters: number }>()
    expect(done).toEqual({ organisations: 3, letters: 2 })
    expect((await mails()).map(({ recipient }) => recipient)).toEqual([leader.me.email, account.me.email].sort())
    const [mail] = await mails()
    expect(mail!.subject).not.toContain('Buluşma')
    expect(mail!.text).toContain(`/rooms/${params().roomId}?meeting=${id}`)
    expect(await kindsOf('Ahmad'), 'has answered').toEqual(['meeting_planned'])
    expect(await kindsOf('Mehmet')).toEqual(['meeting_planned', 'meeting_planned'])
    expect((await remind()).json()).toMatchObject({ letters: 0 })
    story.setTime('2027-03-02')
    const wish = { personId: account.me.id, roomId: params().roomId, mentions: 'never', others: 'never' }
    await story.api.db.insertInto('notificationSetting').values(wish).execute()
    expect((await remind()).json()).toMatchObject({ letters: 1 })
    expect(refusal(await story.api.send(calendar.remindOfMeeting, { params: at(id) }, guest))[1]).toBe('forbidden')
    await edit(id, { plannedFor: on('2027-02-01') })
    const past = [{ path: 'plannedFor', problem: 'deadline_past' }]
    expect(refusal(await remind())).toEqual([400, 'invalid', past])
  })
})

describe('telling', () => {
  test('several changes within minutes are one line; read or older ones get another; drafts and the past none', async () => {
    const draft = await plan({ plannedFor: null })
    await edit(draft.id, { place: 'Salon' })
    const past = await plan({ plannedFor: on('2027-02-01') })
    await edit(past.id, { place: 'Salon' })
    await cancel(past.id)
    expect(await told()).toEqual([])
    await edit(draft.id, { plannedFor: on('2027-03-10') })
    for (const time of ['13:00', '14:00', '15:00']) await edit(draft.id, { plannedFor: on('2027-03-10', time) })
    expect(await kindsOf('Ahmad'), 'who hasn’t read that it is planned').toEqual(['meeting_planned'])
    await edit(draft.id, { title: 'Başka ad', thanks: 'Sağ olun' })
    await story.api.db.updateTable('notification').set({ readAt: new Date() }).execute()
    await edit(draft.id, { place: 'Bahçe' })
    await edit(draft.id, { callUrl: 'https://call.example.org/x' })
    expect(await kindsOf('Ahmad')).toEqual(['meeting_planned', 'meeting_moved'])
    await story.api.db
      .updateTable('notification')
      .set({ createdAt: sql<Date>`created_at - interval '11 minutes'` })
      .execute()
    await edit(draft.id, { plannedMinutes: 30 })
    expect(await kindsOf('Ahmad')).toEqual(['meeting_planned', 'meeting_moved', 'meeting_moved'])
    expect(story.api.told).toContain(`news ${guest.me.id}`)
  })

  test('a line that went out by mail goes out again when it says something else', async () => {
    const { id } = await plan()
    await story.api.db.updateTable('notification').set({ mailedAt: new Date() }).execute()
    await edit(id, { plannedFor: on('2027-03-12') })
    const rows = await story.api.db.selectFrom('notification').select('mailedAt').execute()
    expect(rows.every(({ mailedAt }) => mailedAt === null)).toBe(true)
  })
})

describe('calendar files', () => {
  test('one event, in UTC, with all that a calendar needs; the number rises with time, place and state alone', async () => {
    const meeting = await plan({
      ...{ title: 'Buluşma\u00a0; "bir", iki', place: 'Şehir; Salonu', callUrl: 'https://call.example.org/x' },
      ...{ plannedFor: on('2027-03-28', '14:00', 'Europe/Berlin'), plannedMinutes: 90 },
    })
    const response = await fileOf(meeting.id)
    expect(response.headers['content-type']).toBe('text/calendar; charset=utf-8; method=PUBLISH')
    expect(response.headers['content-disposition']).toBe('attachment; filename="meydan-2027-03-28.ics"')
    for (const line of response.body.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    const room = `http://localhost:${story.api.config.port}/rooms/${params().roomId}?meeting=${meeting.id}`
    const first = await eventOf(meeting.id)
    expect(first).toEqual({
      ...{ uid: `meeting-${meeting.id}@meydan`, sequence: 0, summary: 'Buluşma ; "bir", iki' },
      ...{ location: 'Şehir; Salonu', start: '2027-03-28T12:00:00Z', end: '2027-03-28T13:30:00Z' },
      ...{ status: 'CONFIRMED', url: room, alarms: ['-P1D', '-PT1H'] },
      description: `Ortak oda · Komşuluk\nGörüşme bağlantısı: https://call.example.org/x\nGündem: ${room}`,
    })
    await edit(meeting.id, { title: 'Başka', thanks: 'x' })
    expect(await eventOf(meeting.id)).toEqual({ ...first, summary: 'Başka' })
    await reply(meeting.id, { answer: 'yes' })
    await edit(meeting.id, { plannedFor: on('2027-03-28', '15:00', 'Europe/Istanbul') })
    expect((await eventOf(meeting.id)).sequence, 'the same moment by another clock').toBe(0)
    await edit(meeting.id, { plannedFor: on('2027-03-29') })
    await edit(meeting.id, { place: 'Bahçe' })
    expect(await eventOf(meeting.id)).toMatchObject({ uid: first.uid, sequence: 2, location: 'Bahçe' })
    await cancel(meeting.id)
    const cancelled = await eventOf(meeting.id)
    expect(cancelled).toMatchObject({ uid: first.uid, sequence: 3, status: 'CANCELLED', alarms: [] })
    await cancel(meeting.id, false)
    expect(await eventOf(meeting.id)).toMatchObject({ sequence: 4, status: 'CONFIRMED', alarms: ['-P1D', '-PT1H'] })
  })

  test('as long as its steps, else an hour; without a date there is none, and none for another room', async () => {
    const template = 'followUp' as const
    const meeting = await plan({ template })
    const minutes = meeting.steps.reduce((sum, step) => sum + step.minutes, 0)
    const until = new Date(Date.parse(meeting.plannedAt!) + minutes * 60_000).toISOString().replace('.000', '')
    expect((await eventOf(meeting.id)).end).toBe(until)
    expect((await eventOf((await plan()).id)).end).toBe('2027-03-10T10:00:00Z')
    const undated = await plan({ plannedFor: null })
    expect(refusal(await fileOf(undated.id))).toEqual([404, 'not_found'])
    const elsewhere = { params: { roomId: crypto.randomUUID(), meetingId: meeting.id } }
    expect(refusal(await story.api.send(calendar.readMeetingCalendar, elsewhere, guest))[0]).toBe(404)
  })

  test('feeds have the meetings of one’s rooms, and of an organisation those it has a seat in', async () => {
    const meeting = await plan()
    const [mine, theirs] = [await feedOf(guest), await feedOf(guest, official.organisationId)]
    for (const read of [mine, theirs]) {
      const [event, ...others] = await read()
      expect(others).toEqual([])
      const { uid, start, sequence } = await eventOf(meeting.id)
      expect(event).toMatchObject({ uid, start, sequence, status: 'CONFIRMED' })
    }
    await story.api.db
      .updateTable('seat')
      .set({ removedAt: new Date() })
      .where('organisationId', '=', official.organisationId)
      .execute()
    expect([(await mine()).length, (await theirs()).length]).toEqual([1, 0])
    await story.api.db.updateTable('seat').set({ removedAt: null }).execute()
    // Cancelled ones stay until their day is over, by their own clock.
    await cancel(meeting.id)
    for (const [time, status] of [
      [TODAY, 'CANCELLED'],
      ['2027-03-10T20:59:00Z', 'CANCELLED'],
      ['2027-03-10T21:01:00Z', undefined],
    ] as const) {
      story.setTime(time)
      expect((await mine())[0]?.status, time).toBe(status)
    }
  })
})

describe('reminders', () => {
  test('whoever has an account is reminded the day before, once, and again only for another day', async () => {
    const { id } = await plan({ plannedFor: on('2027-03-10', '00:30'), place: 'Salon' })
    const cancelled = await plan({ title: 'Cancelled' })
    await cancel(cancelled.id)
    expect(await story.moveTo('2027-03-08')).toBe(0)
    expect(await story.moveTo('2027-03-09'), 'two accounts').toBe(2)
    expect((await mails()).map(({ recipient }) => recipient)).toEqual([leader.me.email, account.me.email].sort())
    const [mail] = await mails()
    expect(mail!.subject).toBe('Reminder from Meydan: meeting on March 10, 2027')
    expect(mail!.text).toContain('Salon')
    const { description: _, ...event } = await eventOf(id)
    expect(eventsIn(mail!.calendar!)).toMatchObject([event])
    expect(mail!.text).toMatch(/Wednesday, March 10, 2027 at 12:30\sAM \(by the clock of Istanbul\)/)
    await edit(id, { plannedFor: on('2027-03-10', '14:00') })
    expect(await story.moveTo('2027-03-09T12:00:00Z'), 'the same day').toBe(0)
    await edit(id, { plannedFor: on('2027-03-11', '14:00') })
    expect(await story.moveTo('2027-03-10')).toBe(2)
  })

  test('what no server told the day before is told on the day, unless it was planned then', async () => {
    await plan({ plannedFor: on('2027-03-10', '18:00') })
    await story.api.db
      .updateTable('meeting')
      .set({ createdAt: new Date('2027-03-01T09:00:00Z') })
      .execute()
    expect(await story.moveTo('2027-03-10')).toBe(2)
    const fresh = await plan({ plannedFor: on('2027-03-10', '19:00') })
    await story.api.db
      .updateTable('meeting')
      .set({ createdAt: new Date('2027-03-10T09:00:00Z') })
      .where('id', '=', fresh.id)
      .execute()
    expect(await story.moveTo('2027-03-10T10:00:00Z')).toBe(0)
    const wish = { personId: account.me.id, roomId: null, mentions: 'at_once', others: 'never' }
    await story.api.db.insertInto('notificationSetting').values(wish).execute()
    await plan({ plannedFor: on('2027-03-20') })
    expect(await story.moveTo('2027-03-19')).toBe(1)
  })
})
