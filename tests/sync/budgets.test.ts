import { closeCodes } from '@meydan/shared/close-codes'
import { createDocument } from '@meydan/server/sync/document-log'
import { syncFrame, syncSteps } from '@meydan/server/sync/wire'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { rawSocket, syncClient } from '../support/client.ts'
import { crowd } from '../support/crowd.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { startProxy } from '../support/proxy.ts'
import { frameHeader, rawConnection, upgradeRequest } from '../support/raw-upgrade.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

const MB = 1024 * 1024
const EMPTY = syncFrame(syncSteps.step1, new Uint8Array([0]))

let fresh: FreshDatabase
let node: TestNode
let story: Story

beforeAll(async () => {
  fresh = await freshDatabase()
  node = await testNode(fresh.url)
  story = await consultationRoom(fresh.db)
})
afterAll(async () => {
  await node?.close()
  await fresh?.drop()
})

function connect({ cookie }: Pick<Actor, 'cookie'>, documentId = story.boardId, query = '', server = node) {
  return rawSocket(server, `/sync/${documentId}${query}`, { cookie, origin: server.url })
}

async function bigBoard(bytes: number): Promise<string> {
  const doc = new Y.Doc()
  const notes = Array.from({ length: Math.ceil(bytes / 4_100) }, (_, n) => ({
    at: { x: n, y: 0 },
    text: 'ğ'.repeat(2_000),
  }))
  new Board(doc).addNotes(notes, { seat: null, side: 'civil' })
  const board = await fresh.db.transaction().execute((trx) =>
    createDocument(trx, {
      roomId: story.roomId,
      kind: 'board',
      title: 'Büyük',
      createdBy: null,
      initial: Y.encodeStateAsUpdate(doc),
    }),
  )
  return board.id
}

/** Bytes that arrived at a client's socket. */
function arrived(socket: WebSocket): number {
  return (socket as unknown as { _socket: { bytesRead: number } })._socket.bytesRead
}

async function outcome(connecting: ReturnType<typeof rawSocket>): Promise<number | 'in' | 'HTTP 429'> {
  try {
    const { closed, frames, socket } = await connecting
    onTestFinished(() => socket.terminate())
    const first = until(() => frames.length > 0, { timeout: 20_000 }).then(() => 'in' as const)
    first.catch(() => {})
    return await Promise.race([closed, first])
  } catch (error) {
    if ((error as Error).message === 'HTTP 429') return 'HTTP 429'
    throw error
  }
}

