import { projectDocument } from '@meydan/server/projection/projector'
import { folding } from '@meydan/server/sync/folding/worker'
import type { CallOf } from '@meydan/shared/contracts/contract'
import {
  readActionReadings,
  readCarriedOver,
  readMonitoring,
  readProgrammeMonitoring,
} from '@meydan/shared/contracts/monitoring'
import { createMeeting } from '@meydan/shared/contracts/meetings'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { setStatus } from '@meydan/shared/documents/plan/promise'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planWith } from '../support/plans.ts'
import { loggedDocument } from '../support/projection.ts'
import { refusal } from './api.ts'
import { anAskingRoom, type AskingRoom, startTimedApi, TODAY } from './answers-story.ts'
import { anOrganiser, type Person } from './stories.ts'

type Timed = Awaited<ReturnType<typeof startTimedApi>>
let timed: Timed
let room: AskingRoom
let planId: string
/** Crèche, bus, sign, leaflet, forum. */
let ids: string[]
let write: (change: (plan: Plan) => void) => Promise<void>

/** The readings written since the last call are of this moment. */
async function datedBack(documentId: string, at: string): Promise<void> {
  await timed.api.db
    .updateTable('actionReading')
    .set({ at: new Date(at) })
    .where('documentId', '=', documentId)
    .where('at', '>', new Date(Date.now() - 3_600_000))
    .where('at', '<', new Date(Date.now() + 3_600_000))
    .execute()
}

const monitored = (query: CallOf<typeof readMonitoring>['query'] = {}, by: Person = room.asking) =>
  timed.api.call(readMonitoring, { params: room.params, query }, by)

// A plan that was begun on Thursday 11 February 2027 and worked on in the two weeks after; today is Monday 1 March.
beforeAll(async () => {
  timed = await startTimedApi()
  room = await anAskingRoom(timed.api)
  const { asked, other, asking } = room
  const author = { seat: asking.seatId, side: 'civil' as const }
  planId = await planWith(timed.api.db, room.room.id, () => {})
  const { doc, commit } = await loggedDocument(timed.api.db, planId)
  const plan = new Plan(doc)
  write = async (change) => {
    change(plan)
    await commit()
    await projectDocument(timed.api.db, planId)
  }
  await write(() => {
    const goal = plan.addGoal('Care for children')
    ids = plan.addActions(
      [
        { title: 'Crèche', goal, responsible: asked.organisationId, due: '2027-02-17' },
        { title: 'Bus', goal, responsible: asked.organisationId, due: '2027-03-20' },
        { title: 'Sign', responsible: other.organisationId, due: '2027-05-01' },
        { title: 'Leaflet' },
        { title: 'Forum', responsible: asking.organisationId },
      ],
      author,
    )
    plan.edit(ids[0]!, { indicatorName: 'Places', indicatorUnit: 'children', indicatorBaseline: 0 })
    plan.edit(ids[0]!, { indicatorTarget: 40, indicatorCurrent: 0 })
    setStatus(plan, [ids[0]!, ids[1]!], 'agreed')
  })
  await datedBack(planId, '2027-02-11T09:00:00Z')
  await write(() => plan.edit(ids[0]!, { indicatorCurrent: 12, progress: 30 }))
  await datedBack(planId, '2027-02-18T09:00:00Z')
  await write(() => {
    setStatus(plan, [ids[0]!], 'started')
    setStatus(plan, [ids[2]!], 'done')
    plan.edit(ids[0]!, { indicatorCurrent: 20 })
  })
  await datedBack(planId, '2027-02-24T21:30:00Z')
  await write(() => setStatus(plan, [ids[4]!], 'dropped'))
  await datedBack(planId, '2027-03-01T08:00:00Z')
})
afterAll(async () => {
  await folding.close()
  await timed?.api.close()
})

