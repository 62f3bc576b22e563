import {
  addStep,
  createMeeting,
  deleteMeeting,
  editMeeting,
  listMeetings,
  type MeetingView,
  readMeeting,
} from '@meydan/shared/contracts/meetings'
import { localOf } from '@meydan/shared/calendar/local-time'
import { languages } from '@meydan/shared/languages'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { meetingCalls } from './meeting-calls.ts'

const ROUNDS = 20

let api: Api
let calls: Awaited<ReturnType<typeof meetingCalls>>
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  calls = await meetingCalls(api)
})
afterAll(() => api.close())

const positionOf = ({ steps, stepId }: MeetingView) => steps.find(({ id }) => id === stepId)?.position ?? null
const marks = ({ steps }: MeetingView) =>
  steps.map(({ startedAt, endedAt, skipped }) => (skipped ? 's' : endedAt ? 'e' : startedAt ? 'r' : '-')).join('')

describe('planning', () => {
  test('a template’s steps come in every language, and the meeting is what the room turns to next', async () => {
    const { roomId } = await calls.newRoom()
    expect(await calls.current(roomId)).toMatchObject({ meeting: null, next: null })
    const meeting = await calls.plan(roomId)
    expect(meeting).toMatchObject({ title: 'Buluşma', state: 'planned', version: 1, stepId: null, leaderSeatId: null })
    expect(meeting.steps.length).toBeGreaterThan(5)
    expect(meeting.steps.map(({ position }) => position)).toEqual(meeting.steps.map((_, index) => index))
    for (const { title, instruction } of meeting.steps) {
      expect(Object.keys(title).sort()).toEqual([...languages].sort())
      expect(Object.keys(instruction).sort()).toEqual([...languages].sort())
    }
    const minutes = meeting.steps.reduce((sum, step) => sum + step.minutes, 0)
    const { next } = await calls.current(roomId)
    expect(next).toMatchObject({ id: meeting.id, steps: meeting.steps.length, minutes })
    expect(api.told).toContain(`${roomId} meeting`)
  })

  test('of several planned ones the earliest to come is next, else the first that was planned', async () => {
    const { roomId } = await calls.newRoom()
    const at = async (title: string, days: number | null) => {
      const plannedFor = days === null ? null : localOf(new Date(Date.now() + days * 86_400_000), 'Europe/Istanbul')
      return api.call(createMeeting, { params: { roomId }, body: { title, plannedFor } }, calls.organiser)
    }
    await at('undated', null)
    await at('missed', -3)
    expect((await calls.current(roomId)).next?.title).toBe('missed')
    await at('later', 9)
    await at('sooner', 2)
    expect((await calls.current(roomId)).next?.title).toBe('sooner')
    const { meetings } = await api.call(listMeetings, { params: { roomId } }, calls.organiser)
    expect(meetings.map(({ title }) => title)).toEqual(['later', 'sooner', 'undated', 'missed'])
  })

  test('a meeting can begin with the steps of another of its room, and of no other', async () => {
    const { roomId } = await calls.newRoom()
    const first = await calls.plan(roomId, 'followUp')
    const again = await calls.plan(roomId, first.id)
    const words = ({ steps }: MeetingView) => steps.map(({ id: _, ...step }) => step)
    expect(words(again)).toEqual(words(first))
    const elsewhere = await calls.newRoom()
    for (const template of [first.id, crypto.randomUUID()]) {
      const sent = { params: { roomId: elsewhere.roomId }, body: { title: 'Copy', template } }
      const response = await api.send(createMeeting, sent, calls.organiser)
      expect(refusal(response)).toEqual([400, 'invalid', [{ path: 'template', problem: 'not_offered' }]])
    }
    expect((await calls.current(elsewhere.roomId)).next).toBeNull()
  })

  test('title, place, date and thanks are changed, and each change has its version', async () => {
    const { roomId } = await calls.newRoom()
    const { id: meetingId } = await calls.plan(roomId, null)
    const edit = async (body: object) =>
      (await api.call(editMeeting, { params: { roomId, meetingId }, body }, calls.organiser)).meeting
    const plannedAt = '2027-03-01T09:00:00.000Z'
    const plannedFor = { day: '2027-03-01', time: '12:00', timeZone: 'Europe/Istanbul' }
    expect(await edit({ title: 'Mart', place: 'Gaziantep', plannedFor })).toMatchObject({ version: 2, title: 'Mart' })
    expect(await edit({ thanks: 'Teşekkürler' })).toMatchObject({ version: 3, place: 'Gaziantep', plannedAt })
    expect(await edit({ plannedFor: null })).toMatchObject({ version: 4, plannedAt: null, thanks: 'Teşekkürler' })
  })

  test('only a meeting that was never opened is deleted', async () => {
    const { roomId, meeting } = await calls.opened()
    const remove = (meetingId: string) => api.send(deleteMeeting, { params: { roomId, meetingId } }, calls.organiser)
    expect(refusal(await remove(meeting.id))).toEqual([409, 'meeting_open'])
    await calls.direct(roomId, meeting, 'end')
    expect(refusal(await remove(meeting.id))).toEqual([409, 'meeting_ended'])
    const planned = await calls.plan(roomId)
    expect((await remove(planned.id)).statusCode).toBe(200)
    expect(refusal(await remove(planned.id))).toEqual([404, 'not_found'])
  })

  test('a meeting of another room leads nowhere', async () => {
    const { meeting } = await calls.opened()
    const { roomId } = await calls.newRoom()
    const params = { roomId, meetingId: meeting.id }
    expect(refusal(await api.send(readMeeting, { params }, calls.organiser))).toEqual([404, 'not_found'])
    expect(refusal(await calls.send(roomId, meeting, 'next'))).toEqual([404, 'not_found'])
    expect(refusal(await api.send(deleteMeeting, { params }, calls.organiser))).toEqual([404, 'not_found'])
  })
})

