import { createFeed, listFeeds, revokeFeed } from '@meydan/shared/contracts/follow-up'
import ICAL from 'ical.js'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { planWith } from '../support/plans.ts'
import { type AskingRoom, anAskingRoom, startTimedApi, TODAY } from './answers-story.ts'
import { type Api, HOST, refusal } from './api.ts'
import { putActions } from './follow-up-story.ts'
import type { Person } from './stories.ts'

/** Calendars as another program reads them: ical.js, which is Mozilla's, and no code of ours. */
let api: Api
let room: AskingRoom
let planId: string
let setTime: (time: string) => void
beforeAll(async () => {
  ;({ api, setTime } = await startTimedApi({ PUBLIC_URL: 'https://meydan.example.org' }))
  room = await anAskingRoom(api)
})
afterAll(() => api.close())
beforeEach(async () => {
  setTime(TODAY)
  for (const table of ['planAction', 'calendarFeed', 'ask'] as const) await api.db.deleteFrom(table).execute()
  planId = await planWith(api.db, room.room.id, () => {})
})

const municipality = () => room.asked.organisationId
type Choice = { organisationId?: string | null; language?: 'tr' | 'en' | 'ar' }
const make = (who: Person, { organisationId = null, language = 'en' }: Choice = {}) =>
  api.send(createFeed, { body: { organisationId, language } }, who)
const urlOf = async (who: Person, choice?: Choice) => {
  const response = await make(who, choice)
  expect(response.statusCode, response.body).toBe(200)
  return response.json<{ url: string; feed: { id: string } }>()
}
/** As a calendar program fetches it: without a cookie. */
const fetchIt = (url: string, headers: Record<string, string> = {}) =>
  api.app.inject({ url: new URL(url).pathname, headers: { host: HOST, ...headers } })
async function read(url: string) {
  const response = await fetchIt(url)
  expect(response.statusCode, response.body).toBe(200)
  const calendar = new ICAL.Component(ICAL.parse(response.body))
  const events = calendar.getAllSubcomponents('vevent').map((event) => ({
    uid: String(event.getFirstPropertyValue('uid')),
    sequence: Number(event.getFirstPropertyValue('sequence')),
    summary: String(event.getFirstPropertyValue('summary')),
    description: String(event.getFirstPropertyValue('description')),
    url: String(event.getFirstPropertyValue('url')),
    status: String(event.getFirstPropertyValue('status')),
    start: event.getFirstPropertyValue('dtstart') as ICAL.Time,
    stamp: String(event.getFirstPropertyValue('dtstamp')),
    names: event.getAllProperties().map(({ name }) => name),
  }))
  return { name: calendar.getFirstPropertyValue('x-wr-calname'), events, text: response.body, response }
}
const change = (actionId: string, set: object) =>
  api.db.updateTable('planAction').set(set).where('actionId', '=', actionId).execute()

