import { readMeeting } from '@meydan/shared/contracts/meetings'
import { createRoom } from '@meydan/shared/contracts/rooms'
import { giveWord, readBalance, readVoice, setClock } from '@meydan/shared/contracts/voice'
import { Board } from '@meydan/shared/documents/board/board'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Api, refusal, startApi } from './api.ts'
import { aMeetingRoom, type Seated } from './voice-story.ts'

let api: Api
let story: Awaited<ReturnType<typeof aMeetingRoom>>
let meeting: Awaited<ReturnType<typeof story.aMeeting>>
let ahmad: Seated
let mehmet: Seated

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  story = await aMeetingRoom(api)
  ahmad = await story.sit('Ahmad', 'civil')
  mehmet = await story.sit('Mehmet', 'public')
})
afterAll(() => api.close())

beforeEach(async () => {
  if (meeting) await meeting.command('end')
  meeting = await story.aMeeting()
  await meeting.command('start')
  await api.db.deleteFrom('documentChange').execute()
  await sql`delete from document_update where seat_id is not null`.execute(api.db)
})

const hint = async (who: Seated = story.facilitator) =>
  (await api.call(readVoice, { params: story.params }, who)).voice.hint

/** They are here, by the minutes that the meeting keeps. */
async function here(...people: Seated[]): Promise<void> {
  await api.db
    .insertInto('meetingMinute')
    .values(people.map(({ seatId }) => ({ meetingId: meeting.id, seatId, minute: new Date() })))
    .execute()
}

const noChange = Y.encodeStateAsUpdate(new Y.Doc())

/** Wrote `times` times, `secondsApart`, the last time `secondsAgo`. */
async function wrote(who: Seated, times: number, secondsApart = 15, secondsAgo = 1): Promise<void> {
  await sql`insert into document_update (document_id, seq, bytes, seat_id, connection_id, frame_no, created_at)
    select ${story.boardId}, (select max(seq) from document_update) + n, ${Buffer.from(noChange)}, ${who.seatId},
      gen_random_uuid(), n, now() - make_interval(secs => ${secondsAgo} + ${secondsApart} * (n - 1))
    from generate_series(1, ${times}) n`.execute(api.db)
}

/** The same, as the log tells it once it is folded. */
async function wroteBefore(who: Seated, times: number): Promise<void> {
  await sql`insert into document_change (document_id, seq, root, record_id, action, fields, seat_id, changed_at)
    select ${story.boardId}, n, 'notes', gen_random_uuid()::text, 'added', '{}', ${who.seatId},
      now() - make_interval(secs => 1 + 15 * (n - 1)) from generate_series(1, ${times}) n`.execute(api.db)
}

describe('the hint', () => {
  test('comes when one side wrote more than three quarters, for those who lead alone', async () => {
    await here(ahmad, mehmet)
    await wrote(ahmad, 3)
    await wrote(mehmet, 9)
    expect(await hint()).toBeNull()
    await wrote(mehmet, 12)
    // The same stretches of time: it is not the number of keys that counts.
    await wroteBefore(mehmet, 15)
    expect(await hint()).toEqual({ side: 'public', percent: expect.any(Number) })
    expect((await hint())!.percent).toBeGreaterThan(75)
    expect(await hint(ahmad)).toBeNull()
  })

  test('counts what is folded already', async () => {
    await here(ahmad, mehmet)
    await wroteBefore(ahmad, 14)
    expect(await hint()).toEqual({ side: 'civil', percent: 100 })
  })

  test('needs both sides in the meeting, and looks no further back than five minutes', async () => {
    await here(mehmet)
    await wrote(mehmet, 19)
    expect(await hint()).toBeNull()
    await here(ahmad)
    expect(await hint()).toEqual({ side: 'public', percent: 100 })
    await sql`update document_update set created_at = created_at - interval '5 minutes' where seat_id is not null`.execute(
      api.db,
    )
    expect(await hint()).toBeNull()
  })

  test('does not count those who lead: they arrange for all', async () => {
    await here(ahmad, mehmet)
    await sql`update organisation set side = 'civil' where id = ${story.host.id}`.execute(api.db)
    await wrote(story.facilitator, 19)
    expect(await hint()).toBeNull()
    await sql`update organisation set side = 'neutral' where id = ${story.host.id}`.execute(api.db)
  })
})

