import { failpointNames } from '@meydan/server/failpoints'
import { FOLD_AFTER_ROWS } from '@meydan/server/sync/document-log'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { newBoard } from './boards.ts'
import { startHistory } from './history.ts'
import { expectNothingLost, lostAcknowledged } from './invariants.ts'
import { settings } from './settings.ts'
import { armFailpoint, disarmFailpoints, meydan, type Target } from './targets.ts'
import { Workload } from './workload.ts'

const { times, edits } = settings.failpoints

let fresh: FreshDatabase
let story: Story
let target: Target

beforeAll(async () => {
  fresh = await freshDatabase()
  story = await consultationRoom(fresh.db)
  target = await meydan(fresh.url)
})
afterAll(async () => {
  await target?.stop()
  await fresh?.drop()
})

const actions = ['crash', 'error', 'delay'] as const
const sweep = failpointNames.flatMap((name) =>
  actions.flatMap((action) => Array.from({ length: times }, (_, n) => [name, action, n + 1] as const)),
)

test.each(sweep)('R-3 %s × %s loses nothing and doubles nothing (%i)', async (name, action) => {
  const history = startHistory()
  const documentId = await newBoard(fresh.db, story.roomId)
  const workload = new Workload(target, documentId, story, history, { writers: 2 })
  await workload.synced()
  const folds = name.startsWith('in_compaction')
  for (let n = 0; n < edits; n++) for (const writer of workload.writers) writer.act(history.random)
  if (folds) await almostFull(workload)
  await workload.saved(20_000)
  await armFailpoint(target, { name, action, ms: 150, times: 1 })
  history.fault(`${name} × ${action}`)
  // A document is loaded when it isn't in memory: somebody opens another one.
  const other =
    name === 'load_doc'
      ? new Workload(target, await newBoard(fresh.db, story.roomId), story, history, { writers: 1 })
      : null
  for (let n = 0; n < edits; n++) for (const writer of workload.writers) writer.add()
  if (action === 'crash') await dieAndReturn(documentId, history)
  await other?.synced()
  await expectNothingLost(fresh.db, documentId, workload, history, { savedWithin: settings.savedAfterRestart })
  if (folds && (action === 'delay' || settings.isLong)) await folded(documentId)
  await disarmFailpoints(target)
  history.expectSomethingHappened()
})

async function dieAndReturn(documentId: string, history: ReturnType<typeof startHistory>): Promise<void> {
  await until(() => target.hasExited(), { timeout: 20_000, what: 'the failpoint ends the server' })
  expect(await lostAcknowledged(fresh.db, documentId, history)).toEqual([])
  await target.start()
  history.heal('restarted')
}

/** So many rows that the next edits have the log folded. */
async function almostFull(workload: Workload): Promise<void> {
  const { add, writer } = { add: FOLD_AFTER_ROWS - 2, writer: workload.writers[0]! }
  for (let n = 0; n < add; n++) writer.add()
  await workload.saved(20_000)
}

async function folded(documentId: string): Promise<void> {
  const snapshot = () =>
    fresh.db.selectFrom('documentSnapshot').select('upto').where('documentId', '=', documentId).executeTakeFirst()
  await until(snapshot, { timeout: 20_000, every: 100, what: 'the log is folded after all' })
}
