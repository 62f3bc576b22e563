import { editMeeting } from '@meydan/shared/contracts/meetings'
import { editRoom } from '@meydan/shared/contracts/rooms'
import { correctAttendance, readSummary, removeCorrection, type SummaryView } from '@meydan/shared/contracts/summary'
import type { VoteView } from '@meydan/shared/contracts/votes'
import { type Side, sides } from '@meydan/shared/words'
import { sql } from 'kysely'
import type * as Y from 'yjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { aRoom, type Person } from './stories.ts'
import { aMeetingToSum } from './summary-story.ts'
import type { Voter } from './voting.ts'

let api: Api
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
})
afterAll(() => api.close())

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9))
let state = (SEED % 2147483646) + 1
function below(n: number): number {
  state = (state * 48271) % 2147483647
  return state % n
}
const perSide = <T>(value: (side: Side) => T) => Object.fromEntries(sides.map((side) => [side, value(side)]))
const count = <T>(list: readonly T[], is: (one: T) => boolean) => list.filter(is).length

let story: Awaited<ReturnType<typeof aMeetingToSum>>
const people: (Voter & { side: Side; organisation: string; minutes: number })[] = []
let observer: Voter
const notes: { side: Side; theme: string | null; table: string | null }[] = []
let tableId: string
let dots: VoteView
let positions: VoteView
const given: { side: Side; label: string; dots: number }[] = []
const said: { side: Side; label: string; position: 'agree' | 'object' | 'abstain' }[] = []
const labels = ['Water', 'School', 'Work']
let writeStep: string

const read = async (who: Person): Promise<SummaryView> =>
  (await api.call(readSummary, { params: story.params }, who)).summary
const nameOf = (one: { organisation: string }) => `${one.organisation} ${story.room.id}`

beforeAll(async () => {
  console.info(`seed ${SEED}`)
  story = await aMeetingToSum(api)
  writeStep = await story.step('write', 'Write')
  await story.step('vote', 'Vote')
  const decide = await story.step('decide', 'Decide')
  await story.direct('start')
  for (let index = 0; index < 9; index++) {
    const side = index < 4 ? 'civil' : index < 7 ? 'public' : sides[below(3)]!
    const organisation = `${side} ${1 + below(2)}`
    people.push({
      ...(await story.sit(side, `Person${index}`, 'participant', organisation)),
      ...{ side, organisation, minutes: below(5) },
    })
  }
  observer = await story.sit('neutral', 'Watcher', 'observer', 'neutral 9')
  for (const one of people) await story.seen(one, one.minutes)
  tableId = await story.table(null, {}, people.slice(0, 3))
  await api.db
    .updateTable('roomTable')
    .set({ meetingId: story.params.meetingId, state: 'merged', notesMerged: 7 })
    .where('id', '=', tableId)
    .execute()

  await story.writes(story.boardId, (board) => {
    const themes = ['Childcare', 'Transport'].map((title) =>
      board.add('theme', { at: { x: 0, y: 0 }, title }, { seat: null, side: 'neutral' }),
    )
    for (let index = 0; index < 40; index++) {
      const author = people[below(people.length)]!
      const theme = [null, ...themes][below(3)]!
      const table = below(2) ? tableId : null
      // What a note says of its side is only a claim, where its seat is known.
      const claimed = below(4) === 0 ? 'neutral' : author.side
      const note = { at: { x: 0, y: 0 }, text: `n${index}`, theme, table }
      board.addNotes([note], { seat: author.seatId, side: claimed })
      notes.push({ side: author.side, theme: theme && (theme === themes[0] ? 'Childcare' : 'Transport'), table })
    }
    // Revealed without a name, with its side.
    board.addNotes([{ at: { x: 0, y: 0 }, text: 'quiet', theme: themes[0]! }], { seat: null, side: 'public' })
    notes.push({ side: 'public', theme: 'Childcare', table: null })
    // A copy is no second note in the sum.
    const first = board.notes.all().find(({ theme }) => theme === null)!
    const [copy] = board.addNotes([{ at: { x: 0, y: 0 }, text: 'copy' }], { seat: null, side: 'civil' })
    const records = board.doc.getMap<Y.Map<unknown>>('notes')
    records.get(copy!)!.set('source', { document: story.boardId, record: first.id })
  })

  dots = await story.make({ budget: 5, mostPerOption: 5, on: labels })
  positions = await story.make({ kind: 'positions', on: labels, stepId: decide })
  for (const who of people) {
    const label = labels[below(3)]!
    const amount = below(6)
    if (amount > 0) {
      await story.give(who, dots, label, amount)
      given.push({ side: who.side, label, dots: amount })
    }
    const position = (['agree', 'object', 'abstain'] as const)[below(3)]!
    await story.say(who, positions, labels[below(2)]!, position).then((answer) => {
      const [optionId] = Object.keys(answer.vote.mine!.positions)
      const option = positions.options.find(({ id }) => id === optionId)!
      said.push({ side: who.side, label: option.label, position })
    })
  }
  await story.close(dots)
  await story.close(positions)
  const draft = await story.make({ on: labels, open: false })
  expect(draft.state).toBe('draft')
  await api.db
    .insertInto('question')
    .values([
      { roomId: story.at.roomId, meetingId: story.params.meetingId, named: false, text: 'How?', pinned: true },
      {
        ...{ roomId: story.at.roomId, meetingId: story.params.meetingId, named: false, text: 'When?' },
        ...{ answer: 'Soon', answeredAt: new Date() },
      },
      { roomId: story.at.roomId, meetingId: story.params.meetingId, named: false, text: 'Why?' },
      { roomId: story.at.roomId, meetingId: null, named: false, text: 'Another day?' },
    ])
    .execute()
  await sql`update writing_round set revealed_at = now(), writers = 5, people = 9, notes = 12
    where step_id = ${writeStep}`.execute(api.db)
  await story.direct('next')
  await story.direct('end')
  await story.lasted(30)
  await api.call(editMeeting, { params: story.params, body: { thanks: 'Sağ olun' } }, story.organiser)
})

