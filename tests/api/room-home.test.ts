import { compactDocument } from '@meydan/server/sync/folding/compact.job'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { appendRich } from '@meydan/shared/documents/rich-text/write'
import { hideObjects } from '@meydan/shared/contracts/stage'
import { removeSeat } from '@meydan/shared/contracts/rooms'
import {
  HAPPENINGS_PAGE,
  markVisit,
  readHappenings,
  readNextMeetings,
  readProgrammeHome,
  readRoomHome,
} from '@meydan/shared/contracts/room-home'
import { expect, onTestFinished, test } from 'vitest'
import type * as Y from 'yjs'
import { minutesWith, paragraph } from '../support/minutes.ts'
import { loggedDocument } from '../support/projection.ts'
import { type Api, refusal, startApi } from './api.ts'
import { writesOn } from './board-writing.ts'
import { aRoom, type Person } from './stories.ts'
import { aThreadRoom, mentionOf, type ThreadRoom } from './threads-story.ts'
import { writingMeeting } from './writing-story.ts'

/** What is told to whoever comes back; the clock is the test's. */
const MINUTE = 60_000
let now = new Date()
let api: Api
let room: ThreadRoom

type Asked = Parameters<typeof api.call<typeof readHappenings>>[1]['query']
const visit = (who: Person, documentId: string | null = null) =>
  api.call(markVisit, { params: room.params, body: { documentId } }, who)
const tell = (who: Person, query: Asked = {}) => api.call(readHappenings, { params: room.params, query }, who)
const home = (who: Person) => api.call(readRoomHome, { params: room.params }, who)
const kinds = ({ happenings }: Awaited<ReturnType<typeof tell>>) => happenings.map(({ kind }) => kind)

/** A room in which Ahmad was, and left an hour ago by the clock. */
async function comesBack() {
  now = new Date(Date.now() - 60 * MINUTE)
  api = await startApi({ LIMIT_SCALE: '1000' }, { clock: () => now })
  const { close } = api
  onTestFinished(() => close())
  room = await aThreadRoom(api)
  const board = await room.aBoard()
  const id = board.note('Tercüman yok', room.mehmet.seatId)
  await board.project()
  await visit(room.ahmad, board.documentId)
  now = new Date()
  return { board, id }
}

const edits = (documentId: string, who: Person, id: string, words = ' artık') =>
  writesOn(api, documentId, who, (board) => {
    const text = board.doc.getMap('texts').get(id) as Y.Text
    text.insert(text.length, words)
  })

test('a visit ends half an hour after it was last said; the next begins where it ended', async () => {
  await comesBack()
  const began = new Date(Date.now() - 24 * 60 * MINUTE)
  const at = (minutes: number) => new Date(began.getTime() + minutes * MINUTE)
  const sinceAt = async () => (await tell(room.mehmet)).sinceAt
  now = began
  expect(await sinceAt()).toBeNull()
  await visit(room.mehmet)
  for (const minutes of [10, 39]) {
    now = at(minutes)
    await visit(room.mehmet)
    expect(await sinceAt()).toBeNull()
  }
  now = at(70)
  expect(await sinceAt(), 'also before it is noted').toBe(at(39).toISOString())
  await visit(room.mehmet)
  now = at(90)
  await visit(room.mehmet)
  expect(await sinceAt()).toBe(at(39).toISOString())
})

test('who wrote in minutes is told with a way there, whether it is folded or not; that they were begun is not', async () => {
  await comesBack()
  const documentId = await minutesWith(api.db, room.roomId, [paragraph('Açılış')])
  const { doc, commit } = await loggedDocument(api.db, documentId)
  doc.transact(() => appendRich(new Minutes(doc).body!, [paragraph('Söz alındı')]))
  await commit({ personId: room.mehmet.me.id, seatId: room.mehmet.seatId })
  const inMinutes = async () => {
    const { happenings } = await tell(room.ahmad, { documentId })
    return happenings.filter(({ kind }) => kind === 'minutes_changed')
  }
  const fresh = await inMinutes()
  expect(fresh).toMatchObject([
    { seatId: room.mehmet.seatId, recordId: null, path: `/rooms/${room.roomId}/minutes/${documentId}` },
  ])
  await compactDocument.run({ documentId }, { db: api.db, log: { info() {}, error() {} } })
  expect(await inMinutes()).toEqual(fresh)
})

