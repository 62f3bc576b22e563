import { Conductor } from '@meydan/server/features/meetings/conductor'
import type { MeetingCommand, MeetingView } from '@meydan/shared/contracts/meetings'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startServer } from '../support/app.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { sharedRedis } from '../support/redis.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

/** Promised: another leads within ten seconds. */
const SOON = { timeout: 10_000 }

type Place = { url: string }

let fresh: FreshDatabase
let node: TestNode
/** Tests run side by side, for each of them mostly waits; what they opened is closed together. */
const opened: (() => unknown)[] = []
beforeAll(async () => {
  fresh = await freshDatabase()
  node = await testNode(fresh.url)
})
afterAll(async () => {
  for (const close of opened.reverse()) await close()
  await node?.close()
  await fresh?.drop()
})

type Heard = { socket: Socket; topics: string[] }

async function enter(place: Place, { roomId }: Story, actor: Actor): Promise<Heard> {
  const headers = { cookie: actor.cookie, origin: place.url }
  const socket = io(place.url, { transports: ['websocket'], forceNew: true, extraHeaders: headers })
  opened.push(() => socket.disconnect())
  const topics: string[] = []
  socket.on('room:topic', ({ topic }: { topic: string }) => topics.push(topic))
  const answer = await socket.timeout(5_000).emitWithAck('room:enter', { roomId })
  expect(answer).toMatchObject({ ok: true })
  return { socket, topics }
}

