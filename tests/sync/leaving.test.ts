import { createConnection, createServer, type Socket } from 'node:net'
import { closeCodes } from '@meydan/shared/close-codes'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type * as Y from 'yjs'
import { type Server, startServer } from '../support/app.ts'
import { syncClient } from '../support/client.ts'
import { crowd } from '../support/crowd.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'

let fresh: FreshDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

async function startNode(environment: Record<string, string> = {}): Promise<Server> {
  const server = await startServer({ DATABASE_URL: fresh.url, ...environment })
  onTestFinished(async () => void (await server.stop()))
  return server
}

/** What /readyz says; null once nobody answers. */
async function readiness({ url }: Pick<Server, 'url'>): Promise<string | null> {
  try {
    const reply = await fetch(`${url}/readyz`, { headers: { connection: 'close' } })
    return ((await reply.json()) as { status: string }).status
  } catch {
    return null
  }
}

/** Leads every new connection to the first of these nodes that is ready. */
async function startBalancer(nodes: Server[]): Promise<{ url: string }> {
  const lead = async (near: Socket) => {
    near.on('error', () => near.destroy())
    near.pause()
    let chosen = nodes.at(-1)!
    for (const node of nodes.slice(0, -1)) {
      if ((await readiness(node)) !== 'ok') continue
      chosen = node
      break
    }
    const far = createConnection({ port: chosen.port, host: '127.0.0.1' })
    far.on('error', () => near.destroy()).on('close', () => near.destroy())
    near.on('close', () => far.destroy())
    near.pipe(far)
    far.pipe(near)
  }
  const server = createServer((near) => void lead(near))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}` }
}

/** Somebody who only looks, and comes back at once, as any y-websocket client does. */
function onlooker(url: string, documentId: string, cookie: string) {
  const seen = {
    socket: undefined as WebSocket | undefined,
    ins: [] as number[],
    closes: [] as string[],
    goneAt: 0,
    over: false,
  }
  const open = () => {
    if (seen.over) return
    let isIn = false
    seen.socket = new WebSocket(`${url.replace('http', 'ws')}/sync/${documentId}`, { headers: { cookie, origin: url } })
    seen.socket.on('error', () => {})
    seen.socket.on('message', () => {
      if (!isIn) seen.ins.push(performance.now())
      isIn = true
    })
    seen.socket.on('close', (code, text) => {
      if (isIn) {
        seen.closes.push(`${code} ${text}`)
        seen.goneAt = performance.now()
      }
      setTimeout(open, isIn ? 0 : 100)
    })
  }
  open()
  onTestFinished(() => {
    seen.over = true
    seen.socket?.terminate()
  })
  return seen
}

test('a node that is asked to stop sends ninety people to the other one, and nothing is lost', async () => {
  const [a, b] = await Promise.all([startNode(), startNode()])
  const balancer = await startBalancer([a, b])
  const story = await consultationRoom(fresh.db)
  const cookies = await crowd(fresh.db, story, 90)
  const people = cookies.map((cookie) => onlooker(balancer.url, story.boardId, cookie))
  const writers = [story.civil, story.public, story.expert].map(({ cookie }) =>
    syncClient(balancer, story.boardId, cookie, { ack: true }),
  )
  for (const writer of writers) onTestFinished(() => writer.destroy())
  const live = io(balancer.url, {
    transports: ['websocket'],
    extraHeaders: { cookie: story.observer.cookie, origin: balancer.url },
    reconnectionDelay: 100,
  })
  onTestFinished(() => void live.close())
  let connects = 0
  live.on('connect', () => (connects += 1))
  await Promise.all(writers.map((writer) => writer.synced()))
  await until(() => connects === 1 && people.every(({ ins }) => ins.length === 1), { timeout: 20_000 })

  let written = 0
  const writing = setInterval(() => {
    const writer = writers[written % writers.length]!
    new Board(writer.doc).addNotes([{ at: { x: written, y: 0 }, text: `n${written}` }], { seat: null, side: 'civil' })
    written += 1
  }, 50)
  onTestFinished(() => clearInterval(writing))
  const asked = performance.now()
  const stopping = a.stop()
  await until(async () => (await readiness(a)) === 'stopping', { every: 5 })
  expect(await stopping).toBe(0)
  expect(performance.now() - asked).toBeLessThan(10_000)
  await until(() => people.every(({ ins }) => ins.length === 2) && writers.every(({ provider }) => provider.synced))
  await until(() => connects === 2)
  clearInterval(writing)

  for (const { closes } of people) expect(closes).toEqual([`${closeCodes.restarting} restarting:0`])
  for (const { closes } of writers) expect(closes).toEqual([closeCodes.restarting])
  const returns = people.map(({ ins }) => ins[1]! - asked).sort((one, other) => one - other)
  expect(returns[Math.floor(returns.length * 0.95)]).toBeLessThan(5_000)
  const sentAway = people.map(({ goneAt }) => goneAt).sort((one, other) => one - other)
  // At sixty a second ninety take a second and a half.
  expect(sentAway.at(-1)! - sentAway[0]!, 'spread over').toBeGreaterThan(1_000)

  await until(() => writers.every(({ frames }) => frames.acked === frames.sent && frames.sent > 0))
  const expected = Array.from({ length: written }, (_, n) => `n${n}`).sort()
  const reader = syncClient(b, story.boardId, story.facilitator.cookie)
  onTestFinished(() => reader.destroy())
  await reader.synced()
  const texts = (doc: Y.Doc) =>
    parseBoard(doc)
      .notes.map(({ text }) => text)
      .sort()
  await until(() => texts(reader.doc).length === written)
  expect(texts(reader.doc)).toEqual(expected)
}, 60_000)

test('with a balancer in front it says so before it sends anybody away', async () => {
  const node = await startNode({ LEAVE_AFTER_MS: '1500' })
  const story = await consultationRoom(fresh.db)
  const person = onlooker(node.url, story.boardId, story.civil.cookie)
  await until(() => person.ins.length === 1)
  const stopping = node.stop()
  await until(async () => (await readiness(node)) === 'stopping', { every: 5 })
  expect(person.socket!.readyState).toBe(WebSocket.OPEN)
  expect(await stopping).toBe(0)
  expect(person.closes).toEqual([`${closeCodes.restarting} restarting:0`])
}, 60_000)
