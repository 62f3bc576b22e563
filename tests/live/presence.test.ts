import { takeSeat } from '@meydan/server/access/seats'
import type { PresentSeat } from '@meydan/shared/contracts/events'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startServer } from '../support/app.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { sharedRedis } from '../support/redis.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

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

type Live = {
  socket: Socket
  present: () => PresentSeat[]
  changes: string[]
  removed: string[]
  ask: (event: string, ...given: unknown[]) => Promise<{ ok: boolean; code?: string }>
}

function open(server: { url: string }, actor: Pick<Actor, 'cookie'>): Live {
  const socket = io(server.url, {
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { cookie: actor.cookie, origin: server.url },
  })
  onTestFinished(() => void socket.disconnect())
  let present: PresentSeat[] = []
  const changes: string[] = []
  const removed: string[] = []
  socket.on('people', (push: { present: PresentSeat[] }) => {
    present = push.present
  })
  socket.on('room:changed', (push: { roomId: string }) => changes.push(push.roomId))
  socket.on('seat:removed', (push: { roomId: string }) => removed.push(push.roomId))
  const ask = (event: string, ...given: unknown[]) => socket.timeout(5_000).emitWithAck(event, ...given)
  return { socket, present: () => present, changes, removed, ask }
}

async function enter(server: { url: string }, story: Story, actor: Actor): Promise<Live> {
  const live = open(server, actor)
  expect(await live.ask('room:enter', { roomId: story.roomId })).toMatchObject({ ok: true })
  return live
}

function seatIds(live: Live): string[] {
  return live
    .present()
    .map(({ seatId }) => seatId)
    .sort()
}

function environmentOf(name: string): Record<string, string> {
  return { REDIS_URL: sharedRedis()!, NODE_ID: `${name}-${crypto.randomUUID()}` }
}

test('everyone sees who is here, several windows count once, and leaving is seen', async () => {
  const story = await consultationRoom(fresh.db)
  const ahmad = await enter(node, story, story.civil)
  const again = await enter(node, story, story.civil)
  const mehmet = await enter(node, story, story.public)
  await until(() => seatIds(ahmad).length === 2 && seatIds(mehmet).length === 2)
  const windows = () => ahmad.present().find(({ seatId }) => seatId === story.civil.seatId)?.connections
  expect(windows()).toBe(2)
  again.socket.disconnect()
  await until(() => windows() === 1)
  mehmet.socket.disconnect()
  await until(() => seatIds(ahmad).length === 1)
})

test('a stranger, an outsider and a removed person get no place', async () => {
  const story = await consultationRoom(fresh.db)
  const nobody = open(node, { cookie: '' })
  const refusal = await new Promise<Error>((resolve) => nobody.socket.on('connect_error', resolve))
  expect(refusal.message).toBe('signed_out')
  const outsider = open(node, story.outsider)
  expect(await outsider.ask('room:enter', { roomId: story.roomId })).toEqual({ ok: false, code: 'not_found' })
  const ahmad = await enter(node, story, story.civil)
  const mehmet = await enter(node, story, story.public)
  await until(() => seatIds(mehmet).length === 2)
  await fresh.db.updateTable('seat').set({ removedAt: new Date() }).where('id', '=', story.civil.seatId).execute()
  await until(() => ahmad.removed.includes(story.roomId), { timeout: 2_000 })
  await until(() => seatIds(mehmet).length === 1, { timeout: 2_000 })
  expect(await ahmad.ask('room:enter', { roomId: story.roomId })).toEqual({ ok: false, code: 'seat_revoked' })
})

test('a session that ends takes the socket with it within two seconds', async () => {
  const story = await consultationRoom(fresh.db)
  const ahmad = await enter(node, story, story.civil)
  await fresh.db.deleteFrom('session').where('id', '=', story.civil.sessionId).execute()
  await until(() => !ahmad.socket.connected, { timeout: 2_000 })
})

test.each([undefined, 'null', 'https://evil.example', 'http://127.0.0.1:1'])(
  'origin %s is refused on both transports',
  async (origin) => {
    const story = await consultationRoom(fresh.db)
    for (const transport of ['websocket', 'polling'] as const) {
      const socket = io(node.url, {
        transports: [transport],
        forceNew: true,
        reconnection: false,
        extraHeaders: { cookie: story.civil.cookie, ...(origin && { origin }) },
      })
      const outcome = await new Promise((resolve) => {
        socket.on('connect', () => resolve('connected'))
        socket.on('connect_error', () => resolve('refused'))
      })
      socket.disconnect()
      expect(outcome).toBe('refused')
    }
  },
)

test('rubbish events are answered or dropped and never end the process', async () => {
  const story = await consultationRoom(fresh.db)
  const ahmad = await enter(node, story, story.civil)
  let deep: unknown = {}
  for (let level = 0; level < 100; level++) deep = { deep }
  const proto: unknown = JSON.parse('{"__proto__":{"roomId":"x"}}')
  for (const body of [null, 7, 'text', [], deep, proto, { roomId: story.roomId, x: 1 }]) {
    expect(await ahmad.ask('room:enter', body)).toEqual({ ok: false, code: 'invalid' })
    ahmad.socket.emit('room:leave', body)
  }
  ahmad.socket.emit('room:enter')
  ahmad.socket.emit('no such event', { a: 1 })
  expect((await fetch(`${node.url}/healthz`)).status).toBe(200)
  ahmad.socket.emit('room:enter', { roomId: 'x'.repeat(300_000) })
  await until(() => !ahmad.socket.connected)
  expect((await fetch(`${node.url}/healthz`)).status).toBe(200)
})

