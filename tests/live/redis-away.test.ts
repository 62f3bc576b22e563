import { execFileSync } from 'node:child_process'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { freePort } from '../support/processes.ts'
import { type RedisServer, sharedRedis, startRedis } from '../support/redis.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

let fresh: FreshDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

type Visitor = { socket: Socket; present: () => number; enter: () => Promise<{ ok: boolean; ms: number }> }

function visitor(node: TestNode, story: Story, actor: Actor): Visitor {
  const socket = io(node.url, {
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { cookie: actor.cookie, origin: node.url },
  })
  onTestFinished(() => void socket.disconnect())
  let present = 0
  socket.on('people', (push: { present: unknown[] }) => {
    present = push.present.length
  })
  const enter = async () => {
    await until(() => socket.connected)
    const begun = performance.now()
    const reply = await socket.timeout(5_000).emitWithAck('room:enter', { roomId: story.roomId })
    return { ok: reply.ok === true, ms: performance.now() - begun }
  }
  return { socket, present: () => present, enter }
}

async function nodeOn(url: string): Promise<TestNode> {
  const node = await testNode(fresh.url, { REDIS_URL: url, NODE_ID: `node-${crypto.randomUUID()}` })
  onTestFinished(node.close)
  return node
}

async function ownRedis(): Promise<RedisServer> {
  const redis = await startRedis()
  onTestFinished(() => redis.kill())
  return redis
}

/** No request waits for Redis, and people of one node see each other. */
async function expectUsable(node: TestNode, story: Story): Promise<void> {
  const [ahmad, mehmet] = [visitor(node, story, story.civil), visitor(node, story, story.public)]
  for (const each of [ahmad, mehmet]) {
    const { ok, ms } = await each.enter()
    expect(ok).toBe(true)
    expect(ms).toBeLessThan(1_000)
  }
  await until(() => ahmad.present() === 2 && mehmet.present() === 2, { timeout: 5_000 })
  const begun = performance.now()
  const reply = await fetch(`${node.url}/api/rooms/${story.roomId}`, { headers: { cookie: story.civil.cookie } })
  expect(reply.status).toBe(200)
  expect(performance.now() - begun).toBeLessThan(1_000)
  ahmad.socket.disconnect()
  mehmet.socket.disconnect()
}

describe.skipIf(sharedRedis() === null)('a node whose Redis', () => {
  test('is away at the start works without it, and finds it when it comes', { timeout: 60_000 }, async () => {
    const story = await consultationRoom(fresh.db)
    const port = await freePort()
    const url = `redis://127.0.0.1:${port}`
    const [here, there] = [await nodeOn(url), await nodeOn(url)]
    await expectUsable(here, story)
    const redis = await startRedis({ port })
    onTestFinished(() => redis.kill())
    const ahmad = visitor(here, story, story.civil)
    await ahmad.enter()
    await visitor(there, story, story.public).enter()
    await until(() => ahmad.present() === 2, { timeout: 15_000, what: 'both nodes see both people' })
  })

  test('is killed goes on, and shows everybody again when it is back', { timeout: 60_000 }, async () => {
    const story = await consultationRoom(fresh.db)
    const redis = await ownRedis()
    const [here, there] = [await nodeOn(redis.url), await nodeOn(redis.url)]
    const ahmad = visitor(here, story, story.civil)
    await ahmad.enter()
    await visitor(there, story, story.public).enter()
    await until(() => ahmad.present() === 2)
    await redis.kill()
    await until(() => ahmad.present() === 1, { what: 'this node still knows its own people' })
    await expectUsable(here, await consultationRoom(fresh.db))
    expect(ahmad.socket.connected).toBe(true)
    const again = await startRedis({ port: redis.port })
    onTestFinished(() => again.kill())
    await until(() => ahmad.present() === 2, { timeout: 10_000 })
  })

  test('is emptied has everybody again within ten seconds', async () => {
    const story = await consultationRoom(fresh.db)
    const redis = await ownRedis()
    const [here, there] = [await nodeOn(redis.url), await nodeOn(redis.url)]
    const ahmad = visitor(here, story, story.civil)
    await ahmad.enter()
    await visitor(there, story, story.public).enter()
    await until(() => ahmad.present() === 2)
    execFileSync('redis-cli', ['-p', String(redis.port), 'flushall'], { stdio: 'ignore' })
    const late = visitor(here, story, story.observer)
    await late.enter()
    await until(() => late.present() === 3 && ahmad.present() === 3, { timeout: 10_000 })
  })

  test('hangs keeps nobody waiting', { timeout: 60_000 }, async () => {
    const story = await consultationRoom(fresh.db)
    const redis = await ownRedis()
    const node = await nodeOn(redis.url)
    const ahmad = visitor(node, story, story.civil)
    await ahmad.enter()
    process.kill(redis.pid, 'SIGSTOP')
    onTestFinished(() => void process.kill(redis.pid, 'SIGCONT'))
    await expectUsable(node, await consultationRoom(fresh.db))
    process.kill(redis.pid, 'SIGCONT')
    await expectUsable(node, await consultationRoom(fresh.db))
    expect(ahmad.socket.connected).toBe(true)
  })

  test('hangs for a while: edits are kept and shown, and everybody is seen again', { timeout: 60_000 }, async () => {
    const story = await consultationRoom(fresh.db)
    const redis = await ownRedis()
    const [here, there] = [await nodeOn(redis.url), await nodeOn(redis.url)]
    const ahmad = visitor(here, story, story.civil)
    await ahmad.enter()
    const mehmet = visitor(there, story, story.public)
    await mehmet.enter()
    await until(() => ahmad.present() === 2 && mehmet.present() === 2)
    const author = syncClient(here, story.boardId, story.civil.cookie, { ack: true })
    const reader = syncClient(there, story.boardId, story.public.cookie, { ack: true })
    onTestFinished(() => author.destroy())
    onTestFinished(() => reader.destroy())
    await Promise.all([author.synced(), reader.synced()])
    process.kill(redis.pid, 'SIGSTOP')
    onTestFinished(() => void process.kill(redis.pid, 'SIGCONT'))
    for (let n = 0; n < 20; n++) {
      new Board(author.doc).addNotes([{ at: { x: n, y: 0 }, text: `asılı ${n}` }], { seat: null, side: 'civil' })
      const begun = performance.now()
      await until(() => author.frames.acked === author.frames.sent)
      expect(performance.now() - begun).toBeLessThan(1_000)
    }
    await until(() => parseBoard(reader.doc).notes.length === 20, { timeout: 5_000, what: 'the look finds them' })
    // The other node's people are unknown once its word is too old.
    await until(() => ahmad.present() === 1, { timeout: 10_000 })
    process.kill(redis.pid, 'SIGCONT')
    await until(() => ahmad.present() === 2 && mehmet.present() === 2, { timeout: 10_000 })
    expect([author.closes, reader.closes]).toEqual([[], []])
    expect([ahmad.socket.connected, mehmet.socket.connected]).toEqual([true, true])
  })
})
