import { setImmediate as breathe } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { startHistory } from './history.ts'
import { expectOneDocument, lostOrDoubled } from './invariants.ts'
import { startLink } from './link.ts'
import { settings } from './settings.ts'
import { meydan } from './targets.ts'
import { Workload } from './workload.ts'
import type { Writer } from './writer.ts'

const { edits, waitsForTheClient, convergeWithin } = settings.offline
const NOTICED_WITHIN_MS = 35_000
const AT_ONCE = 50

test('R-8 an hour without network on one side, work on both: together again in seconds', {
  timeout: 120_000,
}, async () => {
  const history = startHistory()
  const fresh = await freshDatabase()
  const story = await consultationRoom(fresh.db)
  const target = await meydan(fresh.url)
  const link = await startLink(target.port)
  onTestFinished(async () => {
    await link.close()
    await target.stop()
    await fresh.drop()
  })
  const behindLink = { url: `http://127.0.0.1:${link.port}` }
  const away = new Workload(behindLink, story.boardId, story, history, { writers: 1 })
  const here = new Workload(target, story.boardId, story, history, { writers: 1 })
  await Promise.all([away.synced(), here.synced()])
  for (const { writers } of [away, here]) for (const writer of writers) writer.add()
  await Promise.all([away.saved(5_000), here.saved(5_000)])

  link.halfOpen()
  history.fault('half-open: nothing arrives, nobody is told')
  const cutAt = performance.now()
  await Promise.all([write(away.writers[0]!), write(here.writers[0]!)])
  await here.saved(20_000)
  expect(away.writers[0]!.unsaved, 'nothing written without network counts as saved').toBe(edits)
  const { provider } = away.writers[0]!.client
  if (waitsForTheClient) {
    await until(() => !provider.wsconnected, { timeout: NOTICED_WITHIN_MS, every: 50, what: 'the silence is noticed' })
    history.note(`noticed after ${Math.round(performance.now() - cutAt)} ms`)
  }
  const noticed = Math.round(performance.now() - cutAt)
  link.heal()
  link.reset()
  history.heal('the network is back')
  await until(() => provider.wsconnected, { timeout: 5_000, every: 5, what: 'connected again' })
  const healed = performance.now()
  const documents = [away.writers[0]!.client.doc, here.writers[0]!.client.doc]
  const notes = () => documents.map((doc) => doc.getMap('notes').size)
  const together = () => notes().every((count) => count === edits * 2 + 2) && away.isSaved && here.isSaved
  await until(together, { timeout: 20_000, every: 10, what: 'both have everything' }).catch(() => {})
  const took = Math.round(performance.now() - healed)
  expect(notes()).toEqual([edits * 2 + 2, edits * 2 + 2])
  expect(took, 'time until both had everything').toBeLessThan(convergeWithin)
  expect(await lostOrDoubled(fresh.db, story.boardId, history)).toEqual({ lost: [], doubled: [] })
  await expectOneDocument(fresh.db, story.boardId, { ...away.docs, ...here.docs })
  history.expectSomethingHappened({ edits: edits * 2 })
  console.log(`R-8: ${edits} edits on each side, cut for ${noticed} ms, together ${took} ms after, 0 lost, 0 doubled`)
})

async function write(writer: Writer): Promise<void> {
  for (let n = 0; n < edits; n++) {
    writer.add()
    if (n % AT_ONCE === 0) await breathe()
  }
}
