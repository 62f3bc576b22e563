import { eraseMyText, listChanges } from '@meydan/shared/contracts/history'
import { editRoom, removeSeat } from '@meydan/shared/contracts/rooms'
import { deleteDraft, DRAFTS_MAX, putDraft, readWriting, revealWriting } from '@meydan/shared/contracts/writing'
import { NOTE_TEXT_MAX } from '@meydan/shared/documents/board/records'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../support/until.ts'
import { type Api, refusal, startApi } from './api.ts'
import { rowsHolding } from './rows.ts'
import { aGuest, aLink, aRoom, aWorkshop, municipality, ngo, type Person } from './stories.ts'
import { boardNow, type WritingMeeting, writingMeeting } from './writing-story.ts'

type Sitter = Person & { seatId: string }

let api: Api
let start: Awaited<ReturnType<typeof aWorkshop>>
let roomId: string
let boardId: string
let leader: Sitter
let ahmad: Sitter
let mehmet: Sitter
let ida: Sitter
let meeting: WritingMeeting

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  start = await aWorkshop(api)
})
afterAll(() => api.close())
beforeEach(async () => {
  ;({
    room: { id: roomId },
    boardId,
  } = await aRoom(api, start.organiser, start.programme.id))
  leader = await seated(start.organiser)
  const link = await aLink(api, start.organiser, roomId)
  const watching = await aLink(api, start.organiser, roomId, { role: 'observer' })
  const name = crypto.randomUUID()
  ahmad = await seated(await aGuest(api, link.token, 'Ahmad', { add: ngo(`Dernek ${name}`) }))
  mehmet = await seated(await aGuest(api, link.token, 'Mehmet', { add: municipality(`Belediye ${name}`) }))
  ida = await seated(await aGuest(api, watching.token, 'Ida', start.host))
  meeting = await writingMeeting(api.db, { roomId, seatId: leader.seatId })
})

async function seated(person: Person): Promise<Sitter> {
  const { id } = await api.db
    .selectFrom('seat')
    .select('id')
    .where('roomId', '=', roomId)
    .where('personId', '=', person.me.id)
    .executeTakeFirstOrThrow()
  return { ...person, seatId: id }
}

const view = (who: Person) => api.call(readWriting, { params: { roomId } }, who)
const put = (who: Person, text: string, noteId: string = crypto.randomUUID(), more: object = {}) =>
  api.send(putDraft, { params: { roomId, stepId: meeting.write, noteId }, body: { text, ...more } }, who)
const erase = (who: Person, noteId: string) =>
  api.send(deleteDraft, { params: { roomId, stepId: meeting.write, noteId } }, who)
const reveal = (who: Person) => api.send(revealWriting, { params: { roomId, stepId: meeting.write } }, who)
const wordsOnBoard = async () => {
  const board = await boardNow(api.db, boardId)
  return board.notes.all().map(({ id }) => board.textOf(id))
}