test('what others did since is told with its author and a way there, whether it is folded or not', async () => {
  const { board, id } = await comesBack()
  await edits(board.documentId, room.mehmet, id)
  const plan = await room.aPlan()
  const actionId = plan.action('Tercüman bulmak', room.mehmet.seatId)
  await plan.project()
  await room.start(room.mehmet, { text: `Kim arıyor ${mentionOf('seat', room.ahmad.seatId)}?` })
  const told = await tell(room.ahmad)
  const note = told.happenings.find(({ kind }) => kind === 'note_changed')
  expect(note).toMatchObject({
    seatId: room.mehmet.seatId,
    side: 'public',
    recordId: id,
    words: expect.stringContaining('Tercüman yok'),
    path: `/rooms/${room.roomId}/boards/${board.documentId}?record=${id}`,
  })
  expect(told.happenings.find(({ kind }) => kind === 'action_added')).toMatchObject({
    words: 'Tercüman bulmak',
    path: `/rooms/${room.roomId}/plans/${plan.documentId}?action=${actionId}`,
  })
  expect(told.happenings.find(({ kind }) => kind === 'comment')?.words).toBe('Kim arıyor @…?')
  expect(told.seats.map((seat) => seat.id)).toContain(room.mehmet.seatId)
  expect(told.counts.documents).toMatchObject({ [board.documentId]: expect.any(Number) })
  expect(told.counts.threads).toBe(1)
  const own = await tell(room.mehmet)
  expect(own.happenings.every(({ seatId }) => seatId !== room.mehmet.seatId)).toBe(true)
  expect(kinds(await tell(room.mehmet, { by: 'all' }))).toContain('note_changed')
})

test('a document is new until one looks at it', async () => {
  const { board, id } = await comesBack()
  const shown = async () => (await home(room.ahmad)).documents.find((one) => one.id === board.documentId)!.isNew
  await edits(board.documentId, room.mehmet, id)
  expect(await shown()).toBe(true)
  now = new Date(Date.now() + MINUTE)
  await visit(room.ahmad, board.documentId)
  expect(await shown()).toBe(false)
  expect((await tell(room.ahmad)).counts.documents).not.toHaveProperty(board.documentId)
  expect(kinds(await tell(room.ahmad)), 'what happened is told still').toContain('note_changed')
})

test('nothing is told of what is hidden, nor of what was said about it', async () => {
  const { board, id } = await comesBack()
  await edits(board.documentId, room.mehmet, id, 'Ayıp')
  await room.start(room.mehmet, { text: 'Ayıp oldu' }, board.about(id))
  expect(JSON.stringify(await tell(room.ahmad))).toContain('Ayıp')
  const body = { documentId: board.documentId, recordIds: [id] }
  await api.call(hideObjects, { params: room.params, body }, room.facilitator)
  for (const who of [room.ahmad, room.observer, room.facilitator]) {
    const told = await tell(who, { since: 'all', by: 'all' })
    expect(JSON.stringify(told)).not.toContain('Ayıp')
    expect(told.happenings.filter(({ recordId }) => recordId === id)).toEqual([])
    expect((await home(who)).threads.open).toBe(0)
  }
})

test('what was revealed without names is told without them', async () => {
  const { board } = await comesBack()
  board.note('Adsız bir söz', null)
  await board.project()
  const note = (await tell(room.ahmad)).happenings.find(({ words }) => words === 'Adsız bir söz')
  expect(note).toMatchObject({ kind: 'note_added', seatId: null, side: null })
})

test('drafts of private writing and of votes are told to nobody', async () => {
  await comesBack()
  const vote = { roomId: room.roomId, kind: 'dots', title: 'Taslak oylama' }
  await api.db.insertInto('vote').values(vote).execute()
  for (const who of [room.ahmad, room.observer]) {
    expect((await home(who)).votes).toEqual([])
    expect(JSON.stringify(await tell(who, { since: 'all' }))).not.toContain('Taslak')
  }
})