describe('the balance', () => {
  const balanceAs = (who: Seated, params: { roomId: string; meetingId: string }) =>
    api.send(readBalance, { params }, who)

  /** What somebody writes on the board, as their browser would send it. */
  async function writes(change: (board: Board) => void): Promise<void> {
    const doc = new Y.Doc()
    change(new Board(doc))
    await sql`insert into document_update (document_id, seq, bytes, connection_id, frame_no)
      select ${story.boardId}, max(seq) + 1, ${Buffer.from(Y.encodeStateAsUpdate(doc))}, gen_random_uuid(), 1
      from document_update where document_id = ${story.boardId}`.execute(api.db)
    await sql`update document set head = (select max(seq) from document_update where document_id = document.id)
      where id = ${story.boardId}`.execute(api.db)
  }

  test('tells notes, voters and speaking of this meeting, by side and organisation', async () => {
    const note = { at: { x: 0, y: 0 }, text: 'Kreş' }
    await here(ahmad, mehmet)
    await writes((board) => {
      const [first] = board.addNotes([note, note], { seat: ahmad.seatId, side: 'civil' })
      board.addNotes([note], { seat: mehmet.seatId, side: 'public' })
      board.addNotes([note], { seat: null, side: 'neutral' })
      // A copy of a note, and one from long before the meeting.
      const record = board.notes.all().find(({ id }) => id === first)!
      const [copy] = board.addNotes([note], { seat: mehmet.seatId, side: 'public' })
      board.doc
        .getMap<Y.Map<unknown>>('notes')
        .get(copy!)!
        .set('source', { document: story.boardId, record: record.id })
      const [old] = board.addNotes([note], { seat: ahmad.seatId, side: 'civil' })
      board.doc.getMap<Y.Map<unknown>>('notes').get(old!)!.set('createdAt', 1_700_000_000_000)
    })
    await api.call(setClock, { params: story.params, body: { on: true } }, story.facilitator)
    const word = { seatId: ahmad.seatId, after: null }
    await api.call(giveWord, { params: story.params, body: word }, story.facilitator)
    await sql`update speaking_turn set started_at = started_at - interval '90 seconds'`.execute(api.db)
    const votes = await api.db
      .insertInto('vote')
      .values(
        (['closed', 'open'] as const).map((state) => ({
          roomId: story.roomId,
          meetingId: meeting.id,
          title: state,
          kind: 'dots',
          state,
        })),
      )
      .returning('id')
      .execute()
    await api.db
      .insertInto('voteTurnout')
      .values({ voteId: votes[0]!.id, side: 'public', voters: 4, byProxy: 1, eligible: 9 })
      .execute()
    // Whoever still has the word when the meeting ends spoke until then.
    await meeting.command('end')
    const params = { roomId: story.roomId, meetingId: meeting.id }
    const { balance } = await api.call(readBalance, { params }, mehmet)
    expect(balance.sides).toMatchObject([
      { side: 'civil', people: 1, notes: 2, voters: 0 },
      { side: 'public', people: 1, notes: 1, voters: 4, speakingSeconds: 0 },
      { side: 'neutral', people: 0, notes: 0, voters: 0, speakingSeconds: 0 },
    ])
    const spoken = balance.sides[0]!.speakingSeconds
    expect(spoken).toBeGreaterThanOrEqual(90)
    expect(spoken).toBeLessThan(100)
    expect(balance.organisations.map(({ name, notes, speakingSeconds }) => [name, notes, speakingSeconds])).toEqual([
      ['Ahmad’s association', 2, spoken],
      ['Mehmet’s city', 1, 0],
    ])
    expect(balance).toMatchObject({ anonymousNotes: 1, speakingCounted: true })
    meeting = await story.aMeeting()
    await meeting.command('start')
  })

  test('is zero before a meeting began, and unknown for a meeting of another room', async () => {
    const planned = await story.aMeeting()
    const params = { roomId: story.roomId, meetingId: planned.id }
    const { balance } = await api.call(readBalance, { params }, ahmad)
    expect(balance).toMatchObject({ organisations: [], anonymousNotes: 0, speakingCounted: false })
    const other = await api.call(
      createRoom,
      {
        params: { programmeId: story.programme.id },
        body: { name: 'Öteki', language: 'tr', boardTitle: 'Pano', template: 'needs' },
      },
      story.facilitator,
    )
    const elsewhere = { roomId: other.room.id, meetingId: planned.id }
    expect(refusal(await balanceAs(story.facilitator, elsewhere))).toEqual([404, 'not_found'])
    expect((await api.send(readMeeting, { params: elsewhere }, story.facilitator)).statusCode).toBe(404)
  })
})