test('days without time or zone, with a way back; open things only, and asks to answer', async () => {
  const [id] = await putActions(api, planId, [
    { title: 'Kreş açmak', due: '2027-03-28', responsible: municipality() },
    { title: 'Proposed', due: '2027-04-01', status: 'proposed', responsible: municipality() },
    { title: 'Done', due: '2027-04-01', status: 'done', responsible: municipality() },
    { title: 'Dropped', due: '2027-04-01', status: 'dropped', responsible: municipality() },
    { title: 'Without a day', responsible: municipality() },
    { title: 'Theirs', due: '2027-04-01', responsible: room.other.organisationId },
    { title: 'Somebody else’s', due: '2027-04-01', responsible: municipality(), person: room.other.seatId },
    { title: 'Mine', due: '2027-04-02', responsible: room.other.organisationId, person: room.asked.seatId },
  ])
  const ask = await room.ask({ replyBy: '2027-04-03' })
  const { url } = await urlOf(room.asked)
  expect(url).toMatch(/^https:\/\/meydan\.example\.org\/calendar\/[\w-]{32}\.ics$/)
  const { events, name, response } = await read(url)
  expect(response.headers).toMatchObject({
    'content-type': 'text/calendar; charset=utf-8',
    'cache-control': 'private, no-cache',
  })
  expect(name).toBe('Meydan: what is mine')
  const told = events.map(({ summary, start, status }) => [summary, start.isDate, start.toString(), status])
  expect(told.sort()).toEqual([
    [`Answer due: ${ask.words}`, true, '2027-04-03', 'CONFIRMED'],
    ['Due: Kreş açmak', true, '2027-03-28', 'CONFIRMED'],
    ['Due: Mine', true, '2027-04-02', 'CONFIRMED'],
    ['Due: Proposed', true, '2027-04-01', 'TENTATIVE'],
  ])
  const first = events.find(({ summary }) => summary === 'Due: Kreş açmak')!
  expect(first.url).toBe(`https://meydan.example.org/rooms/${room.room.id}/plans/${planId}?action=${id}`)
  expect(first.description).toBe('Şahinbey Belediyesi\nOrtak oda')
  expect(first.names).not.toContain('dtend')
  await room.answer(ask.id, { kind: 'accepted' })
  expect((await read(url)).events.map(({ summary }) => summary)).not.toContain(`Answer due: ${ask.words}`)
})

test('an event keeps its name; its number rises with what it says, in every calendar and language alike', async () => {
  const [id] = await putActions(api, planId, [{ title: 'A', due: '2027-03-28', responsible: municipality() }])
  const { url } = await urlOf(room.asked)
  const { url: other } = await urlOf(room.other, { organisationId: municipality(), language: 'tr' })
  const [first] = (await read(url)).events
  setTime('2027-03-02')
  const again = await read(url)
  expect(again.events).toEqual([first])
  const known = await fetchIt(url, { 'if-none-match': String(again.response.headers.etag) })
  expect([known.statusCode, known.body]).toEqual([304, ''])
  const [turkish] = (await read(other)).events
  expect([turkish!.uid, turkish!.sequence, turkish!.summary]).toEqual([first!.uid, first!.sequence, 'Son gün: A'])

  await change(id!, { due: '2027-04-11' })
  const [moved] = (await read(url)).events
  expect([moved!.uid, moved!.start.toString(), moved!.sequence]).toEqual([first!.uid, '2027-04-11', 1])
  expect(moved!.stamp > first!.stamp).toBe(true)
  expect((await fetchIt(url, { 'if-none-match': String(again.response.headers.etag) })).statusCode).toBe(200)
  // Gone and back again: the number goes on.
  await change(id!, { status: 'dropped' })
  expect((await read(url)).events).toEqual([])
  await change(id!, { status: 'agreed', title: 'B' })
  const [back] = (await read(url)).events
  expect([back!.uid, back!.summary, back!.sequence]).toEqual([first!.uid, 'Due: B', 2])
  // Many readers at once, one change.
  await change(id!, { title: 'C' })
  await Promise.all(Array.from({ length: 6 }, () => read(url)))
  expect((await read(url)).events[0]!.sequence).toBe(3)
})

test('titles stay titles, whatever is in them', async () => {
  const wild = 'a, b; c \\ "d"\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:evil\u2028x'
  await putActions(api, planId, [
    { title: wild, due: '2027-03-28', responsible: municipality() },
    { title: 'عنوان طويل '.repeat(20), due: '2027-03-29', responsible: municipality() },
    { title: '', due: '2027-03-30', responsible: municipality() },
  ])
  const { url } = await urlOf(room.asked, { organisationId: municipality(), language: 'ar' })
  const { events, text, name } = await read(url)
  expect(name).toBe('ميدان: Şahinbey Belediyesi')
  expect(events.map(({ summary }) => summary).sort()).toEqual(
    [
      'آخر يوم: a, b; c \\ "d" END:VEVENT BEGIN:VEVENT UID:evil x',
      `آخر يوم: ${'عنوان طويل '.repeat(20).trim()}`,
      'آخر يوم: بلا عنوان',
    ].sort(),
  )
  // Lines of at most 75 bytes, ended as the format has it.
  for (const line of text.split('\r\n')) {
    expect(line).not.toMatch(/[\r\n]/)
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  }
})

