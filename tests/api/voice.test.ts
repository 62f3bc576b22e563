import { editRoom, editSeat, removeSeat } from '@meydan/shared/contracts/rooms'
import {
  endWord,
  giveWord,
  lowerAllHands,
  lowerHand,
  lowerHandOf,
  raiseHand,
  readVoice,
} from '@meydan/shared/contracts/voice'
import { lockRoom } from '@meydan/server/access/seats'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../support/until.ts'
import { type Api, refusal, startApi } from './api.ts'
import { aMeetingRoom, type Seated } from './voice-story.ts'

let api: Api
let story: Awaited<ReturnType<typeof aMeetingRoom>>
let meeting: Awaited<ReturnType<typeof story.aMeeting>>
let ahmad: Seated
let mehmet: Seated
let observer: Seated

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  story = await aMeetingRoom(api)
  ahmad = await story.sit('Ahmad', 'civil')
  mehmet = await story.sit('Mehmet', 'public')
  observer = await story.sit('Ida', 'neutral', 'observer')
})
afterAll(() => api.close())

beforeEach(async () => {
  if (meeting) await meeting.command('end')
  meeting = await story.aMeeting()
  await meeting.command('start')
})

const voice = async (who: Seated = story.facilitator) =>
  (await api.call(readVoice, { params: story.params }, who)).voice
const queue = async () => (await voice()).hands.map(({ seatId }) => seatId)

/** A request about the room as a whole. */
function send(
  contract: typeof raiseHand | typeof lowerHand | typeof lowerAllHands | typeof endWord,
  who: Seated = story.facilitator,
) {
  return api.send(contract, { params: story.params }, who)
}

function give(seatId: string, after: string | null = null, who: Seated = story.facilitator) {
  return api.send(giveWord, { params: story.params, body: { seatId, after } }, who)
}

describe('hands', () => {
  test('stand in the order in which they were raised; raised twice, one keeps its place', async () => {
    for (const who of [mehmet, ahmad, mehmet]) expect((await send(raiseHand, who)).statusCode).toBe(200)
    expect(await queue()).toEqual([mehmet.seatId, ahmad.seatId])
    await send(lowerHand, mehmet)
    await send(raiseHand, mehmet)
    expect(await queue()).toEqual([ahmad.seatId, mehmet.seatId])
  })

  test('are in one order for all when fifty go up at once, and nobody ever sees it change', async () => {
    const people: Seated[] = []
    for (let n = 0; n < 50; n++) people.push(await story.sit(`Person ${n}`, n % 2 ? 'civil' : 'public'))
    let raising = true
    const seen: string[][] = []
    const watching = (async () => {
      while (raising) seen.push(await queue())
    })()
    const answers = await Promise.all(
      people.map(async (who) =>
        (await send(raiseHand, who)).json().voice.hands.map((hand: { seatId: string }) => hand.seatId),
      ),
    )
    raising = false
    await watching
    const final = await queue()
    expect(new Set(final)).toEqual(new Set(people.map(({ seatId }) => seatId)))
    expect(seen.length).toBeGreaterThan(0)
    // What anybody ever saw is how the final queue begins: nobody came in before somebody who was seen already.
    for (const [index, hands] of [...seen, ...answers].entries())
      expect(hands, `answer ${index}`).toEqual(final.slice(0, hands.length))
    for (const [index, hands] of answers.entries()) expect(hands).toContain(people[index]!.seatId)
  })

  test('take their time once it is their turn to be written: no earlier one can appear before one that was seen', async () => {
    const freedAt = await api.db.transaction().execute(async (trx) => {
      await lockRoom(trx, story.roomId)
      const raising = send(raiseHand, ahmad)
      const waiting = sql<{ count: number }>`select count(*)::integer as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`
      await until(async () => (await waiting.execute(api.db)).rows[0]!.count > 0)
      const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(trx)
      return { raising, now: rows[0]!.now }
    })
    expect((await freedAt.raising).statusCode).toBe(200)
    const [hand] = (await voice()).hands
    expect(Date.parse(hand!.raisedAt)).toBeGreaterThanOrEqual(freedAt.now.getTime())
  })

  test('are lowered by their owner, by who leads, one or all; by nobody else', async () => {
    for (const who of [ahmad, mehmet, story.facilitator]) await send(raiseHand, who)
    const lowerOf = (who: Seated) => api.send(lowerHandOf, { params: { ...story.params, seatId: ahmad.seatId } }, who)
    expect(refusal(await lowerOf(mehmet))).toEqual([403, 'forbidden'])
    expect((await lowerOf(story.facilitator)).statusCode).toBe(200)
    expect(await queue()).toEqual([mehmet.seatId, story.facilitator.seatId])
    expect(refusal(await send(lowerAllHands, mehmet))).toEqual([403, 'forbidden'])
    expect(refusal(await send(raiseHand, observer))).toEqual([403, 'forbidden'])
    await send(lowerAllHands)
    expect(await queue()).toEqual([])
  })

  test('go with a removed person, and end with the meeting', async () => {
    const guest = await story.sit('Short Visit', 'civil')
    await send(raiseHand, guest)
    await send(raiseHand, ahmad)
    const params = { ...story.params, seatId: guest.seatId }
    await api.call(removeSeat, { params }, story.facilitator)
    expect(await queue()).toEqual([ahmad.seatId])
    await meeting.command('end')
    expect(await voice()).toMatchObject({ meetingId: null, hands: [], speaking: null, done: null })
    expect(refusal(await send(raiseHand, ahmad))).toEqual([409, 'meeting_ended'])
    expect((await send(lowerHand, ahmad)).statusCode).toBe(200)
    meeting = await story.aMeeting()
    await meeting.command('start')
    expect(await queue()).toEqual([])
  })

  test('stay down in an archived room', async () => {
    const archive = (archived: boolean) =>
      api.call(editRoom, { params: story.params, body: { archived } }, story.facilitator)
    await archive(true)
    expect(refusal(await send(raiseHand, ahmad))).toEqual([409, 'room_archived'])
    await archive(false)
    // The archive has ended it; the next test ends this one.
    meeting = await story.aMeeting()
    await meeting.command('start')
  })

  test('are told to everyone after the commit, and only that something changed', async () => {
    const before = api.told.length
    await send(raiseHand, ahmad)
    expect(api.told.slice(before)).toEqual([`${story.roomId} voice`])
  })
})