test('what somebody writes privately, and what a vote no longer shows, is in no room’s home', async () => {
  const { board, id } = await comesBack()
  const { write } = await writingMeeting(api.db, { roomId: room.roomId, seatId: room.facilitator.seatId })
  await api.db
    .insertInto('draftNote')
    .values({
      ...{ id: crypto.randomUUID(), stepId: write, seatId: room.mehmet.seatId },
      ...{ text: 'Kendime yazdım', colour: 'sun', position: 0 },
    })
    .execute()
  const vote = { roomId: room.roomId, documentId: board.documentId, kind: 'dots', title: 'Öncelikler' }
  const { id: voteId } = await api.db
    .insertInto('vote')
    .values({ ...vote, state: 'open', openedAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  const option = { voteId, recordId: id, recordType: 'note', label: 'Tercüman yok', position: 0 }
  await api.db.insertInto('voteOption').values(option).execute()
  const hidden = { documentId: board.documentId, recordIds: [id] }
  await api.call(hideObjects, { params: room.params, body: hidden }, room.facilitator)
  const seen = async (who: Person) => JSON.stringify([await home(who), await tell(who, { since: 'all', by: 'all' })])
  for (const who of [room.ahmad, room.observer, room.facilitator]) {
    expect(await seen(who)).toContain('Öncelikler')
    expect(await seen(who)).not.toMatch(/Kendime|Tercüman yok/)
  }
  await api.db.updateTable('vote').set({ state: 'closed', closedAt: now }).where('id', '=', voteId).execute()
  expect(kinds(await tell(room.ahmad))).toContain('vote_closed')
  expect(await seen(room.ahmad)).not.toMatch(/Kendime|Tercüman yok/)
})

test('page by page, each once, and by person, side and document', async () => {
  const { board } = await comesBack()
  await writesOn(api, board.documentId, room.mehmet, (one) => {
    const texts = Array.from({ length: HAPPENINGS_PAGE + 5 }, (_, n) => ({ at: { x: n, y: 0 }, text: `Durak ${n}` }))
    one.addNotes(texts, { seat: room.mehmet.seatId, side: 'public' })
  })
  const first = await tell(room.ahmad, { seatId: room.mehmet.seatId, documentId: board.documentId })
  expect(first.happenings).toHaveLength(HAPPENINGS_PAGE)
  const rest = await tell(room.ahmad, { seatId: room.mehmet.seatId, documentId: board.documentId, before: first.next! })
  expect(rest.next).toBeNull()
  const ids = [...first.happenings, ...rest.happenings].map(({ id }) => id)
  expect(new Set(ids).size).toBe(HAPPENINGS_PAGE + 5)
  expect((await tell(room.ahmad, { side: 'civil' })).happenings).toEqual([])
  expect((await tell(room.ahmad, { documentId: crypto.randomUUID() })).happenings).toEqual([])
  for (const before of ['nothing', '1', '99999999999999999.a', "1.a'"]) {
    const refused = await api.send(readHappenings, { params: room.params, query: { before } }, room.ahmad)
    expect(refusal(refused)[0], before).toBe(400)
  }
})

test('an observer is told the same; whoever has lost their seat nothing', async () => {
  const { board, id } = await comesBack()
  await visit(room.observer)
  await edits(board.documentId, room.mehmet, id)
  expect(kinds(await tell(room.observer))).toContain('note_changed')
  expect((await home(room.observer)).documents).toHaveLength((await home(room.ahmad)).documents.length)
  await api.call(removeSeat, { params: { ...room.params, seatId: room.ahmad.seatId } }, room.facilitator)
  for (const contract of [readHappenings, readRoomHome] as const) {
    const refused = await api.send(contract, { params: room.params, query: {} } as never, room.ahmad)
    expect(refusal(refused)).toEqual([403, 'seat_revoked'])
  }
  expect((await api.call(readNextMeetings, {}, room.ahmad)).meetings).toEqual([])
})

test('a visit to another room’s document leaves no trace', async () => {
  await comesBack()
  const other = await aRoom(api, room.organiser, room.programme.id)
  const elsewhere = other.boardId
  await visit(room.mehmet, elsewhere)
  const seen = await api.db.selectFrom('documentVisit').select('personId').where('documentId', '=', elsewhere).execute()
  expect(seen).toEqual([])
})

test('the next meeting is the next that is neither cancelled nor over, the open one first', async () => {
  await comesBack()
  const at = (hours: number) => new Date(now.getTime() + hours * 60 * MINUTE)
  const plan = (title: string, given: object) =>
    api.db
      .insertInto('meeting')
      .values({ roomId: room.roomId, title, place: 'Belediye', ...given })
      .execute()
  await plan('Later', { plannedAt: at(50) })
  await plan('Soon', { plannedAt: at(2) })
  await plan('Cancelled', { plannedAt: at(1), cancelledAt: now })
  await plan('Over', { plannedAt: at(-50), state: 'ended', openedAt: at(-50), endedAt: at(-49) })
  const shown = await home(room.ahmad)
  expect([shown.open, shown.next?.title, shown.last?.title]).toEqual([null, 'Soon', 'Over'])
  const mine = async () => (await api.call(readNextMeetings, {}, room.ahmad)).meetings.map(({ title }) => title)
  expect(await mine()).toEqual(['Soon', 'Later'])
  await plan('Now', { state: 'open', openedAt: now })
  expect((await home(room.ahmad)).open?.title).toBe('Now')
  expect(await mine()).toEqual(['Now', 'Soon', 'Later'])
  const programme = { params: { programmeId: room.programme.id } }
  const overview = await api.call(readProgrammeHome, programme, room.organiser)
  expect(overview.rooms.find(({ roomId }) => roomId === room.roomId)).toMatchObject({
    people: { civil: 1, public: 1, neutral: 2 },
    openThreads: 0,
  })
  expect(overview.meetings.map(({ title }) => title)).toEqual(['Now', 'Soon', 'Later'])
})
