import { closeCodes } from '@meydan/shared/close-codes'
import { Board } from '@meydan/shared/documents/board/board'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer } from '../support/app.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { startProxy } from '../support/proxy.ts'
import { consultationRoom } from '../support/stories.ts'

let fresh: FreshDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

test('with a database that hangs it exits in time all the same', async () => {
  const link = await startProxy(Number(new URL(fresh.url).port))
  onTestFinished(link.close)
  const url = new URL(fresh.url)
  url.hostname = '127.0.0.1'
  url.port = String(link.port)
  const node = await startServer({ DATABASE_URL: url.href })
  onTestFinished(async () => void (await node.stop()))
  const story = await consultationRoom(fresh.db)
  const writer = syncClient(node, story.boardId, story.civil.cookie, { ack: true })
  onTestFinished(() => writer.destroy())
  await writer.synced()
  link.stall()
  new Board(writer.doc).addNotes([{ at: { x: 0, y: 0 }, text: 'askıda' }], { seat: null, side: 'civil' })
  const asked = performance.now()
  expect(await node.stop()).toBe(0)
  expect(performance.now() - asked).toBeLessThan(10_000)
  expect(writer.closes[0]).toBe(closeCodes.restarting)
})