describe('coming in', () => {
  test('three hundred from one address within ten seconds, and strangers there change nothing', async () => {
    const cookies = await crowd(fresh.db, story, 300)
    const writer = syncClient(node, story.boardId, story.facilitator.cookie, { ack: true })
    onTestFinished(() => writer.destroy())
    await writer.synced()
    const started = performance.now()
    const strangers = Promise.all(Array.from({ length: 50 }, () => outcome(connect({ cookie: '' }))))
    const people = Promise.all(cookies.map((cookie) => outcome(connect({ cookie }))))
    new Board(writer.doc).addNotes([{ at: { x: 0, y: 0 }, text: 'saat on' }], { seat: null, side: 'civil' })
    await until(() => writer.frames.acked === writer.frames.sent, { timeout: 5_000 })
    expect(new Set(await people)).toEqual(new Set(['in']))
    expect(performance.now() - started).toBeLessThan(10_000)
    const seen = await strangers
    expect(seen.filter((one) => one === closeCodes.signedOut).length).toBeGreaterThanOrEqual(30)
    expect(seen.filter((one) => one === 'HTTP 429').length).toBeGreaterThan(10)
  })

  test('behind a trusted proxy each address counts for itself', async () => {
    const proxied = await testNode(fresh.url, { TRUSTED_PROXY: 'loopback' })
    onTestFinished(proxied.close)
    const from = (address: string) =>
      outcome(rawSocket(proxied, `/sync/${story.boardId}`, { origin: proxied.url, 'x-forwarded-for': address }))
    const crowded = await Promise.all(Array.from({ length: 40 }, () => from('203.0.113.7')))
    expect(crowded).toContain('HTTP 429')
    expect(await from('203.0.113.8')).toBe(closeCodes.signedOut)
    expect(await from('198.51.100.1, 203.0.113.7'), 'what the caller writes in front is not believed').toBe('HTTP 429')
  })

  test('a seventh window is one too many, unless one of the six is dead', async () => {
    const own = await consultationRoom(fresh.db)
    const link = await startProxy(node.port)
    onTestFinished(link.close)
    const here = { cookie: own.civil.cookie, origin: node.url, host: new URL(node.url).host }
    const guests = await fresh.db
      .updateTable('person')
      .set({ isAnonymous: false, email: `${own.civil.personId}@example.org` })
      .where('id', '=', own.civil.personId)
      .executeTakeFirst()
    expect(guests.numUpdatedRows).toBe(1n)
    const dying = await rawSocket({ url: `http://127.0.0.1:${link.port}` }, `/sync/${own.boardId}`, here)
    await until(() => dying.frames.length > 0)
    const alive = []
    for (let n = 0; n < 5; n++) {
      const one = await connect(own.civil, own.boardId)
      onTestFinished(() => one.socket.terminate())
      await until(() => one.frames.length > 0)
      alive.push(one)
    }
    const seventh = await connect(own.civil, own.boardId)
    expect(await seventh.closed).toBe(closeCodes.overBudget)
    link.stall()
    const moved = await connect(own.civil, own.boardId)
    onTestFinished(() => moved.socket.terminate())
    await until(() => moved.frames.length > 0)
    expect(alive.every(({ socket }) => socket.readyState === socket.OPEN)).toBe(true)
  })

  test('with the epoch of a document that was replaced since, nothing is exchanged', async () => {
    const { frames, closed } = await connect(story.civil, story.boardId, '?epoch=77')
    expect(await closed).toBe(closeCodes.newerVersion)
    expect(frames).toEqual([])
    const { epoch } = await fresh.db
      .selectFrom('document')
      .select('epoch')
      .where('id', '=', story.boardId)
      .executeTakeFirstOrThrow()
    expect(await outcome(connect(story.civil, story.boardId, `?epoch=${epoch}`))).toBe('in')
  })
})

describe('asking again and again for 5 MB', () => {
  test.each([true, false])('reading: %s', async (reading) => {
    const boardId = await bigBoard(5 * MB)
    const { socket, closed, frames } = await connect(reading ? story.public : story.expert, boardId)
    onTestFinished(() => socket.terminate())
    await until(() => frames.length > 0)
    if (!reading) socket.pause()
    for (let n = 0; n < 1_000; n++) socket.send(EMPTY)
    if (reading) expect(await closed).toBe(closeCodes.overBudget)
    else await until(() => socket.bufferedAmount === 0)
    await until(async () =>
      (await fetch(`${node.url}/metrics`)).text().then((text) => /ws_buffered_bytes 0$/m.test(text)),
    )
    expect(arrived(socket)).toBeLessThan(12 * MB)
  })
})