async function ask<T>(place: Place, actor: Actor, path: string, body?: object): Promise<T> {
  const reply = await fetch(place.url + path, {
    method: body ? 'POST' : 'GET',
    headers: { cookie: actor.cookie, origin: place.url, 'content-type': 'application/json', 'x-meydan': '1' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
  return reply.json() as Promise<T>
}

async function direct(place: Place, story: Story, actor: Actor, meeting: MeetingView, command: MeetingCommand) {
  const path = `/api/rooms/${story.roomId}/meetings/${meeting.id}/commands`
  return (await ask<{ meeting: MeetingView }>(place, actor, path, { command, version: meeting.version })).meeting
}

async function current(place: Place, story: Story, actor: Actor): Promise<MeetingView> {
  return (await ask<{ meeting: MeetingView }>(place, actor, `/api/rooms/${story.roomId}/meeting`)).meeting
}

/** A room with two facilitators, and its meeting, not started yet. */
async function twoFacilitators(place: Place) {
  const story = await consultationRoom(fresh.db)
  await fresh.db.updateTable('seat').set({ role: 'facilitator' }).where('id', '=', story.expert.seatId).execute()
  const path = `/api/rooms/${story.roomId}/meetings`
  const body = { title: 'Buluşma', template: 'needs' }
  const { meeting } = await ask<{ meeting: MeetingView }>(place, story.facilitator, path, body)
  return { story, zeynep: story.facilitator, ayla: story.expert, meeting }
}

/** The leader's node has said for longer than it takes to be replaced that the leader is there. */
async function seenAgain({ id }: MeetingView): Promise<void> {
  await until(
    async () => {
      const meeting = fresh.db.selectFrom('meeting').select(['openedAt', 'leaderSeenAt']).where('id', '=', id)
      const { openedAt, leaderSeenAt } = await meeting.executeTakeFirstOrThrow()
      return leaderSeenAt!.getTime() > openedAt!.getTime() + 8_000
    },
    { timeout: 20_000 },
  )
}

test.concurrent('when the leader’s socket drops the other facilitator leads, and everyone is told', async () => {
  const { story, zeynep, ayla, meeting } = await twoFacilitators(node)
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

test.concurrent('a leader who is there keeps the lead, also with a second window closed, and nobody else inherits it', async () => {
  const { story, zeynep, ayla, meeting } = await twoFacilitators(node)
  // Zeynep has sat here longer: she would be the one to take over.
  await enter(node, story, ayla)
  const window = await enter(node, story, ayla)
  await enter(node, story, zeynep)
  await direct(node, story, ayla, meeting, 'start')
  window.socket.disconnect()
  await seenAgain(meeting)
  expect((await current(node, story, zeynep)).leaderSeatId).toBe(ayla.seatId)
})

test.concurrent('who may lead no more is replaced although they are still there; without a facilitator nobody is', async () => {
  const { story, zeynep, ayla, meeting } = await twoFacilitators(node)
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
  const { story, zeynep, meeting } = await twoFacilitators(node)
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

describe('the conductor', () => {
  function conductorWith(seats: Map<string, Set<string>>, db = fresh.db) {
    const pushed: string[] = []
    let looks = 0
    const conductor = new Conductor({
      db,
      publisher: { toRoom: () => {}, topic: (_roomId, topic) => void pushed.push(topic) },
      seatsHere: () => {
        looks += 1
        return seats
      },
      log: { warn: (details) => void pushed.push(JSON.stringify(details)) },
    })
    opened.push(() => conductor.close())
    return { conductor, pushed, looks: () => looks }
  }

  test.concurrent('of several nodes that find the leader gone one hands on the lead, once', async () => {
    const { story, zeynep, ayla, meeting } = await twoFacilitators(node)
    await direct(node, story, zeynep, meeting, 'start')
    const here = new Map([[story.roomId, new Set([ayla.seatId, story.civil.seatId])]])
    const nodes = Array.from({ length: 4 }, () => conductorWith(here))
    const told = () => nodes.flatMap(({ pushed }) => pushed.filter((topic) => topic === 'meeting'))
    await until(() => told().length > 0, SOON)
    const [looked] = nodes.map(({ looks }) => looks())
    await until(() => nodes.every(({ looks }) => looks() >= looked! + 2))
    expect(told()).toEqual(['meeting'])
    expect((await current(node, story, zeynep)).leaderSeatId).toBe(ayla.seatId)
  })

  test.concurrent('without people, or without an open meeting, asks for next to nothing', async () => {
    const { story, zeynep } = await twoFacilitators(node)
    const asked = async (seats: Map<string, Set<string>>) => {
      const queries: string[] = []
      const db = fresh.db.withPlugin({
        transformQuery: ({ node: tree }) => {
          queries.push(tree.kind)
          return tree
        },
        transformResult: async ({ result }) => result,
      })
      const { conductor, pushed, looks } = conductorWith(seats, db)
      await until(() => looks() === 2)
      await conductor.close()
      expect(pushed).toEqual([])
      return queries
    }
    expect(await asked(new Map())).toEqual([])
    const seats = new Map([[story.roomId, new Set([zeynep.seatId])]])
    expect(await asked(seats)).toEqual(['SelectQueryNode', 'SelectQueryNode'])
  })
})

describe.skipIf(sharedRedis() === null)('two nodes behind one Redis', () => {
  const environmentOf = (name: string) => ({ REDIS_URL: sharedRedis()!, NODE_ID: `${name}-${crypto.randomUUID()}` })

  test.concurrent('a leader whose node is killed is replaced on the other one, and its clock goes on', async () => {
    const here = await testNode(fresh.url, environmentOf('here'))
    opened.push(here.close)
    const there = await startServer({ DATABASE_URL: fresh.url, ...environmentOf('there') })
    const { story, zeynep, ayla, meeting } = await twoFacilitators(here)
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
    const { story, zeynep, ayla, meeting } = await twoFacilitators(here)
    await enter(there, story, zeynep)
    await enter(here, story, ayla)
    await direct(here, story, zeynep, meeting, 'start')
    const present = () =>
      fresh.db.selectFrom('meetingMinute').select('seatId').distinct().where('meetingId', '=', meeting.id).execute()
    await until(async () => (await present()).length === 2, { timeout: 20_000 })
    await seenAgain(meeting)
    expect((await current(here, story, ayla)).leaderSeatId).toBe(zeynep.seatId)
  })
})