test('only while one has a seat; nothing for who was shut out, and nowhere after it was ended', async () => {
  await putActions(api, planId, [{ title: 'A', due: '2027-03-28', responsible: municipality() }])
  const { url, feed } = await urlOf(room.asked)
  const seat = (removedAt: Date | null) =>
    api.db.updateTable('seat').set({ removedAt }).where('id', '=', room.asked.seatId).execute()
  await seat(new Date())
  expect((await read(url)).events).toEqual([])
  await seat(null)
  expect((await read(url)).events).toHaveLength(1)
  const person = (disabledAt: Date | null) =>
    api.db.updateTable('person').set({ disabledAt }).where('id', '=', room.asked.me.id).execute()
  await person(new Date())
  expect(refusal(await fetchIt(url))).toEqual([404, 'not_found'])
  await person(null)

  const end = (who: Person) => api.send(revokeFeed, { params: { feedId: feed.id }, body: {} }, who)
  expect(refusal(await end(room.other))).toEqual([404, 'not_found'])
  expect((await read(url)).events).toHaveLength(1)
  expect([(await end(room.asked)).statusCode, (await end(room.asked)).statusCode]).toEqual([200, 200])
  expect(refusal(await fetchIt(url))).toEqual([404, 'not_found'])
  for (const name of ['x', 'x'.repeat(32), `${'x'.repeat(300)}`, '%00', '..%2f..%2fetc']) {
    const { statusCode } = await fetchIt(`https://meydan.example.org/calendar/${name}.ics`)
    expect([400, 404], name).toContain(statusCode)
  }
})

test('the link is told once and kept as a hash; who may see what one’s calendars are', async () => {
  const { url, feed } = await urlOf(room.asked, { language: 'tr' })
  const token = /calendar\/(.+)\.ics/.exec(url)![1]!
  const row = await api.db.selectFrom('calendarFeed').selectAll().executeTakeFirstOrThrow()
  expect(JSON.stringify(row)).not.toContain(token)
  expect(row.tokenHash.toString('latin1')).not.toContain(token)
  const list = async (who: Person) => api.call(listFeeds, {}, who)
  expect((await list(room.asked)).feeds).toEqual([{ ...feed, organisation: null, language: 'tr', readAt: null }])
  expect((await list(room.other)).feeds).toEqual([])
  setTime('2027-03-05')
  await read(url)
  expect((await list(room.asked)).feeds[0]!.readAt).toBe('2027-03-05T09:00:00.000Z')
  expect(JSON.stringify(await list(room.asked))).not.toContain(token)
  expect((await list(room.asked)).organisations.map(({ name }) => name)).toEqual([
    'Göçmen Dayanışma Derneği',
    'KADEM',
    'Şahinbey Belediyesi',
    'Yenipınar Belediyesi',
  ])
  const refused = refusal(await make(room.asked, { organisationId: crypto.randomUUID() }))
  expect(refused).toEqual([400, 'invalid', [{ path: 'organisationId', problem: 'organisation_unknown' }]])
  await Promise.all(Array.from({ length: 24 }, () => make(room.asked)))
  expect((await list(room.asked)).feeds).toHaveLength(20)
  expect(refusal(await make(room.asked))[2]).toEqual([{ path: 'organisationId', problem: 'too_many_feeds' }])
})

test('a calendar is fetched seldom enough', async () => {
  const timed = await startTimedApi({ LIMIT_SCALE: '1' })
  const url = 'http://meydan.test/calendar/guess.ics'
  const statuses = []
  for (let count = 0; count < 22; count += 1) {
    const response = await timed.api.app.inject({ url: new URL(url).pathname, headers: { host: HOST } })
    statuses.push(response.statusCode)
  }
  await timed.api.close()
  expect(statuses.slice(0, 20).every((status) => status === 404)).toBe(true)
  expect(statuses.at(-1)).toBe(429)
})