test('counts are what one counts by hand', async () => {
  const view = await monitored()
  expect(view.today).toBe(TODAY)
  expect(view.counts).toEqual({
    ...{ total: 5, proposed: 1, agreed: 1, started: 1, done: 1, dropped: 1, overdue: 1 },
    ...{ dueSoon: 1, withoutResponsible: 1, withoutDue: 1 },
  })
  const figures = new Map(view.byOrganisation.map(({ id, total, overdue, done }) => [id, [total, overdue, done]]))
  expect(figures).toEqual(
    new Map([
      [room.asked.organisationId, [2, 1, 0]],
      [room.other.organisationId, [1, 0, 1]],
      [room.asking.organisationId, [1, 0, 0]],
      [null, [1, 0, 0]],
    ]),
  )
  expect(view.byOrganisation[0]!.id, 'who has most to do first').toBe(room.asked.organisationId)
  expect(view.byOrganisation.at(-1)!.id, 'nobody last').toBeNull()
  expect(view.bySide.map(({ side, total }) => [side, total])).toEqual([
    ['civil', 1],
    ['public', 3],
    [null, 1],
  ])
  expect(view.goals.map(({ title, actions, done, progress }) => [title, actions, done, progress])).toEqual([
    ['Care for children', 2, 0, 15],
    ['', 2, 1, 50],
  ])
})

test('the trend begins with the first reading, and each Sunday counts what was so then', async () => {
  const { trend } = await monitored()
  expect(trend.since).toBe('2027-02-11')
  expect(trend.weeks).toEqual([
    { day: '2027-02-14', open: 5, done: 0, overdue: 0 },
    { day: '2027-02-21', open: 5, done: 0, overdue: 1 },
    { day: '2027-02-28', open: 4, done: 1, overdue: 1 },
    { day: TODAY, open: 3, done: 1, overdue: 1 },
  ])
})

test('an indicator says its values from the day they were known', async () => {
  const { indicators, indicatorCount } = await monitored()
  expect(indicatorCount).toBe(1)
  expect(indicators).toMatchObject([
    {
      ...{ actionId: ids[0], title: 'Crèche', name: 'Places', unit: 'children', baseline: 0, target: 40, current: 20 },
      // The last is of 24 February, half past nine in the evening by UTC: in Istanbul, of the day after.
      readings: [
        { day: '2027-02-11', value: 0 },
        { day: '2027-02-18', value: 12 },
        { day: '2027-02-25', value: 20 },
      ],
    },
  ])
})

test('one organisation, one plan: the figures of these alone', async () => {
  const { asked } = room
  const ofOne = await monitored({ organisationId: asked.organisationId })
  expect(ofOne.counts).toMatchObject({ total: 2, overdue: 1, done: 0 })
  expect(ofOne.trend.weeks.map(({ open }) => open)).toEqual([2, 2, 2, 2])
  expect(ofOne.organisations, 'all are offered still').toHaveLength(3)
  const { documentId } = await room.anAction()
  await projectDocument(timed.api.db, documentId)
  expect((await monitored()).counts.total).toBe(6)
  expect((await monitored({ documentId })).counts).toMatchObject({ total: 1, proposed: 1 })
  expect((await monitored({ documentId: planId })).counts.total).toBe(5)
})

test('answers are counted by what was answered last, and days by the calendar', async () => {
  const about = { kind: 'action' as const, documentId: planId, recordId: ids[0]! }
  const bus = { ...about, recordId: ids[1]! }
  const sign = { ...about, recordId: ids[2]! }
  const first = await room.ask({ subject: about })
  await room.ask({ subject: bus, replyBy: '2027-03-03' })
  const withdrawn = await room.ask({ subject: sign })
  await room.edit(withdrawn.id, { withdrawn: true })
  await timed.api.db
    .updateTable('ask')
    .set({ createdAt: new Date('2027-02-26T09:00:00Z') })
    .execute()
  await room.answer(first.id, { kind: 'accepted', reason: '' })
  await timed.api.db
    .updateTable('answer')
    .set({ createdAt: new Date('2027-03-01T09:00:00Z') })
    .execute()
  await room.claim(first.id)
  const none = { accepted: 0, partly: 0, no: 0, passed: 0 }
  const undone = { claimed: 0, confirmed: 0, refused: 0, lapsed: 0 }
  expect((await monitored()).asks).toEqual({
    ...{ asked: 2, waiting: 1, overdue: 0, medianDays: 3 },
    byKind: { ...none, accepted: 1 },
    done: { ...undone, claimed: 1 },
  })
  timed.setTime('2027-03-16')
  expect((await monitored()).asks).toMatchObject({ waiting: 0, overdue: 1, done: { ...undone, lapsed: 1 } })
  timed.setTime(TODAY)
})

