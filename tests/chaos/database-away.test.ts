import { closeCodes } from '@meydan/shared/close-codes'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { rawSocket } from '../support/client.ts'
import { consultationRoom } from '../support/stories.ts'
import { type History, startHistory } from './history.ts'
import { expectBounded, expectNothingLost, lostAcknowledged, residentMemory } from './invariants.ts'
import { ownDatabase } from './own-postgres.ts'
import { settings } from './settings.ts'
import { meydan, type Target } from './targets.ts'
import { Workload } from './workload.ts'

const { away, savedAfter, seeds, warmUp, growthMB } = settings.databaseAway

test.each(Array.from({ length: seeds }, (_, n) => n + 1))(
  `R-5 Postgres crashes and is away for ${away} ms: nobody is told “saved”, nothing is lost (%i)`,
  { timeout: away * 2 + 90_000 },
  async () => {
    const history = startHistory()
    const { postgres, url, db } = await ownDatabase()
    const story = await consultationRoom(db)
    const target = await meydan(url)
    onTestFinished(async () => void (await target.stop()))
    const workload = new Workload(target, story.boardId, story, history, { writers: 4, watchers: 4 })
    await workload.synced()
    await workload.edit({ lasts: warmUp, perSecond: 40 })
    await workload.saved(10_000)
    // Its whole text is put together for the first who asks, and kept: no growth of the fault's.
    await fetch(`${target.url}/api/openapi.json`)
    const memory = await residentMemory(target)
    const { pid } = target

    const [editing] = [workload.edit({ lasts: away + 500, perSecond: 40 }), await wait(200)]
    await postgres.crash()
    history.fault('Postgres crashes')
    const acked = await quietAcks(history)
    await expectNoEntry(target, story.boardId, story.observer.cookie)
    await expectReadsAnswer(target)
    await editing
    expect(history.acked.size, 'nothing is acknowledged while the database is away').toBe(acked)
    expect(history.issued.size).toBeGreaterThan(acked)

    await postgres.start()
    history.heal('Postgres is back')
    const took = await expectNothingLost(db, story.boardId, workload, history, { savedWithin: savedAfter })
    expect(await lostAcknowledged(db, story.boardId, history)).toEqual([])
    expect(target.pid, 'the same process').toBe(pid)
    expect(target.hasExited()).toBe(false)
    await expectBounded(target, memory, growthMB * 1e6)
    const grown = Math.round(((await residentMemory(target)) - memory) / 1e6)
    history.expectSomethingHappened({ edits: 50 })
    console.log(
      `R-5 seed ${history.random.seed}: ${history.issued.size} edits, away ${away} ms, 0 lost; all saved ${Math.round(took)} ms after, memory +${grown} MB`,
    )
  },
)

test('R-5 Postgres and the server die together: what was acknowledged is there when both are back', async () => {
  const history = startHistory()
  const { postgres, url, db } = await ownDatabase()
  const story = await consultationRoom(db)
  const target = await meydan(url)
  onTestFinished(async () => void (await target.stop()))
  const workload = new Workload(target, story.boardId, story, history, { writers: 4 })
  await workload.synced()
  const editing = workload.edit({ lasts: 2_000, perSecond: 40, countedOnly: true })
  await wait(800)
  await history.nextAck()
  await postgres.crash()
  history.fault('Postgres crashes')
  // Long enough for a server that believes it could save.
  await wait(700)
  await target.kill()
  history.fault('SIGKILL of the server')
  await editing
  await postgres.start()
  expect(await lostAcknowledged(db, story.boardId, history)).toEqual([])
  await target.start()
  history.heal('both are back')
  await expectNothingLost(db, story.boardId, workload, history, { savedWithin: settings.savedAfterRestart })
  history.expectSomethingHappened({ edits: 20, faults: 2 })
})

/** What was on its way when the database fell is acknowledged or not; from then on nothing may be. */
async function quietAcks(history: History): Promise<number> {
  await wait(100)
  return history.acked.size
}

/** A newcomer is told to come again, within the time a person waits, and is never shown an empty board. */
async function expectNoEntry(target: Target, documentId: string, cookie: string): Promise<void> {
  const started = performance.now()
  const { frames, closed } = await rawSocket(target, `/sync/${documentId}`, { cookie, origin: target.url })
  expect(await closed, 'cannot be opened now').toBe(closeCodes.tryLater)
  expect(performance.now() - started).toBeLessThan(8_000)
  expect(frames, 'nothing that could be taken for an empty board').toEqual([])
}

/** What needs no database goes on answering; what does says so soon, and never hangs. */
async function expectReadsAnswer(target: Target): Promise<void> {
  for (const [path, expected] of [
    ['/healthz', 200],
    ['/metrics', 200],
    ['/readyz', 503],
    ['/api/openapi.json', 200],
  ] as const) {
    const reply = await fetch(target.url + path, { signal: AbortSignal.timeout(8_000) })
    expect({ path, status: reply.status }).toEqual({ path, status: expected })
  }
}