describe.concurrent('what takes long', () => {
  test('a reader who stopped is sent away within 15 s; the others notice nothing', async ({
    onTestFinished,
    expect,
  }) => {
    const own = await consultationRoom(fresh.db)
    const writer = syncClient(node, own.boardId, own.facilitator.cookie, { ack: true })
    onTestFinished(() => writer.destroy())
    const other = syncClient(node, own.boardId, own.public.cookie)
    onTestFinished(() => other.destroy())
    await Promise.all([writer.synced(), other.synced()])
    const slow = await connect(own.civil, own.boardId)
    onTestFinished(() => slow.socket.terminate())
    await until(() => slow.frames.length > 0)
    const isHere = () => other.awareness.getStates().has(99)
    slow.socket.send(new Uint8Array([1, 7, 1, 99, 1, 3, 0x7b, 0x7d, 0x20]))
    await until(isHere)
    slow.socket.pause()
    const stopped = performance.now()
    let written = 0
    while (isHere() && performance.now() - stopped < 18_000) {
      new Board(writer.doc).addNotes([{ at: { x: 0, y: written }, text: 'ş'.repeat(2_000) }], {
        seat: null,
        side: 'civil',
      })
      written += 1
      await until(() => writer.frames.acked === writer.frames.sent, { timeout: 2_000 })
    }
    expect(performance.now() - stopped).toBeLessThan(17_000)
    expect(performance.now() - stopped).toBeGreaterThan(9_000)
    await until(() => parseBoard(other.doc).notes.length === written)
  })

  test('messages that were begun and never end are dropped after ten seconds', async ({ onTestFinished, expect }) => {
    const cookies = await crowd(fresh.db, story, 20)
    const ends = cookies.map(async (cookie) => {
      const { socket, ended, received } = await rawConnection(node.port)
      onTestFinished(() => void socket.destroy())
      socket.write(upgradeRequest(`/sync/${story.boardId}`, { host: new URL(node.url).host, origin: node.url, cookie }))
      await until(() => received().includes(' 101 '))
      socket.write(frameHeader(0x82, 2 * MB))
      socket.write(Buffer.alloc(MB))
      const begun = performance.now()
      await ended
      return performance.now() - begun
    })
    const took = await Promise.all(ends)
    expect(Math.max(...took)).toBeLessThan(13_000)
    expect(Math.min(...took)).toBeGreaterThan(8_000)
  })

  test('half an upgrade is not waited for', async ({ expect }) => {
    const halves = [
      upgradeRequest(`/sync/${story.boardId}`, {}).slice(0, -4),
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n',
    ]
    const begun = performance.now()
    await Promise.all(
      halves.map(async (half) => {
        const { socket, ended } = await rawConnection(node.port)
        socket.write(half)
        await ended
      }),
    )
    expect(performance.now() - begun).toBeLessThan(17_000)
  }, 40_000)
})

describe('rubbish instead of frames', () => {
  const rubbish: [string, Buffer][] = [
    ['an unmasked frame', Buffer.from([0x82, 0x01, 0x00])],
    ['a reserved opcode', Buffer.concat([frameHeader(0x83, 1), Buffer.from([0])])],
    ['a reserved bit', Buffer.concat([frameHeader(0xc2, 1), Buffer.from([0])])],
    ['bad UTF-8', Buffer.concat([frameHeader(0x81, 2), Buffer.from([0xc3, 0x28])])],
    ['a header that announces 200 MB', frameHeader(0x82, 200 * MB)],
    [
      '2,000 fragments',
      Buffer.concat([frameHeader(0x02, 0), ...Array.from({ length: 2_000 }, () => frameHeader(0, 0))]),
    ],
    ['a ping too long', Buffer.concat([frameHeader(0x89, 126), Buffer.alloc(126)])],
  ]
  const headersOf = (signedIn: boolean): Record<string, string> => (signedIn ? { cookie: story.civil.cookie } : {})
  const places: [string, (signedIn: boolean) => { path: string; headers: Record<string, string> }][] = [
    ['/sync', (signedIn) => ({ path: `/sync/${story.boardId}`, headers: headersOf(signedIn) })],
    [
      '/socket.io',
      (signedIn) => ({
        path: '/socket.io/?EIO=4&transport=websocket',
        headers: headersOf(signedIn),
      }),
    ],
  ]
  test.each(places)('at %s ends the connection and nothing else', async (_name, place) => {
    for (const signedIn of [true, false]) {
      for (const [name, bytes] of rubbish) {
        const { path, headers } = place(signedIn)
        const { socket, received, ended } = await rawConnection(node.port)
        socket.write(upgradeRequest(path, { host: new URL(node.url).host, origin: node.url, ...headers }))
        await until(() => received().includes(' 101 ') || received().includes(' 429 '))
        const begun = performance.now()
        socket.write(bytes)
        await ended
        // The server reads only once somebody is in.
        expect(performance.now() - begun, `${name}, signed in: ${signedIn}`).toBeLessThan(1_500)
      }
    }
    expect((await fetch(`${node.url}/healthz`)).status).toBe(200)
  })

  test('headers of 100 KB are refused', async () => {
    const { socket, received, ended } = await rawConnection(node.port)
    socket.write(upgradeRequest(`/sync/${story.boardId}`, { 'x-long': 'x'.repeat(100_000) }))
    await ended
    expect(received()).toContain(' 431 ')
  })
})
