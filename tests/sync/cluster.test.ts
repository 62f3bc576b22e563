import { redisPresence } from '@meydan/server/live/presence'
import { type RedisLink, openRedis } from '@meydan/server/sync/relay/link'
import { redisRelay } from '@meydan/server/sync/relay/redis'
import type { Relay } from '@meydan/server/sync/relay/relay'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type * as Y from 'yjs'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { freePort } from '../support/processes.ts'
import { type RedisCluster, startRedisCluster } from '../support/redis-cluster.ts'
import { type RedisServer, sharedRedis, startRedis } from '../support/redis.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'

const HINT = 1

let fresh: FreshDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

function link(url: string): RedisLink {
  const opened = openRedis(url, () => {})
  onTestFinished(() => opened.close())
  return opened
}

function relayOn(url: string): Relay {
  const relay = redisRelay(link(url), `test-${crypto.randomUUID()}`)
  onTestFinished(() => relay.close())
  return relay
}

type Ear = { messages: string[]; stop: () => void }

function listen(relay: Relay, channel: string): Ear {
  const messages: string[] = []
  const stop = relay.subscribe(channel, (message) => messages.push(Buffer.from(message).toString()))
  return { messages, stop }
}

/** Says a word until it is heard: what is said before somebody listens is lost, and may be. */
async function untilHeard(speaker: Relay, channel: string, ear: Ear): Promise<void> {
  // What was said the last time may still be under way.
  const word = `try ${crypto.randomUUID()}`
  await until(
    () => {
      speaker.publish(channel, Buffer.from(word))
      return ear.messages.includes(word)
    },
    { every: 50, timeout: 15_000, what: `${channel} is heard` },
  )
}

async function shardChannels(cluster: RedisCluster): Promise<string[][]> {
  return Promise.all(
    cluster.masters.map(async ({ url }) => {
      const client = new Redis(url)
      const channels = (await client.call('PUBSUB', 'SHARDCHANNELS')) as string[]
      client.disconnect()
      return channels
    }),
  )
}

function texts(doc: Y.Doc): string[] {
  return parseBoard(doc).notes.map(({ text }) => text)
}

function write(doc: Y.Doc, text: string): void {
  new Board(doc).addNotes([{ at: { x: 0, y: 0 }, text }], { seat: null, side: 'civil' })
}