describe('the word', () => {
  test('goes to one at a time; their hand goes down, and the last turn ends', async () => {
    for (const who of [ahmad, mehmet]) await send(raiseHand, who)
    expect((await give(ahmad.seatId)).statusCode).toBe(200)
    expect(await voice(mehmet)).toMatchObject({
      hands: [{ seatId: mehmet.seatId }],
      speaking: { seatId: ahmad.seatId, startedAt: null },
      times: null,
    })
    expect((await give(mehmet.seatId, ahmad.seatId)).statusCode).toBe(200)
    expect((await voice()).speaking?.seatId).toBe(mehmet.seatId)
    expect(refusal(await give(ahmad.seatId, mehmet.seatId, ahmad))).toEqual([403, 'forbidden'])
    expect(refusal(await give(crypto.randomUUID(), mehmet.seatId))).toEqual([404, 'not_found'])
  })

  test('is given once when two who lead press at the same moment', async () => {
    const other = await story.sit('Second Lead', 'neutral')
    const params = { ...story.params, seatId: other.seatId }
    await api.call(editSeat, { params, body: { role: 'facilitator' } }, story.facilitator)
    const both = await Promise.all([give(ahmad.seatId), give(mehmet.seatId, null, other)])
    const refused = both.filter(({ statusCode }) => statusCode !== 200)
    expect(refused.map(refusal)).toEqual([[409, 'somebody_was_faster']])
    const winner = both[0]!.statusCode === 200 ? ahmad : mehmet
    expect((await voice()).speaking?.seatId).toBe(winner.seatId)
    // Both gave it to the same person: then nobody was in anybody's way.
    expect((await give(winner.seatId, null, other)).statusCode).toBe(200)
  })

  test('is given back by the speaker, taken by who leads, and by no third', async () => {
    await give(ahmad.seatId)
    expect(refusal(await send(endWord, mehmet))).toEqual([403, 'forbidden'])
    expect((await send(endWord, ahmad)).statusCode).toBe(200)
    expect((await voice()).speaking).toBeNull()
    await give(mehmet.seatId)
    await send(endWord)
    expect((await voice()).speaking).toBeNull()
    expect((await send(endWord, ahmad)).statusCode).toBe(200)
  })
})