describe('writing', () => {
  test('one reads one’s own notes, and of the others how many have written', async () => {
    await meeting.present([leader, ahmad, mehmet, ida].map(({ seatId }) => seatId))
    const noteId = crypto.randomUUID()
    await put(ahmad, '  Dil kursu\r\nyok  ', noteId, { kind: 'need', position: 2 })
    await put(ahmad, 'İş', undefined, { position: 1 })
    const { round, mine } = await view(ahmad)
    expect(round).toEqual({
      ...{ stepId: meeting.write, meetingId: meeting.meetingId, naming: 'named', documentId: boardId, open: true },
      ...{ revealedAt: null, smallSides: [], writers: 1, people: 2 },
    })
    expect(mine.map(({ text }) => text)).toEqual(['İş', 'Dil kursu\nyok'])
    expect(mine[1]).toEqual({ id: noteId, text: 'Dil kursu\nyok', colour: 'sun', kind: 'need', position: 2 })
    for (const other of [leader, mehmet, ida]) expect(await view(other)).toEqual({ round, mine: [] })
  })

  test('who leads is not waited for, and counts once they have written', async () => {
    await meeting.present([leader, ahmad, mehmet].map(({ seatId }) => seatId))
    await put(ahmad, 'a')
    await put(mehmet, 'm')
    expect((await view(leader)).round).toMatchObject({ writers: 2, people: 2 })
    await put(leader, 'l')
    expect((await view(leader)).round).toMatchObject({ writers: 3, people: 3 })
  })

  test('the same note sent twice is one; changed, it is changed; deleted, it is gone', async () => {
    const noteId = crypto.randomUUID()
    await put(ahmad, 'one', noteId)
    await put(ahmad, 'one', noteId)
    expect((await put(ahmad, 'two', noteId)).statusCode).toBe(200)
    expect((await view(ahmad)).mine.map(({ text }) => text)).toEqual(['two'])
    expect((await erase(ahmad, noteId)).statusCode).toBe(200)
    expect((await erase(ahmad, noteId)).statusCode).toBe(200)
    expect((await view(ahmad)).mine).toEqual([])
  })

  test('somebody else’s id leads nowhere', async () => {
    const noteId = crypto.randomUUID()
    await put(ahmad, 'mine', noteId)
    expect(refusal(await put(mehmet, 'stolen', noteId))).toEqual([404, 'not_found'])
    await erase(mehmet, noteId)
    expect((await view(ahmad)).mine.map(({ text }) => text)).toEqual(['mine'])
  })

  test('at most sixty each, also when they come at once', async () => {
    const answers = await Promise.all(Array.from({ length: DRAFTS_MAX + 4 }, (_, n) => put(ahmad, `note ${n}`)))
    const refused = answers.filter(({ statusCode }) => statusCode !== 200)
    expect(refused).toHaveLength(4)
    expect(refusal(refused[0]!)).toEqual([400, 'invalid', [{ path: 'text', problem: 'too_many_notes' }]])
    expect((await view(ahmad)).mine).toHaveLength(DRAFTS_MAX)
  })

  test.each([
    ['nothing', '  ', 'text_empty'],
    ['too much', 'x'.repeat(NOTE_TEXT_MAX + 1), 'text_too_long'],
    ['what can’t be seen', 'a\u0000b', 'text_control_characters'],
  ])('%s is refused, and not said again', async (_, text, problem) => {
    const answer = await put(ahmad, text)
    expect(refusal(answer)).toEqual([400, 'invalid', [{ path: 'text', problem }]])
    expect(answer.body).not.toContain('xxx')
  })

  test('only while the step runs; going back to it goes on', async () => {
    await put(ahmad, 'before')
    await meeting.goTo('discuss')
    expect(refusal(await put(ahmad, 'late'))).toEqual([409, 'step_over'])
    expect(await view(ahmad)).toMatchObject({ round: { open: false, revealedAt: null }, mine: [{ text: 'before' }] })
    await meeting.goTo('write')
    expect((await put(ahmad, 'again')).statusCode).toBe(200)
    expect((await view(ahmad)).mine).toHaveLength(2)
  })

  test('one’s own can be taken back as long as nobody saw it', async () => {
    const noteId = crypto.randomUUID()
    await put(ahmad, 'regretted', noteId)
    await meeting.goTo('discuss')
    expect((await erase(ahmad, noteId)).statusCode).toBe(200)
    await meeting.goTo('reveal')
    expect(refusal(await erase(ahmad, noteId))).toEqual([409, 'step_over'])
    expect(await wordsOnBoard()).not.toContain('regretted')
  })

  test('an archived room takes nothing', async () => {
    await api.call(editRoom, { params: { roomId }, body: { archived: true } }, leader)
    expect(refusal(await put(ahmad, 'x'))).toEqual([409, 'room_archived'])
    expect(refusal(await reveal(leader))).toEqual([409, 'room_archived'])
    expect((await view(ahmad)).round?.open).toBe(false)
  })

  test('who was shown out writes no more; what they wrote is shown with the rest', async () => {
    await put(ahmad, 'stays')
    await api.call(removeSeat, { params: { roomId, seatId: ahmad.seatId } }, leader)
    expect(refusal(await put(ahmad, 'x'))).toEqual([403, 'seat_revoked'])
    expect((await view(mehmet)).round).toMatchObject({ writers: 1, people: 1 })
    await meeting.goTo('reveal')
    expect(await wordsOnBoard()).toContain('stays')
  })

  test('a room is told when the count changes, and not with every word', async () => {
    const told = () => api.told.filter((line) => line === `${roomId} writing`).length
    const noteId = crypto.randomUUID()
    await put(ahmad, 'a', noteId)
    await until(() => told() === 1)
    await put(ahmad, 'ab', noteId)
    await put(ahmad, 'another')
    await erase(ahmad, noteId)
    // Everything before it would have been told with it.
    await put(mehmet, 'b')
    await until(() => told() === 2)
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()]
    await put(mehmet, 'c', first)
    await put(mehmet, 'd', second)
    expect(told()).toBe(2)
  })

  test('erasing what one wrote takes what nobody has seen too', async () => {
    await put(ahmad, 'unseen-by-all')
    await put(mehmet, 'kept')
    await api.call(eraseMyText, { params: { roomId } }, ahmad)
    expect(await rowsHolding(api, 'unseen-by-all')).toEqual([])
    expect((await view(mehmet)).mine).toHaveLength(1)
  })
})