describe.skipIf(sharedRedis() === null)('nodes around a Redis cluster', { timeout: 60_000 }, () => {
  let cluster: RedisCluster

  // One for all of them; the last test leaves it broken.
  beforeAll(async () => {
    cluster = await startRedisCluster()
  })
  afterAll(() => cluster?.stop())

  test('relay through the shard of each channel, exactly once, and not to themselves', async () => {
    const [here, there] = [relayOn(cluster.url), relayOn(`redis://127.0.0.1:${await freePort()}, ${cluster.url}`)]
    const channels = Array.from({ length: 40 }, () => `doc:${crypto.randomUUID()}`)
    const ears = channels.map((channel) => listen(there, channel))
    const own = channels.map((channel) => listen(here, channel))
    for (const [at, channel] of channels.entries()) await untilHeard(here, channel, ears[at]!)
    for (const channel of channels) here.publish(channel, Buffer.from(channel))
    const said = () => ears.map(({ messages }) => messages.filter((message) => !message.startsWith('try ')))
    await until(() => said().every((messages) => messages.length > 0))
    expect(said()).toEqual(channels.map((channel) => [channel]))
    expect(own.flatMap(({ messages }) => messages)).toEqual([])
    const spread = await shardChannels(cluster)
    expect(spread.flat().sort(), 'each channel at one master alone').toEqual(
      channels.map((channel) => `meydan:${channel}`).sort(),
    )
    expect(spread.every((some) => some.length > 0 && some.length < channels.length)).toBe(true)

    for (const { stop } of [...ears, ...own]) stop()
    await until(async () => (await shardChannels(cluster)).flat().length === 0, { what: 'nobody listens any more' })
  })

  test('follow a slot to another master, and back', async () => {
    const [here, there] = [relayOn(cluster.url), relayOn(cluster.url)]
    const channel = 'doc:moves'
    const ear = listen(there, channel)
    await untilHeard(here, channel, ear)
    const before = await cluster.masterOf(`meydan:${channel}`)
    for (let move = 0; move < 3; move++) {
      const now = await cluster.moveSlotOf(`meydan:${channel}`)
      await untilHeard(here, channel, ear)
      const at = cluster.masters.indexOf(now)
      expect((await shardChannels(cluster)).map((some) => some.length)).toEqual(
        [0, 1, 2].map((n) => (n === at ? 1 : 0)),
      )
    }
    expect(await cluster.masterOf(`meydan:${channel}`)).toBe(before)
  })

  test('know each other’s people, wherever a room’s slot lies', async () => {
    const [here, there] = ['here', 'there'].map((name) => redisPresence(link(cluster.url), `${name}-1`))
    const rooms = Array.from({ length: 12 }, () => crypto.randomUUID())
    await until(async () => {
      await Promise.all(rooms.map((room) => here!.enter(room, 'window', 'Ahmad')))
      return (await there!.list(rooms[0]!)).length === 1
    })
    for (const room of rooms) {
      await there!.enter(room, 'window', 'Mehmet')
      expect((await here!.list(room)).map(({ seatId }) => seatId)).toEqual(['Ahmad', 'Mehmet'])
    }
    await cluster.moveSlotOf(`{${rooms[0]}}`)
    expect((await here!.list(rooms[0]!)).map(({ seatId }) => seatId)).toEqual(['Ahmad', 'Mehmet'])
    await there!.close()
    for (const room of rooms) expect((await here!.list(room)).map(({ seatId }) => seatId)).toEqual(['Ahmad'])
  })

  test('answer about people at once while a master hangs', async () => {
    const book = redisPresence(link(cluster.url), 'node-1')
    const room = crypto.randomUUID()
    const master = await cluster.masterOf(`{${room}}`)
    await until(async () => {
      await book.enter(room, 'window', 'Ahmad')
      const client = new Redis(master.url)
      const keys = await client.dbsize()
      client.disconnect()
      return keys > 0
    })
    process.kill(master.pid, 'SIGSTOP')
    onTestFinished(() => void process.kill(master.pid, 'SIGCONT'))
    const slowest = async (times: number) => {
      let most = 0
      for (let n = 0; n < times; n++) {
        const begun = performance.now()
        await book.enter(room, `window ${n}`, 'Mehmet')
        expect((await book.list(room)).map(({ seatId }) => seatId)).toEqual(['Ahmad', 'Mehmet'])
        most = Math.max(most, performance.now() - begun)
      }
      return most
    }
    expect(await slowest(8)).toBeLessThan(1_000)
  })

  test('exchange edits and cursors by hints, and by the sequence when a master is gone', async () => {
    const story = await consultationRoom(fresh.db)
    const nodes = await twoNodes(cluster.url)
    const ahmad = syncClient(nodes[0], story.boardId, story.civil.cookie, { ack: true })
    const mehmet = syncClient(nodes[1], story.boardId, story.public.cookie, { ack: true })
    onTestFinished(() => ahmad.destroy())
    onTestFinished(() => mehmet.destroy())
    await Promise.all([ahmad.synced(), mehmet.synced()])
    const hints: number[] = []
    relayOn(cluster.url).subscribe(`doc:${story.boardId}`, (message) => hints.push(message[0]!))
    await until(
      () => {
        write(ahmad.doc, 'kümeden')
        return hints.includes(HINT)
      },
      { every: 100, what: 'the hint goes through the cluster' },
    )
    await until(() => texts(mehmet.doc).includes('kümeden'))
    ahmad.awareness.setLocalState({ cursor: { x: 4, y: 2 } })
    await until(() => mehmet.awareness.getStates().has(ahmad.doc.clientID))

    const master = await cluster.masterOf(`meydan:doc:${story.boardId}`)
    const book = redisPresence(link(cluster.url), 'node-3')
    const room = await keyAt(cluster, master)
    await master.kill()
    const begun = performance.now()
    await book.enter(room, 'window', 'Ahmad')
    expect(await book.list(room)).toHaveLength(1)
    expect(performance.now() - begun, 'nobody waits for a master that is gone').toBeLessThan(1_000)
    write(ahmad.doc, 'shard yok')
    await until(() => ahmad.frames.acked === ahmad.frames.sent)
    await until(() => texts(mehmet.doc).includes('shard yok'), { timeout: 5_000 })
    expect(ahmad.closes).toEqual([])
  })
})

/** A room whose people this master keeps. */
async function keyAt(cluster: RedisCluster, master: RedisServer): Promise<string> {
  for (;;) {
    const room = crypto.randomUUID()
    if ((await cluster.masterOf(`{${room}}`)) === master) return room
  }
}

async function twoNodes(redis: string): Promise<[TestNode, TestNode]> {
  const open = (name: string) => testNode(fresh.url, { REDIS_URL: redis, NODE_ID: `${name}-${crypto.randomUUID()}` })
  const nodes: [TestNode, TestNode] = [await open('a'), await open('b')]
  for (const node of nodes) onTestFinished(node.close)
  return nodes
}

describe.skipIf(sharedRedis() === null)('a relay whose Redis', () => {
  test('hangs loses what is said meanwhile instead of keeping it, and hears again afterwards', async () => {
    const redis = await startRedis()
    onTestFinished(() => redis.kill())
    const [here, there] = [relayOn(redis.url), relayOn(redis.url)]
    const ear = listen(there, 'doc:1')
    await untilHeard(here, 'doc:1', ear)
    process.kill(redis.pid, 'SIGSTOP')
    // Longer than a hung connection is given; then nothing more is written into it.
    let said = 0
    const last = Date.now() + 1_500
    await until(() => {
      here.publish('doc:1', Buffer.from(`old ${(said += 1)}`))
      return Date.now() > last
    })
    process.kill(redis.pid, 'SIGCONT')
    await untilHeard(here, 'doc:1', ear)
    const old = ear.messages.filter((message) => message.startsWith('old'))
    expect(old.length).toBeLessThan(said * 0.7)
  })
})