test('one person can’t hold more sockets than anyone has windows, and gets the places back', async () => {
  const story = await consultationRoom(fresh.db)
  const sockets = Array.from({ length: 20 }, () => open(node, story.civil))
  await until(() => sockets.every(({ socket }) => socket.connected))
  const surplus = open(node, story.civil)
  const refusal = await new Promise<Error>((resolve) => surplus.socket.on('connect_error', resolve))
  expect(refusal.message).toBe('slow_down')
  surplus.socket.disconnect()
  for (const { socket } of sockets) socket.disconnect()
  await until(() => {
    const { socket } = open(node, story.civil)
    return new Promise<boolean>((resolve) => {
      socket.on('connect', () => resolve(true)).on('connect_error', () => resolve(false))
    })
  })
})

test('who enters and leaves at once, again and again, is in the end where the last word put them', async () => {
  const story = await consultationRoom(fresh.db)
  const mehmet = await enter(node, story, story.public)
  const ahmad = open(node, story.civil)
  const room = { roomId: story.roomId }
  const answers = ['enter', 'leave', 'enter', 'enter', 'leave', 'enter'].map((what) => ahmad.ask(`room:${what}`, room))
  await Promise.all(answers)
  await until(() => seatIds(mehmet).length === 2)
  await ahmad.ask('room:leave', room)
  await until(() => seatIds(mehmet).length === 1)
  for (let round = 0; round < 8; round++) {
    ahmad.socket.emit('room:enter', room)
    ahmad.socket.disconnect().connect()
    await until(() => ahmad.socket.connected)
  }
  ahmad.socket.emit('room:enter', room)
  ahmad.socket.disconnect()
  // Somebody else comes and goes: what was under way before them has arrived by then.
  const observer = await enter(node, story, story.observer)
  await until(() => seatIds(mehmet).includes(story.observer.seatId))
  observer.socket.disconnect()
  await until(() => seatIds(mehmet).length === 1)
})

describe.skipIf(sharedRedis() === null)('two nodes behind one Redis', () => {
  test('show each other’s people, and a crashed node’s people vanish within ten seconds', async () => {
    const story = await consultationRoom(fresh.db)
    const here = await testNode(fresh.url, environmentOf('here'))
    onTestFinished(here.close)
    const there = await startServer({ DATABASE_URL: fresh.url, ...environmentOf('there') })
    const ahmad = await enter(here, story, story.civil)
    await enter(there, story, story.public)
    await until(() => seatIds(ahmad).length === 2)
    await there.kill()
    await until(() => seatIds(ahmad).length === 1, { timeout: 10_000 })
  })

  test('keep apart the rooms that one window enters and leaves', async () => {
    const story = await consultationRoom(fresh.db)
    const second = await fresh.db
      .insertInto('room')
      .values({ programmeId: story.programmeId, name: 'İkinci oda', audience: 'joint', language: 'en' })
      .returning('id')
      .executeTakeFirstOrThrow()
    const { organisationId } = await fresh.db
      .selectFrom('seat')
      .select('organisationId')
      .where('id', '=', story.civil.seatId)
      .executeTakeFirstOrThrow()
    const there = { programmeId: story.programmeId, roomId: second.id, organisationId, role: 'participant' as const }
    for (const { personId } of [story.civil, story.public]) {
      await fresh.db.transaction().execute((trx) => takeSeat(trx, { ...there, personId }))
    }
    const here = await testNode(fresh.url, environmentOf('here'))
    onTestFinished(here.close)
    const ahmad = await enter(here, story, story.civil)
    const mehmet = open(here, story.public)
    await mehmet.ask('room:enter', { roomId: second.id })
    // The next page enters its room before the one that is left has said goodbye.
    await ahmad.ask('room:enter', { roomId: second.id })
    await ahmad.ask('room:leave', { roomId: story.roomId })
    await until(() => seatIds(mehmet).length === 2)
    const observer = await enter(here, story, story.observer)
    await until(() => seatIds(observer).length === 1)
    const again = open(here, story.public)
    const reply = (await again.ask('room:enter', { roomId: second.id })) as { present?: PresentSeat[] }
    expect(reply.present).toHaveLength(2)
  })

  test('tell each other that a room changed', async () => {
    const story = await consultationRoom(fresh.db)
    const here = await testNode(fresh.url, environmentOf('here'))
    const there = await testNode(fresh.url, environmentOf('there'))
    onTestFinished(here.close)
    onTestFinished(there.close)
    const ahmad = await enter(here, story, story.civil)
    const reply = await fetch(`${there.url}/api/rooms/${story.roomId}`, {
      method: 'PATCH',
      headers: {
        cookie: story.facilitator.cookie,
        origin: there.url,
        'content-type': 'application/json',
        'x-meydan': '1',
      },
      body: JSON.stringify({ name: 'Yeni ad' }),
    })
    expect(reply.status).toBe(200)
    await until(() => ahmad.changes.includes(story.roomId))
  })
})
