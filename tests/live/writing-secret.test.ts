import { setTimeout as wait } from 'node:timers/promises'
import type { Contract } from '@meydan/shared/contracts/contract'
import { listChanges, listVersions } from '@meydan/shared/contracts/history'
import {
  addStep,
  createMeeting,
  directMeeting,
  type MeetingView,
  readCurrentMeeting,
} from '@meydan/shared/contracts/meetings'
import { readRoom } from '@meydan/shared/contracts/rooms'
import { deleteDraft, putDraft, readWriting } from '@meydan/shared/contracts/writing'
import { Board } from '@meydan/shared/documents/board/board'
import { NOTE_TEXT_MAX } from '@meydan/shared/documents/board/records'
import { Redis } from 'ioredis'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { type SyncClient, syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type RedisServer, sharedRedis, startRedis } from '../support/redis.ts'
import { seededRandom } from '../support/seed.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { findWords, monitorRedis, type Recording, startTap, type Tap } from '../support/wiretap.ts'

const NOTES_EACH = 12

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

/** Somebody in the room with all that a browser has open, and everything that reached them. */
/** What these tests read of an answer. */
type Answer = { meeting: MeetingView; [name: string]: unknown }

type Listener = {
  actor: Actor
  tap: Tap
  sync: SyncClient
  topics: string[]
  ask: (contract: Contract, params: Record<string, string>, body?: unknown) => Promise<{ status: number; json: Answer }>
}

