import type { Naming } from '@meydan/shared/contracts/meetings'
import { putDraft, readWriting } from '@meydan/shared/contracts/writing'
import type { Note } from '@meydan/shared/documents/board/records'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../support/seed.ts'
import { type Api, startApi } from './api.ts'
import { aGuest, aLink, aRoom, aWorkshop, municipality, ngo, type Person } from './stories.ts'
import { boardNow, writingMeeting } from './writing-story.ts'

type Sitter = Person & { seatId: string; side: 'civil' | 'public' }

let api: Api
let start: Awaited<ReturnType<typeof aWorkshop>>
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  start = await aWorkshop(api)
})
afterAll(() => api.close())

/** A room with so many people of each side, all of them here, in a step of private writing. */
async function writing(naming: Naming, count: { civil: number; public: number }) {
  const { room, boardId } = await aRoom(api, start.organiser, start.programme.id)
  const roomId = room.id
  const link = await aLink(api, start.organiser, roomId)
  const people: Sitter[] = []
  for (const side of ['civil', 'public'] as const) {
    const add = { civil: ngo, public: municipality }[side](`${side} ${crypto.randomUUID()}`)
    for (let n = 0; n < count[side]; n++) {
      const known = people.find((one) => one.side === side)
      const organisation = known ? { id: await organisationOf(known) } : { add }
      const person = await aGuest(api, link.token, `${side} ${n}`, organisation)
      people.push({ ...person, side, seatId: await seatOf(roomId, person) })
    }
  }
  const leader = await seatOf(roomId, start.organiser)
  const meeting = await writingMeeting(api.db, { roomId, seatId: leader, naming })
  await meeting.present(people.map(({ seatId }) => seatId))
  const write = (who: Person, text: string, more: object = {}) => {
    const params = { roomId, stepId: meeting.write, noteId: crypto.randomUUID() }
    return api.call(putDraft, { params, body: { text, ...more } }, who).then(() => params.noteId)
  }
  const round = async () => (await api.call(readWriting, { params: { roomId } }, start.organiser)).round!
  /** What the board holds after the reveal, in its order. */
  const revealed = async (): Promise<(Note & { text: string })[]> => {
    await meeting.goTo('reveal')
    const board = await boardNow(api.db, boardId)
    const notes = board.notes.all().sort((a, b) => (a.order < b.order ? -1 : 1))
    return notes.map((note) => ({ ...note, text: board.textOf(note.id) }))
  }
  const clients = () => api.db.selectFrom('documentClient').selectAll().where('documentId', '=', boardId).execute()
  return { roomId, people, write, round, revealed, clients, meeting }
}

async function seatOf(roomId: string, person: Person): Promise<string> {
  const seats = api.db.selectFrom('seat').select('id').where('roomId', '=', roomId)
  return (await seats.where('personId', '=', person.me.id).executeTakeFirstOrThrow()).id
}

async function organisationOf({ seatId }: Sitter): Promise<string> {
  const row = api.db.selectFrom('seat').select('organisationId').where('id', '=', seatId)
  return (await row.executeTakeFirstOrThrow()).organisationId
}

test('named: seat, side, paper, and the time it was written; person by person', async () => {
  const { people, write, revealed, clients } = await writing('named', { civil: 2, public: 1 })
  const [a, b, c] = people as [Sitter, Sitter, Sitter]
  const ids = [await write(c, 'c1'), await write(a, 'a2', { position: 2 }), await write(b, 'b1', { colour: 'sky' })]
  ids.push(await write(a, 'a1', { position: 1, kind: 'idea' }))
  const before = Date.now()
  const notes = await revealed()
  expect(notes.map(({ text, seat, side }) => [text, seat, side])).toEqual([
    ['a1', a.seatId, 'civil'],
    ['a2', a.seatId, 'civil'],
    ['b1', b.seatId, 'civil'],
    ['c1', c.seatId, 'public'],
  ])
  expect(notes.map(({ kind, colour }) => [kind, colour])).toContainEqual(['idea', 'sun'])
  expect(notes[2]!.colour).toBe('sky')
  for (const { createdAt, id } of notes) {
    expect(createdAt).toBeLessThanOrEqual(before)
    // A writer chooses a draft's id, and could choose that of somebody's note on the board.
    expect(ids).not.toContain(id)
  }
  expect((await clients()).map(({ seatId }) => seatId).sort()).toEqual([a, b, c].map(({ seatId }) => seatId).sort())
})

