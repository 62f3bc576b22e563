import { Conductor } from '@meydan/server/features/meetings/conductor'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { until } from '../support/until.ts'
import { closeOpened, current, direct, opened, seenAgain, SOON, twoFacilitators } from './leading.ts'

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

function conductorWith(seats: Map<string, Set<string>>, { db = fresh.db, silentMs = 0 } = {}) {
  const pushed: string[] = []
  let looks = 0
  const conductor = new Conductor({
    db,
    publisher: { toRoom: () => {}, topic: (_roomId, topic) => void pushed.push(topic), news: () => {} },
    seatsHere: () => {
      looks += 1
      return seats
    },
    silenceOf: (roomId, seatId) => (seats.get(roomId)?.has(seatId) ? silentMs : Number.POSITIVE_INFINITY),
    log: { warn: (details) => void pushed.push(JSON.stringify(details)) },
  })
  opened.push(() => conductor.close())
  return { conductor, pushed, looks: () => looks }
}

test.concurrent('of several nodes that find the leader gone one hands on the lead, once', async () => {
  const { story, zeynep, ayla, meeting } = await twoFacilitators(node, fresh.db)
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

test.concurrent('a leader who answers one node is there, however long another has heard nothing', async () => {
  const { story, zeynep, ayla, meeting } = await twoFacilitators(node, fresh.db)
  await direct(node, story, zeynep, meeting, 'start')
  const here = new Map([[story.roomId, new Set([zeynep.seatId, ayla.seatId])]])
  const hearing = conductorWith(here)
  conductorWith(here, { silentMs: 60_000 })
  conductorWith(new Map([[story.roomId, new Set([ayla.seatId])]]))
  await seenAgain(fresh.db, meeting)
  expect((await current(node, story, ayla)).leaderSeatId).toBe(zeynep.seatId)
  await hearing.conductor.close()
  await until(async () => (await current(node, story, ayla)).leaderSeatId === ayla.seatId, SOON)
})

test.concurrent('a leader’s node that could not write for a while gets to speak before another leads', async () => {
  const { story, zeynep, ayla, meeting } = await twoFacilitators(node, fresh.db)
  await direct(node, story, zeynep, meeting, 'start')
  const nodeOf = (seatId: string) => conductorWith(new Map([[story.roomId, new Set([seatId])]]))
  const [other] = [nodeOf(ayla.seatId), nodeOf(zeynep.seatId)]
  const row = fresh.db.selectFrom('meeting').select('leaderSeenAt').where('id', '=', meeting.id)
  const seenAt = async () => (await row.executeTakeFirstOrThrow()).leaderSeenAt!.getTime()
  for (let round = 0; round < 3; round++) {
    const before = await seenAt()
    // Just after one look of the leader's node, so that the other one's comes first.
    await until(async () => (await seenAt()) > before)
    const longAgo = sql<Date>`now() - interval '1 minute'`
    await fresh.db.updateTable('meeting').set({ leaderSeenAt: longAgo }).where('id', '=', meeting.id).execute()
    const looked = other.looks()
    await until(() => other.looks() >= looked + 3)
  }
  expect((await current(node, story, ayla)).leaderSeatId).toBe(zeynep.seatId)
})

test.concurrent('who comes for a moment between two minutes was there', async () => {
  const { story, zeynep, meeting } = await twoFacilitators(node, fresh.db)
  await direct(node, story, zeynep, meeting, 'start')
  const present = new Set([zeynep.seatId])
  const { looks } = conductorWith(new Map([[story.roomId, present]]))
  const query = fresh.db.selectFrom('meetingMinute').select('seatId').distinct().where('meetingId', '=', meeting.id)
  const noted = async () => (await query.execute()).map(({ seatId }) => seatId)
  await until(async () => (await noted()).includes(zeynep.seatId), SOON)
  present.add(story.civil.seatId)
  const looked = looks()
  await until(() => looks() >= looked + 2, SOON)
  present.delete(story.civil.seatId)
  await until(() => looks() >= looked + 4, SOON)
  expect(await noted()).toContain(story.civil.seatId)
})

test.concurrent('without people, or without an open meeting, asks for next to nothing', async () => {
  const { story, zeynep } = await twoFacilitators(node, fresh.db)
  const asked = async (seats: Map<string, Set<string>>) => {
    const queries: string[] = []
    const db = fresh.db.withPlugin({
      transformQuery: ({ node: tree }) => {
        queries.push(tree.kind)
        return tree
      },
      transformResult: async ({ result }) => result,
    })
    const { conductor, pushed, looks } = conductorWith(seats, { db })
    await until(() => looks() === 2)
    await conductor.close()
    expect(pushed).toEqual([])
    return queries
  }
  expect(await asked(new Map())).toEqual([])
  const seats = new Map([[story.roomId, new Set([zeynep.seatId])]])
  expect(await asked(seats)).toEqual(['SelectQueryNode', 'SelectQueryNode'])
})