async function listen(node: Server, story: Story, actor: Actor): Promise<Listener> {
  const tap = await startTap(node.port)
  onTestFinished(tap.close)
  const topics: string[] = []
  for (const transport of ['websocket', 'polling'] as const) {
    const socket: Socket = io(tap.url, {
      transports: [transport],
      upgrade: false,
      forceNew: true,
      extraHeaders: { cookie: actor.cookie, origin: tap.url },
    })
    onTestFinished(() => void socket.disconnect())
    socket.on('room:topic', ({ topic }: { topic: string }) => topics.push(topic))
    await until(() => socket.connected)
    expect(await socket.timeout(5_000).emitWithAck('room:enter', { roomId: story.roomId })).toMatchObject({ ok: true })
  }
  const sync = syncClient(tap, story.boardId, actor.cookie)
  onTestFinished(() => sync.destroy())
  await sync.synced()
  const ask: Listener['ask'] = async (contract, params, body) => {
    const path = contract.path.replace(/:(\w+)/g, (_, name) => params[name]!)
    const answer = await fetch(tap.url + path, {
      method: contract.method,
      headers: {
        ...{ cookie: actor.cookie, origin: tap.url, 'x-meydan': '1', 'accept-encoding': 'identity' },
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: answer.status, json: (await answer.json()) as Answer }
  }
  return { actor, tap, sync, topics, ask }
}

/** An open meeting that is at private writing, next the reveal; the way its people make it. */
async function beginWriting(leader: Listener, roomId: string) {
  const made = await leader.ask(createMeeting, { roomId }, { title: 'Toplantı' })
  let meeting: MeetingView = made.json.meeting
  const at = { roomId, meetingId: meeting.id }
  for (const mode of ['write', 'reveal']) {
    const answer = await leader.ask(addStep, at, { mode, title: { tr: mode }, minutes: 5 })
    expect(answer.status, JSON.stringify(answer.json)).toBe(200)
    meeting = answer.json.meeting
  }
  const command = async (name: string) => {
    const answer = await leader.ask(directMeeting, at, { command: name, version: meeting.version })
    expect(answer.status, JSON.stringify(answer.json)).toBe(200)
    meeting = answer.json.meeting
  }
  await command('start')
  if (!meeting.stepId) await command('next')
  return { stepId: meeting.stepId!, next: () => command('next') }
}

async function aHouse() {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const monitor = await monitorRedis(redis.port)
  onTestFinished(monitor.close)
  const node = async (name: string) => {
    const given = { DATABASE_URL: fresh.url, REDIS_URL: redis.url, NODE_ID: name, LOG_LEVEL: 'debug' }
    const started = await startServer({ ...given, METRICS_TOKEN: 'm'.repeat(32), LIMIT_SCALE: '100' })
    onTestFinished(() => void started.stop())
    return started
  }
  // One after the other: on a busy machine two starts at once take longer than either may.
  const nodes = [await node('one'), await node('two')]
  return { redis, monitor, nodes }
}

describe.skipIf(sharedRedis() === null)('what people write for themselves, on two nodes', () => {
  test('reaches no other machine before the reveal, and then all of them', async () => {
    const random = seededRandom()
    const { redis, monitor, nodes } = await aHouse()
    const [here, there] = nodes as [Server, Server]
    const story = await consultationRoom(fresh.db)
    const leader = await listen(here, story, story.facilitator)
    const ahmad = await listen(here, story, story.civil)
    const mehmet = await listen(there, story, story.public)
    const others = [leader, await listen(there, story, story.observer), await listen(here, story, story.expert)]
    const everyone = [ahmad, mehmet, ...others]
    const { stepId, next } = await beginWriting(leader, story.roomId)

    const words = new Map<Listener, string[]>()
    for (const writer of [ahmad, mehmet]) words.set(writer, await writeMuch(writer, { story, stepId, random }))
    const hidden = [...words.values()].flat()
    for (const listener of everyone) await askForAll(listener, story)
    await until(() => everyone.every(({ topics }) => topics.includes('writing')))

    for (const listener of everyone) {
      const notTheirs = hidden.filter((text) => !words.get(listener)?.includes(text))
      expect(findWords(listener.tap.bytes(), notTheirs), listener.actor.name).toEqual([])
    }
    expect(findWords(monitor.bytes(), hidden), 'Redis').toEqual([])
    expect(findWords(await keysOf(redis), hidden), 'what Redis keeps').toEqual([])
    for (const node of nodes) {
      expect(findWords(Buffer.from(node.output()), hidden), 'log').toEqual([])
      expect(findWords(await metricsOf(node), hidden), 'metrics').toEqual([])
    }
    await expectEarsOpen({ ahmad, mehmet, monitor, words: words.get(ahmad)!, redis })

    const shown = hidden.filter((text) => !text.startsWith('GONE'))
    await next()
    for (const { sync, actor } of everyone) {
      const seen = () => textsOf(sync)
      await until(() => shown.every((text) => seen().filter((one) => one === text).length === 1), {
        what: `everything is on the board of ${actor.name}`,
      })
      expect(seen().filter((text) => text.startsWith('GONE'))).toEqual([])
    }
    for (const node of nodes) expect(findWords(Buffer.from(node.output()), hidden), 'log').toEqual([])
  }, 120_000)
})

type Given = { story: Story; stepId: string; random: ReturnType<typeof seededRandom> }

/** Writes as a browser does, letter by letter, changes, deletes, and makes every mistake there is. Answers with the words. */
async function writeMuch(writer: Listener, { story, stepId, random }: Given): Promise<string[]> {
  const at = (noteId: string) => ({ roomId: story.roomId, stepId, noteId })
  const put = async (noteId: string, text: string, status = 200) =>
    expect((await writer.ask(putDraft, at(noteId), { text })).status).toBe(status)
  const secret = (kind: string) =>
    `${kind}${random.below(2 ** 31).toString(36)}şğıمياه${random.below(2 ** 31).toString(36)}`
  const texts: string[] = []
  for (let n = 0; n < NOTES_EACH; n++) {
    const [noteId, text] = [crypto.randomUUID(), secret(n % 4 ? 'KEPT' : 'GONE')]
    for (const part of [text.slice(0, 6), text.slice(0, 14), text]) await put(noteId, part)
    if (text.startsWith('GONE')) await writer.ask(deleteDraft, at(noteId))
    texts.push(text)
  }
  const wrong = secret('GONE')
  await put(crypto.randomUUID(), wrong.padEnd(NOTE_TEXT_MAX + 1, 'x'), 400)
  await put('not-an-id', wrong, 400)
  const elsewhere = { roomId: story.roomId, stepId: crypto.randomUUID(), noteId: crypto.randomUUID() }
  expect((await writer.ask(putDraft, elsewhere, { text: wrong })).status).toBe(404)
  expect((await writer.ask(putDraft, at(crypto.randomUUID()), `{"text": "${wrong}`)).status).toBe(400)
  return [...texts, wrong]
}

/** Everything a seat may ask of the room, again and again, as a page does. */
async function askForAll(listener: Listener, { roomId, boardId }: Story): Promise<void> {
  const at = { roomId, documentId: boardId }
  for (let n = 0; n < 3; n++) {
    for (const contract of [readWriting, readRoom, readCurrentMeeting, listChanges, listVersions] as Contract[]) {
      expect((await listener.ask(contract, at)).status, contract.path).toBe(200)
    }
    await wait(50)
  }
}

/** The same search finds what is there: the author's own words, words on a board, words in Redis. */
async function expectEarsOpen(given: {
  ahmad: Listener
  mehmet: Listener
  monitor: Recording
  redis: RedisServer
  words: string[]
}): Promise<void> {
  const { ahmad, mehmet, monitor, redis, words } = given
  const kept = words.filter((text) => text.startsWith('KEPT'))
  expect(findWords(ahmad.tap.bytes(), kept).length).toBeGreaterThanOrEqual(kept.length)
  const leaked = `LEAK${crypto.randomUUID()}ışğ`
  new Board(ahmad.sync.doc).addNotes([{ at: { x: 0, y: 0 }, text: leaked }], { seat: null, side: 'civil' })
  await until(() => findWords(mehmet.tap.bytes(), [leaked]).includes(`${leaked} (plain)`))
  const client = new Redis(redis.url)
  await client.publish('leak', Buffer.from(leaked))
  await client.quit()
  await until(() => findWords(monitor.bytes(), [leaked]).length > 0)
}

async function keysOf(redis: RedisServer): Promise<Buffer> {
  const client = new Redis(redis.url)
  const keys = await client.keys('*')
  const values = await Promise.all(keys.map((key) => client.dumpBuffer(key)))
  await client.quit()
  return Buffer.concat([Buffer.from(keys.join('\n')), ...values.flatMap((value) => value ?? [])])
}

async function metricsOf(node: Server): Promise<Buffer> {
  const answer = await fetch(`${node.url}/metrics`, { headers: { authorization: `Bearer ${'m'.repeat(32)}` } })
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}

function textsOf({ doc }: SyncClient): string[] {
  const board = new Board(doc)
  return board.notes.all().map(({ id }) => board.textOf(id))
}

describe('the search', () => {
  test.each([
    ['plain', (text: string) => Buffer.from(`{"text":"${text}"}`)],
    ['UTF-16', (text: string) => Buffer.from(`a${text}`, 'utf16le')],
    ['base64', (text: string) => Buffer.from(Buffer.from(`ab${text}c`).toString('base64'))],
    ['hex', (text: string) => Buffer.from(Buffer.from(`ab${text}c`).toString('hex'))],
    ['in a URL', (text: string) => Buffer.from(`?q=${encodeURIComponent(text)}`)],
    [
      'escaped',
      (text: string) =>
        Buffer.from(
          JSON.stringify(text).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
        ),
    ],
  ])('finds words that stand somewhere %s', (name, hide) => {
    const words = 'KEPTşğı مياه 42'
    expect(findWords(Buffer.concat([Buffer.alloc(9, 7), hide(words)]), [words])).toContain(`${words} (${name})`)
    expect(findWords(Buffer.alloc(99, 7), [words])).toEqual([])
  })
})