test('by side: a side with five people is named, one with four is not', async () => {
  const { people, write, round, revealed, clients } = await writing('side', { civil: 5, public: 4 })
  for (const person of people) await write(person, person.side, { colour: 'mint', kind: 'need' })
  expect((await round()).smallSides).toEqual(['public'])
  const notes = await revealed()
  expect(notes.map(({ text, side }) => `${text} ${side}`).sort()).toEqual([
    ...Array.from({ length: 5 }, () => 'civil civil'),
    ...Array.from({ length: 4 }, () => 'public neutral'),
  ])
  expectNobody(notes)
  expect(await clients()).toEqual([])
})

test('by side: where only one or two would be without it, nobody’s is said, or it would say theirs', async () => {
  const { people, write, round, revealed } = await writing('side', { civil: 5, public: 2 })
  for (const person of people) await write(person, person.side)
  expect((await round()).smallSides).toEqual(['civil', 'public'])
  expect(new Set((await revealed()).map(({ side }) => side))).toEqual(new Set(['neutral']))
})

test('by side: who was not here and wrote nothing doesn’t make a side larger, who wrote does', async () => {
  const { people, write, round, meeting } = await writing('side', { civil: 5, public: 5 })
  await api.db.deleteFrom('meetingMinute').where('meetingId', '=', meeting.meetingId).execute()
  const [civil, open] = [people.filter(({ side }) => side === 'civil'), people.filter(({ side }) => side === 'public')]
  for (const person of open) await write(person, 'x')
  await meeting.present(civil.slice(1).map(({ seatId }) => seatId))
  expect(await round()).toMatchObject({ smallSides: ['civil'], writers: 5, people: 9 })
})

test('anonymous: neither seat, side, paper nor time, and no client id of anybody’s', async () => {
  const { people, write, revealed, clients } = await writing('anonymous', { civil: 5, public: 5 })
  for (const person of people) await write(person, `from ${person.seatId}`, { colour: 'rose' })
  const notes = await revealed()
  expect(notes).toHaveLength(10)
  expect(new Set(notes.map(({ side }) => side))).toEqual(new Set(['neutral']))
  expectNobody(notes)
  expect(await clients()).toEqual([])
})

test('what was decided when the step began stays, whatever the step says later', async () => {
  const { people, write, revealed, meeting } = await writing('anonymous', { civil: 1, public: 0 })
  const settings = { naming: 'named', documentId: null, frameId: null, budget: 3 }
  await api.db.updateTable('meetingStep').set({ settings }).where('id', '=', meeting.write).execute()
  await meeting.goTo('write')
  await write(people[0]!, 'unnamed')
  expectNobody(await revealed())
})

test('the order on the board says nothing of the order of writing', async () => {
  const random = seededRandom()
  const { people, write, revealed } = await writing('side', { civil: 5, public: 5 })
  const written: string[] = []
  for (let n = 0; n < 60; n++) {
    const text = `note ${String(n).padStart(2, '0')}`
    await write(random.pick(people), text, { position: n })
    written.push(text)
  }
  const places = (await revealed()).map(({ text }) => written.indexOf(text))
  expect(places.toSorted((a, b) => a - b)).toEqual(written.map((_, n) => n))
  // Of a fair shuffle of 60 the correlation lies within ±0.45 in all but one of 2,000 runs; of no shuffle it is 1.
  expect(Math.abs(correlation(places))).toBeLessThan(0.45)
})

function expectNobody(notes: readonly Note[]): void {
  expect(new Set(notes.map(({ seat, table, colour }) => `${seat} ${table} ${colour}`))).toEqual(
    new Set(['null null sun']),
  )
  expect(new Set(notes.map(({ createdAt }) => createdAt)).size).toBe(1)
}

/** How much a value follows its place, −1 to 1. */
function correlation(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const together = values.reduce((sum, value, place) => sum + (value - middle) * (place - middle), 0)
  return together / values.reduce((sum, _, place) => sum + (place - middle) ** 2, 0)
}