describe(`every number of the summary (seed ${SEED})`, () => {
  const present = () => people.filter(({ minutes }) => minutes > 0)

  test('attendance by side and organisation', async () => {
    const { attendance } = await read(story.organiser)
    const names = (list: readonly { organisation: string }[]) => [...new Set(list.map(nameOf))].sort()
    expect(attendance.bySide).toEqual(
      perSide((side) => {
        const own = present().filter((one) => one.side === side)
        return { people: own.length, organisations: names(own).length }
      }),
    )
    expect(attendance.organisations.map(({ name }) => name).sort()).toEqual(names(present()))
    for (const { name, people: number, counted, corrected } of attendance.organisations) {
      const here = count(present(), (one) => nameOf(one) === name)
      expect({ number, counted, corrected }).toEqual({ number: here, counted: here, corrected: false })
    }
    for (const one of people) {
      const seat = attendance.seats!.find(({ seatId }) => seatId === one.seatId)!
      expect([seat.minutes, seat.counted]).toEqual([one.minutes, one.minutes > 0])
    }
  })

  test('themes and notes by side and table, a copy once', async () => {
    const { themes, notes: all, tables } = await read(observer)
    const of = (list: typeof notes) => perSide((side) => count(list, (note) => note.side === side))
    expect(all).toEqual({ count: notes.length, bySide: of(notes) })
    for (const title of ['Childcare', 'Transport']) {
      const own = notes.filter(({ theme }) => theme === title)
      const told = themes.find((theme) => theme.title === title)!
      expect(told).toMatchObject({ documentId: story.boardId, notes: own.length, bySide: of(own) })
    }
    const atTable = count(notes, ({ table }) => table !== null)
    expect(tables).toEqual([{ id: tableId, name: 'Table 1', people: 3, notes: atTable, notesMerged: 7 }])
  })

  test('closed votes by side, and what was decided', async () => {
    const { votes, decisions } = await read(observer)
    expect(votes.map(({ title, kind }) => [title, kind])).toEqual([
      ['What comes first?', 'dots'],
      ['What comes first?', 'positions'],
    ])
    for (const { label, dots: told } of votes[0]!.options) {
      const on = given.filter((one) => one.label === label)
      expect(told).toEqual(
        perSide((side) => on.filter((one) => one.side === side).reduce((all, one) => all + one.dots, 0)),
      )
    }
    expect(votes[0]!.voters).toEqual(perSide((side) => count(given, (one) => one.side === side)))
    expect(votes[0]!.eligible).toEqual(perSide((side) => count(people, (one) => one.side === side)))
    expect(decisions.map(({ label }) => label)).toEqual(labels)
    for (const { label, outcome } of decisions) {
      const of = (side: Side, position: string) =>
        count(said, (one) => one.label === label && one.side === side && one.position === position)
      const agrees = (side: Side) => of(side, 'agree') > of(side, 'object')
      const anybody = said.some((one) => one.label === label && one.side !== 'neutral')
      const expected = agrees('civil')
        ? agrees('public')
          ? 'both'
          : 'civil'
        : agrees('public')
          ? 'public'
          : anybody
            ? 'neither'
            : 'unvoted'
      expect([label, outcome]).toEqual([label, expected])
    }
  })

  test('steps, writing, questions, balance, thanks', async () => {
    const summary = await read(observer)
    expect(summary.meeting).toMatchObject({
      ...{ title: 'Ortak toplantı', place: 'Gaziantep', state: 'ended', thanks: 'Sağ olun' },
      ...{ roomName: 'Ortak oda', programmeName: 'Komşuluk', roomLanguage: 'tr' },
    })
    expect(summary.steps.map(({ mode, tookSeconds }) => [mode, tookSeconds === null])).toEqual([
      ['write', false],
      ['vote', false],
      ['decide', true],
    ])
    expect(summary.writing.rounds).toEqual([{ stepId: writeStep, writers: 5, people: 9, notes: 12 }])
    expect(summary.questions).toMatchObject({ asked: 3, answered: 1 })
    expect(summary.questions.list.map(({ text, answer, pinned }) => [text, answer, pinned])).toEqual([
      ['How?', '', true],
      ['When?', 'Soon', false],
    ])
    const voters = Object.fromEntries(summary.balance.sides.map(({ side, voters: number }) => [side, number]))
    const both = [...given.map(({ side }) => side), ...people.map(({ side }) => side)]
    expect(voters).toEqual(perSide((side) => count(both, (one) => one === side)))
    const written = Object.fromEntries(summary.balance.sides.map(({ side, notes: number }) => [side, number]))
    expect(written).toEqual(perSide((side) => count(notes, (note) => note.side === side)))
  })

  test('what changes on a board afterwards is there at the next look', async () => {
    const before = await read(observer)
    await story.writes(story.boardId, (board) => {
      board.addNotes([{ at: { x: 0, y: 0 }, text: 'late' }], { seat: people[0]!.seatId, side: 'civil' })
      board.addNotes([{ at: { x: 300, y: 0 }, text: 'of nobody' }], { seat: null, side: 'neutral' })
    })
    const { count: all, bySide } = before.notes
    expect((await read(observer)).notes).toEqual({ count: all + 2, bySide: { ...bySide, civil: bySide.civil + 1 } })
  })
})

