import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer } from '../support/app.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { startProxy } from '../support/proxy.ts'
import { sharedRedis } from '../support/redis.ts'
import { until } from '../support/until.ts'
import { closeOpened, current, direct, enter, type Heard, opened, seenAgain, SOON, twoFacilitators } from './leading.ts'

let fresh: FreshDatabase
let node: TestNode
beforeAll(async () => {
  fresh = await freshDatabase()
  node = await testNode(fresh.url)
})
afterAll(async () => {
  await closeOpened()
  await node?.close()
  await fresh?.drop()
})

test.concurrent('when the leader’s socket drops the other facilitator leads, and everyone is told', async () => {
  const { story, zeynep, ayla, meeting } = await twoFacilitators(node, fresh.db)
  const leader = await enter(node, story, zeynep)
  const ahmad = await enter(node, story, story.civil)
  await enter(node, story, ayla)
  const started = await direct(node, story, zeynep, meeting, 'start')
  expect(started.leaderSeatId).toBe(zeynep.seatId)
  await until(() => ahmad.topics.includes('meeting'))
  ahmad.topics.length = 0
  leader.socket.disconnect()
  const now = await until(async () => {
    const at = await current(node, story, story.civil)
    return at.leaderSeatId === ayla.seatId ? at : null
  }, SOON)
  await until(() => ahmad.topics.includes('meeting'))
  // Nobody commanded it: what somebody is about to press still stands.
  expect(now).toMatchObject({ version: started.version, stepId: started.stepId, stepEndsAt: started.stepEndsAt })
  const back = await direct(node, story, zeynep, now, 'lead')
  expect(back.leaderSeatId).toBe(zeynep.seatId)
})

test.concurrent('a leader whose line goes dead without a word is replaced as soon', async () => {
  const { story, zeynep, ayla, meeting } = await twoFacilitators(node, fresh.db)
  const link = await startProxy(node.port)
  opened.push(() => link.close())
  await enter({ url: `http://127.0.0.1:${link.port}` }, story, zeynep)
  await enter(node, story, ayla)
  await direct(node, story, zeynep, meeting, 'start')
  await seenAgain(fresh.db, meeting)
  link.stall()
  await until(async () => (await current(node, story, ayla)).leaderSeatId === ayla.seatId, SOON)
})

/** How the line answers, instead of at once, when it is asked for a sign of life; the page itself answers as ever. */
function answering({ socket }: Heard, how: (answer: () => void) => void): void {
  const { ws } = socket.io.engine.transport as unknown as { ws: { pong(...given: unknown[]): void } }
  const pong = ws.pong.bind(ws)
  ws.pong = (...given) => how(() => pong(...given))
}

test.concurrent('a leader on a slow line keeps the lead, and so does one of whose two windows one is silent', async () => {
  const lines: ((answer: () => void) => void)[][] = [
    [(answer) => setTimeout(answer, 2_000)],
    [() => {}, (answer) => answer()],
  ]
  const leads = lines.map(async (windows) => {
    const { story, zeynep, ayla, meeting } = await twoFacilitators(node, fresh.db)
    await enter(node, story, ayla)
    for (const how of windows) answering(await enter(node, story, zeynep), how)
    await direct(node, story, zeynep, meeting, 'start')
    await seenAgain(fresh.db, meeting)
    expect((await current(node, story, ayla)).leaderSeatId).toBe(zeynep.seatId)
  })
  await Promise.all(leads)
})

test.concurrent('a leader who is there keeps the lead, also with a second window closed, and nobody else inherits it', async () => {
  const { story, zeynep, ayla, meeting } = await twoFacilitators(node, fresh.db)
  // Zeynep has sat here longer: she would be the one to take over.
  await enter(node, story, ayla)
  const window = await enter(node, story, ayla)
  await enter(node, story, zeynep)
  await direct(node, story, ayla, meeting, 'start')
  window.socket.disconnect()
  await seenAgain(fresh.db, meeting)
  expect((await current(node, story, zeynep)).leaderSeatId).toBe(ayla.seatId)
})