describe('leading', () => {
  test('start opens it with its first step, and whoever starts it leads', async () => {
    const { roomId, meeting } = await calls.opened()
    const [first] = meeting.steps
    expect(meeting).toMatchObject({ state: 'open', version: 2, stepId: first!.id, stepLeftMs: null })
    const lasts = Date.parse(meeting.stepEndsAt!) - Date.parse(first!.startedAt!)
    expect(lasts).toBe(first!.minutes * 60_000)
    const seats = await api.db.selectFrom('seat').select('id').where('roomId', '=', roomId).execute()
    expect(seats.map(({ id }) => id)).toContain(meeting.leaderSeatId)
    const now = await calls.current(roomId)
    expect(now).toMatchObject({ meeting: { id: meeting.id }, next: null })
    expect(refusal(await calls.send(roomId, meeting, 'start'))).toEqual([409, 'meeting_open'])
    expect(refusal(await calls.send(roomId, await calls.plan(roomId), 'start'))).toEqual([409, 'meeting_open'])
  })

  test('walks forward, over, back and past the end, and every step knows what became of it', async () => {
    const { roomId, meeting } = await calls.opened('followUp')
    const count = meeting.steps.length
    const rest = (from: number) => '-'.repeat(count - from)
    expect(marks(meeting)).toBe(`r${rest(1)}`)
    let at = await calls.direct(roomId, meeting, 'next')
    expect(marks(at)).toBe(`er${rest(2)}`)
    at = await calls.direct(roomId, at, 'goto', { stepId: at.steps[3]!.id })
    expect(marks(at)).toBe(`eesr${rest(4)}`)
    at = await calls.direct(roomId, at, 'back')
    expect(marks(at)).toBe(`eere${rest(4)}`)
    expect(positionOf(at)).toBe(2)
    at = await calls.direct(roomId, at, 'goto', { stepId: at.steps[0]!.id })
    expect(marks(at)).toBe(`reee${rest(4)}`)
    expect(await calls.direct(roomId, at, 'back')).toMatchObject({ stepId: at.steps[0]!.id, version: at.version + 1 })
    at = await calls.direct(roomId, at, 'goto', { stepId: at.steps[count - 1]!.id, version: at.version + 1 })
    expect(marks(at)).toBe(`eeee${'s'.repeat(count - 5)}r`)
    at = await calls.direct(roomId, at, 'next')
    expect(at).toMatchObject({ state: 'open', stepId: null, stepEndsAt: null, stepLeftMs: null })
    at = await calls.direct(roomId, at, 'back')
    expect(positionOf(at)).toBe(count - 1)
    at = await calls.direct(roomId, at, 'end')
    expect(at).toMatchObject({ state: 'ended', stepId: null, stepEndsAt: null })
    expect(marks(at).at(-1)).toBe('e')
    for (const command of ['start', 'next', 'lead', 'end'] as const) {
      expect(refusal(await calls.send(roomId, at, command))).toEqual([409, 'meeting_ended'])
    }
    expect(await calls.current(roomId)).toMatchObject({ meeting: null })
  })

  test('another may take the lead, and a room can have its next meeting once one is over', async () => {
    const roomId = calls.workshop.room.id
    const meeting = await calls.direct(roomId, await calls.plan(roomId), 'start')
    const led = await calls.direct(roomId, meeting, 'lead', { by: calls.other })
    expect(led.leaderSeatId).not.toBe(meeting.leaderSeatId)
    await calls.direct(roomId, led, 'end')
    const next = await calls.direct(roomId, await calls.plan(roomId, null), 'start', { by: calls.other })
    expect(next).toMatchObject({ state: 'open', stepId: null, leaderSeatId: led.leaderSeatId })
    await calls.direct(roomId, next, 'end', { by: calls.other })
  })

  test('the clock stops, goes on with what was left, and is prolonged either way', async () => {
    const { roomId, meeting } = await calls.opened()
    const fullMs = meeting.steps[0]!.minutes * 60_000
    const paused = await calls.direct(roomId, meeting, 'pause')
    expect(paused.stepEndsAt).toBeNull()
    expect(paused.stepLeftMs).toBeLessThanOrEqual(fullMs)
    expect(paused.stepLeftMs).toBeGreaterThan(fullMs - 20_000)
    const more = await calls.direct(roomId, paused, 'extend', { seconds: 90 })
    expect(more.stepLeftMs).toBe(paused.stepLeftMs! + 90_000)
    const again = await calls.direct(roomId, more, 'pause')
    expect(again).toMatchObject({ stepLeftMs: more.stepLeftMs, version: more.version + 1 })
    const response = await calls.send(roomId, again, 'resume')
    const { meeting: running } = response.json<{ meeting: MeetingView }>()
    expect(running.stepLeftMs).toBeNull()
    const { now } = await calls.current(roomId)
    const left = Date.parse(running.stepEndsAt!) - Date.parse(now)
    expect(left).toBeLessThanOrEqual(more.stepLeftMs!)
    expect(left).toBeGreaterThan(more.stepLeftMs! - 20_000)
    const less = await calls.direct(roomId, running, 'extend', { seconds: -60 })
    expect(Date.parse(running.stepEndsAt!) - Date.parse(less.stepEndsAt!)).toBe(60_000)
    const none = await calls.direct(roomId, less, 'extend', { seconds: -3600 })
    const over = Date.parse(none.stepEndsAt!) - Date.parse((await calls.current(roomId)).now)
    expect(over).toBeLessThanOrEqual(0)
    expect(over).toBeGreaterThan(-20_000)
  })

  test(`of two who press Next at once one is told, ${ROUNDS} times`, async () => {
    const roomId = calls.workshop.room.id
    let meeting = await calls.direct(roomId, await calls.plan(roomId, null), 'start')
    for (let round = 0; round <= ROUNDS; round++) {
      const body = { mode: 'discuss' as const, title: { tr: `Adım ${round}` }, minutes: 5 }
      const params = { roomId, meetingId: meeting.id }
      meeting = (await api.call(addStep, { params, body }, calls.organiser)).meeting
    }
    for (let round = 0; round < ROUNDS; round++) {
      const answers = await Promise.all([
        calls.send(roomId, meeting, 'next'),
        calls.send(roomId, meeting, 'next', { by: calls.other }),
      ])
      const [won, lost] = answers.sort((a, b) => a.statusCode - b.statusCode)
      expect(won!.statusCode, `round ${round}`).toBe(200)
      expect(refusal(lost!), `round ${round}`).toEqual([409, 'somebody_was_faster'])
      const after = won!.json<{ meeting: MeetingView }>().meeting
      expect([after.version, positionOf(after)]).toEqual([meeting.version + 1, round])
      meeting = after
    }
    await calls.direct(roomId, meeting, 'end')
  })

  test('of two meetings started at once one opens', async () => {
    const { roomId } = await calls.newRoom()
    const [one, two] = [await calls.plan(roomId), await calls.plan(roomId)]
    const answers = await Promise.all([calls.send(roomId, one, 'start'), calls.send(roomId, two, 'start')])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
    expect(refusal(answers.find(({ statusCode }) => statusCode === 409)!)).toEqual([409, 'meeting_open'])
  })
})