describe('corrections', () => {
  const correct = (subjectId: string, people: number, note = '', by: Person = story.organiser) =>
    api.send(correctAttendance, { params: { ...story.params, subjectId }, body: { people, note } }, by)
  const organisationIdOf = async (seatId: string) =>
    (await api.db.selectFrom('seat').select('organisationId').where('id', '=', seatId).executeTakeFirstOrThrow())
      .organisationId

  test('of a person, then of an organisation’s sum; taken back, presence counts again', async () => {
    const before = (await read(story.organiser)).attendance
    const watching = await organisationIdOf(observer.seatId)
    const seat = await correct(observer.seatId, 1, 'came by bus')
    expect(seat.statusCode, seat.body).toBe(200)
    const own = async () =>
      (await read(observer)).attendance.organisations.find(({ organisationId }) => organisationId === watching)
    expect(await own()).toMatchObject({ people: 1, counted: 0, corrected: true, note: '' })
    await correct(watching, 14, 'one laptop')
    expect(await own()).toMatchObject({ people: 14, counted: 0, corrected: true, note: 'one laptop' })
    await correct(watching, 12, 'counted again')
    expect(await own()).toMatchObject({ people: 12, note: 'counted again' })
    expect(api.told).toContain(`${story.at.roomId} attendance`)
    const { attendance } = await read(story.organiser)
    expect(attendance.bySide.neutral.people).toBe(before.bySide.neutral.people + 12)
    for (const subjectId of [watching, observer.seatId]) {
      await api.call(removeCorrection, { params: { ...story.params, subjectId } }, story.organiser)
    }
    expect((await read(story.organiser)).attendance).toEqual(before)
  })

  test('names and single people are for those who correct', async () => {
    const { attendance, mayCorrect, mayEdit } = await read(observer)
    expect([attendance.seats, attendance.sums, mayCorrect, mayEdit]).toEqual([null, null, false, false])
    const { body } = await api.send(readSummary, { params: story.params }, people[0]!)
    for (const name of ['Person', 'Watcher', 'Defne']) expect(body).not.toContain(name)
  })

  test('are refused for what is not of this room, out of range, or before the meeting', async () => {
    const elsewhere = await aRoom(api, story.organiser, story.programme.id)
    const foreign = await api.db
      .selectFrom('seat')
      .select('id')
      .where('roomId', '=', elsewhere.room.id)
      .executeTakeFirstOrThrow()
    expect(refusal(await correct(foreign.id, 1))).toEqual([404, 'not_found'])
    expect(refusal(await correct(crypto.randomUUID(), 1))).toEqual([404, 'not_found'])
    const range = [400, 'invalid', [{ path: 'people', problem: 'people_range' }]]
    expect(refusal(await correct(observer.seatId, 2))).toEqual(range)
    for (const number of [-1, 1001, 1.5]) {
      expect(refusal(await correct(story.host.id, number))).toEqual(range)
    }
    const wrong = { roomId: elsewhere.room.id, meetingId: story.params.meetingId }
    expect(refusal(await api.send(readSummary, { params: wrong }, story.organiser))).toEqual([404, 'not_found'])
    const at = { ...wrong, subjectId: foreign.id }
    const response = await api.send(correctAttendance, { params: at, body: { people: 1 } }, story.organiser)
    expect(refusal(response)).toEqual([404, 'not_found'])
    const planned = await api.db
      .insertInto('meeting')
      .values({ roomId: story.at.roomId, title: 'Later' })
      .returning('id')
      .executeTakeFirstOrThrow()
    const early = { ...story.params, meetingId: planned.id }
    expect(
      refusal(
        await api.send(
          correctAttendance,
          { params: { ...early, subjectId: observer.seatId }, body: { people: 1 } },
          story.organiser,
        ),
      ),
    ).toEqual([409, 'conflict'])
    const { summary } = await api.call(readSummary, { params: early }, observer)
    expect(summary).toMatchObject({ meeting: { state: 'planned' }, votes: [], attendance: { organisations: [] } })
  })

  test('an archived room is only read', async () => {
    await api.call(editRoom, { params: story.at, body: { archived: true } }, story.organiser)
    expect((await read(story.organiser)).mayCorrect).toBe(false)
    expect(refusal(await correct(observer.seatId, 1))).toEqual([409, 'room_archived'])
    await api.call(editRoom, { params: story.at, body: { archived: false } }, story.organiser)
  })
})
