import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { closeOpened, direct, enter, twoFacilitators } from './leading.ts'

let fresh: FreshDatabase
let node: TestNode
beforeAll(async () => {
  fresh = await freshDatabase()
  node = await testNode(fresh.url)
})
afterEach(() => vi.useRealTimers())
afterAll(async () => {
  await closeOpened()
  await node?.close()
  await fresh?.drop()
})

test('who enters is told the time by which steps end, whatever this node’s clock says', async () => {
  const { story, zeynep, meeting } = await twoFacilitators(node, fresh.db)
  const { socket } = await enter(node, story, zeynep)
  const { openedAt } = await direct(node, story, zeynep, meeting, 'start')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
  const { now } = await socket.timeout(5_000).emitWithAck('room:enter', { roomId: story.roomId })
  expect(Math.abs(now - Date.parse(openedAt!))).toBeLessThan(60_000)
})