describe('commands that are none', () => {
  test('before the start, without a step or seconds, or to a step of another meeting', async () => {
    const { roomId } = await calls.newRoom()
    const planned = await calls.plan(roomId)
    const field = (path: string, problem: string) => [400, 'invalid', [{ path, problem }]]
    for (const command of ['next', 'pause', 'end', 'lead'] as const) {
      expect(refusal(await calls.send(roomId, planned, command))).toEqual(field('command', 'not_offered'))
    }
    const meeting = await calls.direct(roomId, planned, 'start')
    const foreign = (await calls.plan(roomId)).steps[0]!.id
    expect(refusal(await calls.send(roomId, meeting, 'goto'))).toEqual(field('stepId', 'required'))
    expect(refusal(await calls.send(roomId, meeting, 'goto', { stepId: foreign }))).toEqual(
      field('stepId', 'not_offered'),
    )
    expect(refusal(await calls.send(roomId, meeting, 'extend'))).toEqual(field('seconds', 'required'))
    const stale = await calls.send(roomId, meeting, 'next', { version: meeting.version - 1 })
    expect(refusal(stale)).toEqual([409, 'somebody_was_faster'])
    expect((await calls.send(roomId, meeting, 'extend', { seconds: 90_000 })).statusCode).toBe(400)
    expect(await calls.current(roomId)).toMatchObject({ meeting: { version: meeting.version, stepId: meeting.stepId } })
  })
})
