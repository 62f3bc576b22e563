import { deleteDraft, putDraft, revealWriting } from '@meydan/shared/contracts/writing'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../support/seed.ts'
import { type Api, startApi } from './api.ts'
import { aGuest, aLink, aRoom, aWorkshop, ngo, type Person } from './stories.ts'
import { boardNow, writingMeeting } from './writing-story.ts'

const ROUNDS = 200
/** A board of its own for so many rounds: a long one would only be slow. */
const ROUNDS_PER_ROOM = 25

let api: Api
let start: Awaited<ReturnType<typeof aWorkshop>>
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '10000' })
  start = await aWorkshop(api)
})
afterAll(() => api.close())

async function aRoomOfTwo() {
  const { room, boardId } = await aRoom(api, start.organiser, start.programme.id)
  const link = await aLink(api, start.organiser, room.id)
  const one = await aGuest(api, link.token, 'One', { add: ngo(`Dernek ${crypto.randomUUID()}`) })
  const other = await aGuest(api, link.token, 'Other', { add: ngo(`Dernek ${crypto.randomUUID()}`) })
  const seats = api.db.selectFrom('seat').select('id').where('roomId', '=', room.id)
  const seat = await seats.where('personId', '=', start.organiser.me.id).executeTakeFirstOrThrow()
  return { roomId: room.id, boardId, people: [one, other] as Person[], seatId: seat.id }
}

test(`writing and revealing at once, ${ROUNDS} times: what was answered as saved is on the board, exactly once`, async () => {
  const random = seededRandom()
  const seen = { saved: 0, late: 0 }
  for (let round = 0; round < ROUNDS; ) {
    const room = await aRoomOfTwo()
    const expected: string[] = []
    for (let n = 0; n < ROUNDS_PER_ROOM && round < ROUNDS; n++, round++) {
      const meeting = await writingMeeting(api.db, room)
      const at = { roomId: room.roomId, stepId: meeting.write }
      const put = async (who: Person, text: string, noteId: string = crypto.randomUUID()) => {
        await wait(random.below(8))
        const { statusCode } = await api.send(putDraft, { params: { ...at, noteId }, body: { text } }, who)
        expect([200, 409]).toContain(statusCode)
        seen[statusCode === 200 ? 'saved' : 'late'] += 1
        return statusCode === 200 ? [text] : []
      }
      const gone = crypto.randomUUID()
      await put(room.people[0]!, `${round} taken back`, gone)
      const takeBack = async () => {
        const { statusCode } = await api.send(deleteDraft, { params: { ...at, noteId: gone } }, room.people[0]!)
        return statusCode === 200 ? [] : [`${round} taken back`]
      }
      const reveal = async () => {
        await wait(random.below(8))
        // By hand and by the agenda in turn: both are one transaction.
        if (round % 2) expect((await api.send(revealWriting, { params: at }, start.organiser)).statusCode).toBe(200)
        else await meeting.goTo('reveal')
        return []
      }
      const acts = room.people.flatMap((who, person) => [0, 1].map((m) => put(who, `${round} ${person} ${m}`)))
      const outcomes = await Promise.all([...acts, takeBack(), reveal()])
      expected.push(...outcomes.flat())
      await api.db.updateTable('meeting').set({ state: 'ended' }).where('id', '=', meeting.meetingId).execute()
    }
    const board = await boardNow(api.db, room.boardId)
    const shown = board.notes.all().map(({ id }) => board.textOf(id))
    expect(shown.sort()).toEqual(expected.sort())
  }
  expect(await api.db.selectFrom('draftNote').select('id').execute()).toEqual([])
  // Otherwise it was no race.
  expect(seen.saved).toBeGreaterThan(ROUNDS)
  expect(seen.late).toBeGreaterThan(ROUNDS / 10)
}, 180_000)
