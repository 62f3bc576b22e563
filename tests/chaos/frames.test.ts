import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { startFrameProxy } from './frame-proxy.ts'
import { startHistory } from './history.ts'
import { expectOneDocument, lostOrDoubled } from './invariants.ts'
import { settings } from './settings.ts'
import { meydan, metric } from './targets.ts'
import { Workload } from './workload.ts'

const { seeds, edits } = settings.frames
const SHARE = 0.05
const PER_SECOND = 100

test.each(Array.from({ length: seeds }, (_, n) => n + 1))(
  'R-10 frames come twice, out of order, cut short and again much later: one document for all (%i)',
  { timeout: 90_000 },
  async () => {
    const history = startHistory()
    const fresh = await freshDatabase()
    const story = await consultationRoom(fresh.db)
    const target = await meydan(fresh.url)
    const proxy = await startFrameProxy(target, history.random, SHARE, history)
    onTestFinished(async () => {
      await proxy.close()
      await target.stop()
      await fresh.drop()
    })
    const workload = new Workload(proxy, story.boardId, story, history, { writers: 4 })
    const honest = new Workload(target, story.boardId, story, history, { writers: 1 })
    await Promise.all([workload.synced(), honest.synced()])
    await workload.edit({ lasts: (edits / PER_SECOND) * 1_000, perSecond: PER_SECOND })
    proxy.behave()
    const replicas = { ...workload.docs, ...honest.docs }
    // Counts can't be compared with what a proxy doubled: the document says whether everything arrived.
    const nothingLost = async () => (await lostOrDoubled(fresh.db, story.boardId, history)).lost.length === 0
    await until(nothingLost, { timeout: 20_000, every: 200, what: 'everything issued is stored' }).catch(() => {})
    const closes = workload.writers.flatMap(({ client }) => client.closes)
    expect(
      closes.filter((code) => code >= 4400),
      'nobody was sent away for good',
    ).toEqual([])
    expect(await lostOrDoubled(fresh.db, story.boardId, history)).toEqual({ lost: [], doubled: [] })
    await expectOneDocument(fresh.db, story.boardId, replicas)
    const gaps = workload.writers.flatMap(({ client }) => client.frames.refusals).filter((why) => why === 'gap')
    const rejected = await metric(target, 'sync_gate_rejected_total', 'gap')
    const made = proxy.done.reorder + proxy.done.truncate
    expect(gaps.length, 'at most one resync for each gap made').toBeLessThanOrEqual(made)
    expect(Object.values(proxy.done).every((count) => count > 0)).toBe(true)
    history.expectSomethingHappened({ edits: edits / 3, faults: 10 })
    console.log(
      `R-10 seed ${history.random.seed}: ${history.issued.size} edits, ${JSON.stringify(proxy.done)}, ${gaps.length} resyncs (${rejected} refused), 0 lost`,
    )
  },
)