test('what an action was is read since when it is so', async () => {
  const at = { ...room.params, documentId: planId, actionId: ids[0]! }
  const answer = await timed.api.call(readActionReadings, { params: at }, room.asking)
  expect(answer.statusSince).toBe('2027-02-24T21:30:00.000Z')
  expect(answer.readings.map(({ status, progress, indicatorCurrent }) => [status, progress, indicatorCurrent])).toEqual(
    [
      ['agreed', null, 0],
      ['agreed', 30, 12],
      ['started', 30, 20],
    ],
  )
  const board = { ...at, documentId: room.boardId }
  expect(refusal(await timed.api.send(readActionReadings, { params: board }, room.asking))).toEqual([404, 'not_found'])
})

test('the next meeting begins with what is open, overdue first, and says what changed since the last', async () => {
  const read = () => timed.api.call(readCarriedOver, { params: room.params }, room.asking)
  const before = await read()
  expect(before.last).toBeNull()
  expect(
    before.groups.map(({ organisationId, actions }) => [organisationId, actions.map(({ title }) => title)]),
  ).toEqual([[room.asked.organisationId, ['Crèche', 'Bus']]])
  expect(before.groups[0]!.actions.map(({ isOverdue, change }) => [isOverdue, change])).toEqual([
    [true, null],
    [false, null],
  ])
  expect(before.done, 'there was no meeting before which it was not').toEqual([])
  expect(before.asks).toMatchObject([{ organisation: 'Şahinbey Belediyesi', isOverdue: false }])
  await timed.api.db
    .insertInto('meeting')
    .values({
      ...{ roomId: room.room.id, title: 'First', state: 'ended', createdBy: room.facilitator.me.id },
      ...{ openedAt: new Date('2027-02-20T07:00:00Z'), endedAt: new Date('2027-02-20T10:00:00Z') },
    })
    .execute()
  await write((plan) => {
    setStatus(plan, [ids[3]!], 'agreed')
    plan.edit(ids[1]!, { due: '2027-04-01' })
  })
  const after = await read()
  expect(after.last).toMatchObject({ title: 'First' })
  expect(after.groups.flatMap(({ actions }) => actions.map(({ title, change }) => [title, change]))).toEqual([
    ['Crèche', null],
    ['Bus', 'moved'],
    ['Leaflet', 'new'],
  ])
  expect(after.done.map(({ title, responsible }) => [title, responsible])).toEqual([['Sign', 'Yenipınar Belediyesi']])
  expect(after.groups.at(-1)!.organisationId, 'nobody’s last').toBeNull()
})

test('a meeting can begin with what was promised, once', async () => {
  const plan = (body: CallOf<typeof createMeeting>['body']) =>
    timed.api.call(createMeeting, { params: room.params, body }, room.facilitator)
  const { meeting } = await plan({ title: 'Second', template: 'needs', carryOver: true })
  expect(meeting.steps[0]).toMatchObject({ mode: 'discuss', minutes: 15, position: 0 })
  expect(Object.keys(meeting.steps[0]!.title).sort()).toEqual(['ar', 'da', 'de', 'en', 'eu', 'tr'])
  const copied = await plan({ title: 'Third', template: meeting.id, carryOver: true })
  expect(copied.meeting.steps).toHaveLength(meeting.steps.length)
  const without = await plan({ title: 'Fourth', template: 'needs' })
  expect(without.meeting.steps).toHaveLength(meeting.steps.length - 1)
})

test('a programme counts all rooms, and names what is in those of the reader alone', async () => {
  const { programme, workshop } = room
  const params = { programmeId: programme.id }
  const own = await timed.api.call(readProgrammeMonitoring, { params, query: {} }, workshop.organiser)
  expect(own.roomsWithoutSeat).toBe(0)
  expect(own.indicators).toHaveLength(1)
  const colleague = await anOrganiser(timed.api, workshop.administrator, 'Colleague')
  await timed.api.db
    .insertInto('programmeMember')
    .values({ programmeId: programme.id, personId: colleague.me.id, organisationId: room.facilitator.organisationId })
    .execute()
  const view = await timed.api.call(readProgrammeMonitoring, { params, query: {} }, colleague)
  expect(view.counts).toEqual(own.counts)
  expect(view).toMatchObject({ roomsWithoutSeat: 1, indicators: [], goals: [], plans: [], indicatorCount: 0 })
})
