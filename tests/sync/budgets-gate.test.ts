import { closeCodes } from '@meydan/shared/close-codes'
import { Board } from '@meydan/shared/documents/board/board'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'

/** Nothing is saved up: every frame that is judged costs more than its author has. */
vi.mock('../../server/src/sync/connections/limits.ts', async (original) => {
  const limits = await original<typeof import('../../server/src/sync/connections/limits.ts')>()
  return { ...limits, perPerson: { ...limits.perPerson, gate: { perSecond: 40, burst: 0 } } }
})

let fresh: FreshDatabase
let node: TestNode

beforeAll(async () => {
  fresh = await freshDatabase()
  node = await testNode(fresh.url)
})
afterAll(async () => {
  await node?.close()
  await fresh?.drop()
})

test('the time the gate takes for frames is on their author’s account: 4429 in the end, and others stay', async () => {
  const story = await consultationRoom(fresh.db)
  const costly = syncClient(node, story.boardId, story.civil.cookie, { ack: true })
  const reader = syncClient(node, story.boardId, story.observer.cookie, { ack: true })
  for (const client of [costly, reader]) onTestFinished(() => client.destroy())
  await Promise.all([costly.synced(), reader.synced()])
  const board = new Board(costly.doc)
  for (let n = 0; costly.closes.length === 0 && n < 200; n++) {
    board.addNotes([{ at: { x: n, y: 0 }, text: 'Kreş yok' }], { seat: null, side: 'civil' })
    await until(() => costly.closes.length > 0 || costly.frames.acked === costly.frames.sent)
  }
  expect(costly.closes).toEqual([closeCodes.overBudget])
  expect(reader.closes).toEqual([])
})
