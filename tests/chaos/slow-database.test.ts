import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom } from '../support/stories.ts'
import { acknowledgementTimes, freezeBackends, lockHead, percentile } from './faults.ts'
import { startHistory } from './history.ts'
import { expectNothingLost } from './invariants.ts'
import { startLink } from './link.ts'
import { settings } from './settings.ts'
import { meydan, type Target } from './targets.ts'
import { Workload } from './workload.ts'

const { lock, factor, atLeast } = settings.slow
const FROZEN_MS = 3_000
const MEASURES = 40

let fresh: FreshDatabase
let target: Target
beforeAll(async () => {
  fresh = await freshDatabase()
  target = await meydan(fresh.url)
})
afterAll(async () => {
  await target?.stop()
  await fresh?.drop()
})

test('F4 a document whose row is locked holds up nobody else', { timeout: 60_000 }, async () => {
  const [history, elsewhere] = [startHistory(), startHistory()]
  const [slow, quick] = [await consultationRoom(fresh.db), await consultationRoom(fresh.db)]
  const held = new Workload(target, slow.boardId, slow, history, { writers: 4 })
  const others = new Workload(target, quick.boardId, quick, elsewhere, { writers: 1 })
  await Promise.all([held.synced(), others.synced()])
  await acknowledgementTimes(others.writers[0]!, 10)
  const baseline = percentile(await acknowledgementTimes(others.writers[0]!, MEASURES), 0.95)
  const release = await lockHead(fresh.pool, slow.boardId)
  history.fault('head row locked')
  const released = wait(lock).then(release)
  const before = held.writers.map(({ client }) => client.frames.acked)
  for (const writer of held.writers) for (let n = 0; n < 20; n++) writer.add()
  const during = percentile(await acknowledgementTimes(others.writers[0]!, MEASURES), 0.95)
  const late = new Workload(target, quick.boardId, quick, elsewhere, { writers: 1 })
  await late.synced(5_000)
  expect(
    held.writers.map(({ client }) => client.frames.acked),
    'nothing is acknowledged there',
  ).toEqual(before)
  await released
  history.heal('released')
  await expectNothingLost(fresh.db, slow.boardId, held, history, { savedWithin: 10_000 })
  expect(during, 'p95 of acknowledgements elsewhere').toBeLessThan(Math.max(baseline * factor, atLeast))
  console.log(
    `F4: one document locked ${lock} ms; ack p95 elsewhere ${during.toFixed(1)} ms (before: ${baseline.toFixed(1)} ms)`,
  )
})

test('F4 every backend stands still for 3 s: nobody is told “saved”, nothing is lost', {
  timeout: 60_000,
}, async () => {
  const history = startHistory()
  const story = await consultationRoom(fresh.db)
  const workload = new Workload(target, story.boardId, story, history, { writers: 3 })
  await workload.synced()
  await workload.edit({ lasts: 300, perSecond: 40 })
  await workload.saved(5_000)
  const thaw = await freezeBackends(fresh.pool, new URL(fresh.url).pathname.slice(1))
  onTestFinished(thaw)
  history.fault('SIGSTOP of the backends')
  const acked = history.acked.size
  await workload.edit({ lasts: FROZEN_MS, perSecond: 40 })
  expect(history.acked.size, 'nothing is acknowledged meanwhile').toBe(acked)
  thaw()
  history.heal('SIGCONT')
  const took = await expectNothingLost(fresh.db, story.boardId, workload, history, { savedWithin: 10_000 })
  history.expectSomethingHappened({ edits: 20 })
  console.log(`F4: backends frozen ${FROZEN_MS} ms; all saved ${Math.round(took)} ms after`)
})

test('F4 a database 200 ms away is slow, and that is all', { timeout: 60_000 }, async () => {
  const history = startHistory()
  const story = await consultationRoom(fresh.db)
  const link = await startLink(Number(new URL(fresh.url).port))
  const url = new URL(fresh.url)
  url.port = String(link.port)
  const far = await meydan(url.href)
  onTestFinished(async () => {
    await far.stop()
    await link.close()
  })
  const workload = new Workload(far, story.boardId, story, history, { writers: 3 })
  await workload.synced()
  link.slow({ delayMs: 100 })
  history.fault('200 ms there and back')
  await workload.edit({ lasts: 1_500, perSecond: 40 })
  await expectNothingLost(fresh.db, story.boardId, workload, history, { savedWithin: 10_000 })
  history.expectSomethingHappened({ edits: 20 })
})