describe('the reveal', () => {
  test('puts every note onto the board, once, and leaves nothing behind', async () => {
    await put(ahmad, 'first-of-ahmad')
    await put(mehmet, 'first-of-mehmet')
    const effect = await meeting.goTo('reveal')
    expect(effect).toEqual({ topics: ['writing'], documents: [boardId] })
    expect((await wordsOnBoard()).filter((text) => text.startsWith('first-of')).sort()).toEqual([
      'first-of-ahmad',
      'first-of-mehmet',
    ])
    const { round, mine } = await view(ahmad)
    expect(round).toMatchObject({ open: false, writers: 2, people: 2, documentId: boardId })
    expect(round?.revealedAt).not.toBeNull()
    expect(mine).toEqual([])
    expect(await rowsHolding(api, 'first-of-ahmad')).toEqual(['document_update'])
    await meeting.goTo('write')
    await meeting.goTo('reveal')
    expect(await wordsOnBoard()).toHaveLength(2)
    expect(refusal(await put(ahmad, 'late'))).toEqual([409, 'step_over'])
  })

  test('whoever didn’t hear that a note was saved is told so, and of a later one that it wasn’t', async () => {
    const noteId = crypto.randomUUID()
    await put(ahmad, 'heard', noteId, { kind: 'idea' })
    await meeting.goTo('reveal')
    expect((await put(ahmad, 'heard', noteId, { kind: 'idea' })).statusCode).toBe(200)
    expect(refusal(await put(ahmad, 'heard more', noteId))).toEqual([409, 'step_over'])
    expect(refusal(await put(mehmet, 'heard'))).toEqual([409, 'step_over'])
    expect(await wordsOnBoard()).toEqual(['heard'])
  })

  test('by hand, by who leads, also after the step; a second time changes nothing', async () => {
    await put(ahmad, 'by hand')
    await meeting.goTo('discuss')
    expect(refusal(await reveal(ahmad))).toEqual([403, 'forbidden'])
    expect((await reveal(leader)).json()).toEqual({ documentId: boardId, notes: 1 })
    expect((await reveal(leader)).json()).toEqual({ documentId: boardId, notes: 1 })
    expect(await wordsOnBoard()).toEqual(['by hand'])
    expect(api.told).toContain(`${roomId} writing`)
    const stranger = { params: { roomId, stepId: crypto.randomUUID() } }
    expect(refusal(await api.send(revealWriting, stranger, leader))).toEqual([404, 'not_found'])
  })

  test('with nothing written there is nothing to show', async () => {
    expect(await meeting.goTo('reveal')).toEqual({ topics: ['writing'], documents: [] })
    expect((await view(ahmad)).round).toMatchObject({ writers: 0, open: false })
  })

  test('a board that can’t take it refuses, and nothing is lost', async () => {
    const { id, head } = await api.db
      .selectFrom('document')
      .select(['id', 'head'])
      .where('id', '=', boardId)
      .executeTakeFirstOrThrow()
    await put(ahmad, 'kept-safe')
    await fill(id, head)
    await expect(meeting.goTo('reveal')).rejects.toThrow('board_full')
    expect(refusal(await reveal(leader))).toEqual([409, 'board_full'])
    expect(await view(ahmad)).toMatchObject({ round: { revealedAt: null, open: true }, mine: [{ text: 'kept-safe' }] })
  })

  test('history and erasure know whose a named note is', async () => {
    await put(ahmad, 'words-of-ahmad')
    await put(mehmet, 'words-of-mehmet')
    await meeting.goTo('reveal')
    await api.call(eraseMyText, { params: { roomId } }, ahmad)
    expect(await rowsHolding(api, 'words-of-ahmad')).toEqual([])
    expect(await wordsOnBoard()).toContain('words-of-mehmet')
    const page = { params: { roomId, documentId: boardId }, query: {} }
    expect((await api.call(listChanges, page, leader)).changes.length).toBeGreaterThan(0)
  })

  test.each(['the step', 'hand'])('revealed by %s, nobody is told as the author of what others wrote', async (by) => {
    await put(ahmad, 'words-of-ahmad')
    if (by === 'hand') await reveal(leader)
    else await meeting.goTo('reveal')
    const board = await boardNow(api.db, boardId)
    const noteId = board.notes.all().find(({ id }) => board.textOf(id) === 'words-of-ahmad')!.id
    const page = { params: { roomId, documentId: boardId }, query: {} }
    const told = async () =>
      (await api.call(listChanges, page, ahmad)).changes.filter((each) => each.recordId === noteId)
    expect(await told()).toMatchObject([{ action: 'added', seatId: null }])
  })
})

/** So many bytes that the board is full. */
async function fill(documentId: string, head: number): Promise<void> {
  const { Doc, encodeStateAsUpdate } = await import('yjs')
  const doc = new Doc()
  doc.getMap('meta').set('stuffing', 'x'.repeat(10 * 1024 * 1024))
  await api.db
    .insertInto('documentUpdate')
    .values({
      documentId,
      seq: head + 1,
      bytes: Buffer.from(encodeStateAsUpdate(doc)),
      connectionId: crypto.randomUUID(),
      frameNo: 1,
    })
    .execute()
  await api.db
    .updateTable('document')
    .set({ head: head + 1 })
    .where('id', '=', documentId)
    .execute()
}
