import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { startRedis } from '../support/redis.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { startHistory, type History } from './history.ts'
import { expectOneDocument, lostOrDoubled } from './invariants.ts'
import { type Link, startLink } from './link.ts'
import { settings } from './settings.ts'
import { meydan, type Target } from './targets.ts'
import { missingFrom } from './truth.ts'
import { Workload } from './workload.ts'
import type { Writer } from './writer.ts'

const { edits, propagateWithin } = settings.split
/** A node away from its database must be back on its feet after its longest pause between tries. */
const SAVED_WITHIN_MS = 15_000

type Nodes = { a: Target; b: Target; redis: Link; database: Link }

test('F7 one of two nodes is cut from Redis, then from Postgres, then from both', { timeout: 120_000 }, async () => {
  const history = startHistory()
  const fresh = await freshDatabase()
  onTestFinished(() => fresh.drop())
  const story = await consultationRoom(fresh.db)
  const { b, a, redis, database } = await nodes(fresh.url)
  const atA = new Workload(a, story.boardId, story, history, { writers: 2 })
  const atB = new Workload(b, story.boardId, story, history, { writers: 2 })
  await Promise.all([atA.synced(), atB.synced()])
  const both = { ...atA.docs, ...atB.docs }
  const [writerA, writerB] = [atA.writers[0]!, atB.writers[0]!]

  redis.cut()
  history.fault('B without Redis')
  const times = [await spread(writerA, writerB), await spread(writerB, writerA)]
  await writeOnBoth(atA, atB, history)
  await Promise.all([atA.saved(SAVED_WITHIN_MS), atB.saved(SAVED_WITHIN_MS)])
  await expectOneDocument(fresh.db, story.boardId, both)
  redis.heal()
  history.heal('B has Redis')

  await aloneWithout(['Postgres'], [database])
  await aloneWithout(['Redis', 'Postgres'], [redis, database])

  expect(await lostOrDoubled(fresh.db, story.boardId, history)).toEqual({ lost: [], doubled: [] })
  history.expectSomethingHappened({ edits: edits * 3, faults: 3 })
  console.log(
    `F7: ${history.issued.size} edits, 0 lost, equal; without Redis an edit reached the other node in ${times.map((time) => Math.round(time)).join(' and ')} ms`,
  )

  /** Edits on both sides while B lacks these; then B has them again, and all is one document. */
  async function aloneWithout(names: string[], links: Link[]): Promise<void> {
    for (const link of links) link.cut()
    history.fault(`B without ${names.join(' and ')}`)
    const acked = atB.writers.map(({ client }) => client.frames.acked)
    await writeOnBoth(atA, atB, history)
    await atA.saved(SAVED_WITHIN_MS)
    expect(
      atB.writers.map(({ client }) => client.frames.acked),
      'B acknowledges nothing',
    ).toEqual(acked)
    expect(missingFrom(writerA.client.doc, history.issued).length, 'A shows nothing that isn’t saved').toBeGreaterThan(
      0,
    )
    for (const link of links) link.heal()
    history.heal(`B has ${names.join(' and ')}`)
    await Promise.all([atA.saved(SAVED_WITHIN_MS), atB.saved(SAVED_WITHIN_MS)])
    await expectOneDocument(fresh.db, story.boardId, both)
  }
})

async function nodes(databaseUrl: string): Promise<Nodes> {
  const server = await startRedis()
  const redis = await startLink(server.port)
  const database = await startLink(Number(new URL(databaseUrl).port))
  const linked = new URL(databaseUrl)
  linked.port = String(database.port)
  const a = await meydan(databaseUrl, { REDIS_URL: server.url, NODE_ID: 'a' })
  const b = await meydan(linked.href, { REDIS_URL: `redis://127.0.0.1:${redis.port}`, NODE_ID: 'b' })
  onTestFinished(async () => {
    await Promise.all([a.stop(), b.stop()])
    await Promise.all([redis.close(), database.close(), server.stop()])
  })
  return { a, b, redis, database }
}

/** How long until an edit of one is seen by the other. */
async function spread(from: Writer, to: Writer): Promise<number> {
  const started = performance.now()
  const id = from.add()
  const seen = () => missingFrom(to.client.doc, [id]).length === 0
  await until(seen, { timeout: propagateWithin, what: 'the other node has it without a hint' })
  return performance.now() - started
}

async function writeOnBoth(one: Workload, other: Workload, { random }: History): Promise<void> {
  for (let n = 0; n < edits; n++) {
    random.pick(one.writers).act(random)
    random.pick(other.writers).add()
    await new Promise((resolve) => setImmediate(resolve))
  }
}