test.concurrent('who may lead no more is replaced although they are still there; without a facilitator nobody is', async () => {
  const { story, zeynep, ayla, meeting } = await twoFacilitators(node, fresh.db)
  await enter(node, story, zeynep)
  const other = await enter(node, story, ayla)
  await enter(node, story, story.civil)
  await direct(node, story, zeynep, meeting, 'start')
  const demote = (seatId: string) =>
    fresh.db.updateTable('seat').set({ role: 'participant' }).where('id', '=', seatId).execute()
  await demote(zeynep.seatId)
  const leader = async () => (await current(node, story, story.civil)).leaderSeatId
  await until(async () => (await leader()) === ayla.seatId, SOON)
  other.socket.disconnect()
  const { id } = meeting
  const gone = () =>
    fresh.db
      .selectFrom('meeting')
      .select('id')
      .where('id', '=', id)
      .where((eb) => eb('leaderSeenAt', '<', new Date(Date.now() - 9_000)))
      .executeTakeFirst()
  await until(gone, { timeout: 20_000 })
  expect(await leader()).toBe(ayla.seatId)
})

test.concurrent('who is in the room is written down for the minute, once, as long as the meeting is open', async () => {
  const { story, zeynep, meeting } = await twoFacilitators(node, fresh.db)
  const minutes = () =>
    fresh.db.selectFrom('meetingMinute').select(['seatId', 'minute']).where('meetingId', '=', meeting.id).execute()
  const leader = await enter(node, story, zeynep)
  await enter(node, story, story.civil)
  await enter(node, story, story.civil)
  await direct(node, story, zeynep, meeting, 'start')
  const here = [zeynep.seatId, story.civil.seatId].sort()
  await until(async () => (await minutes()).length >= 2, { timeout: 20_000 })
  const noted = await minutes()
  expect([...new Set(noted.map(({ seatId }) => seatId))].sort()).toEqual(here)
  for (const { minute } of noted) expect(minute.getTime() % 60_000).toBe(0)
  await until(() => leader.topics.includes('attendance'))
})

describe.skipIf(sharedRedis() === null)('two nodes behind one Redis', () => {
  const environmentOf = (name: string) => ({ REDIS_URL: sharedRedis()!, NODE_ID: `${name}-${crypto.randomUUID()}` })

  // A process of its own has to start first, which takes its time where many others run.
  test.concurrent('a leader whose node is killed is replaced on the other one, and its clock goes on', {
    timeout: 60_000,
  }, async () => {
    const here = await testNode(fresh.url, environmentOf('here'))
    opened.push(here.close)
    const there = await startServer({ DATABASE_URL: fresh.url, ...environmentOf('there') })
    const { story, zeynep, ayla, meeting } = await twoFacilitators(here, fresh.db)
    await enter(there, story, zeynep)
    const ahmad = await enter(here, story, story.civil)
    await enter(here, story, ayla)
    const started = await direct(there, story, zeynep, meeting, 'start')
    await until(() => ahmad.topics.includes('meeting'))
    ahmad.topics.length = 0
    await there.kill()
    await until(() => ahmad.topics.includes('meeting'), SOON)
    const now = await current(here, story, ayla)
    expect(now).toMatchObject({ leaderSeatId: ayla.seatId, stepEndsAt: started.stepEndsAt, version: started.version })
  })

  test.concurrent('a leader on the other node is not taken for gone, and each node writes down its own', async () => {
    const here = await testNode(fresh.url, environmentOf('here'))
    const there = await testNode(fresh.url, environmentOf('there'))
    opened.push(here.close)
    opened.push(there.close)
    const { story, zeynep, ayla, meeting } = await twoFacilitators(here, fresh.db)
    await enter(there, story, zeynep)
    await enter(here, story, ayla)
    await direct(here, story, zeynep, meeting, 'start')
    const present = () =>
      fresh.db.selectFrom('meetingMinute').select('seatId').distinct().where('meetingId', '=', meeting.id).execute()
    await until(async () => (await present()).length === 2, { timeout: 20_000 })
    await seenAgain(fresh.db, meeting)
    expect((await current(here, story, ayla)).leaderSeatId).toBe(zeynep.seatId)
  })
})
