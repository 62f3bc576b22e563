import { endWord, giveWord, readVoice, sayDone, setClock } from '@meydan/shared/contracts/voice'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
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
  await turn(false)
})

const voice = async (who: Seated = story.facilitator) =>
  (await api.call(readVoice, { params: story.params }, who)).voice

async function turn(on: boolean) {
  return (await api.call(setClock, { params: story.params, body: { on } }, story.facilitator)).voice
}

function give(seatId: string, after: string | null = null) {
  return api.call(giveWord, { params: story.params, body: { seatId, after } }, story.facilitator)
}

const end = () => api.call(endWord, { params: story.params }, story.facilitator)

/** As if a turn had begun so many seconds earlier. */
async function talked(seconds: number): Promise<void> {
  await sql`update speaking_turn set started_at = started_at - make_interval(secs => ${seconds})
    where ended_at is null`.execute(api.db)
}

describe('the clock', () => {
  const turns = () => api.db.selectFrom('speakingTurn').selectAll().where('meetingId', '=', meeting.id).execute()

  test('is off at first, and then nothing is kept of a turn that is over', async () => {
    await give(ahmad.seatId)
    await talked(60)
    await give(mehmet.seatId, ahmad.seatId)
    await end()
    expect(await turns()).toEqual([])
    expect(await voice()).toMatchObject({ clock: false, times: null })
  })

  test('counts by person and side, for all to see', async () => {
    await turn(true)
    for (const [who, seconds] of [
      [ahmad, 60],
      [mehmet, 20],
      [ahmad, 30],
    ] as const) {
      await give(who.seatId, (await voice()).speaking?.seatId ?? null)
      await talked(seconds)
    }
    expect((await voice()).speaking?.startedAt).toEqual(expect.any(String))
    await end()
    const { times, clock } = await voice(mehmet)
    expect(clock).toBe(true)
    expect(times).toEqual({
      bySeat: { [ahmad.seatId]: 90, [mehmet.seatId]: 20 },
      bySide: { civil: 90, public: 20, neutral: 0 },
    })
  })

  test('turned on or off in the middle of a turn counts from then, or until then', async () => {
    await give(ahmad.seatId)
    await talked(500)
    expect((await turn(true)).speaking?.seatId).toBe(ahmad.seatId)
    await talked(40)
    expect(await turn(false)).toMatchObject({
      speaking: { seatId: ahmad.seatId, startedAt: null },
      times: null,
    })
    await talked(500)
    await end()
    expect((await turn(true)).times?.bySeat).toEqual({ [ahmad.seatId]: 40 })
    expect(await turns()).toHaveLength(1)
  })

  test('is for those who lead to turn', async () => {
    const body = { on: true }
    expect(refusal(await api.send(setClock, { params: story.params, body }, ahmad))).toEqual([403, 'forbidden'])
  })
})

describe('“I’m done”', () => {
  const done = (who: Seated, stepId: string, is = true) =>
    api.send(sayDone, { params: story.params, body: { stepId, done: is } }, who)

  test('is counted for the step that runs; who it is, those who lead know', async () => {
    const { stepId } = (await voice()).done!
    await done(ahmad, stepId)
    await done(ahmad, stepId)
    expect((await voice(ahmad)).done).toEqual({ stepId, count: 1, mine: true, seatIds: null })
    expect((await voice(mehmet)).done).toEqual({ stepId, count: 1, mine: false, seatIds: null })
    expect((await voice()).done).toEqual({ stepId, count: 1, mine: false, seatIds: [ahmad.seatId] })
    await done(ahmad, stepId, false)
    expect((await voice()).done?.count).toBe(0)
    expect(refusal(await done(observer, stepId))).toEqual([403, 'forbidden'])
  })

  test('is refused for another step, and asked anew when a step begins again', async () => {
    const { stepId } = (await voice()).done!
    await done(ahmad, stepId)
    await meeting.command('next')
    expect(refusal(await done(ahmad, stepId))).toEqual([409, 'step_over'])
    expect((await voice(ahmad)).done).toMatchObject({ count: 0, mine: false })
    await meeting.command('back')
    expect((await voice(ahmad)).done).toEqual({ stepId, count: 0, mine: false, seatIds: null })
    await meeting.command('end')
    expect(refusal(await done(ahmad, stepId))).toEqual([409, 'step_over'])
    meeting = await story.aMeeting()
    await meeting.command('start')
  })
})
