import { hashToken } from '@meydan/server/access/tokens'
import { editRoom } from '@meydan/shared/contracts/rooms'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { sharedRedis } from '../support/redis.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

let fresh: FreshDatabase
let nodes: TestNode[]

beforeAll(async () => {
  fresh = await freshDatabase()
  const redis = sharedRedis()
  const environment: Record<string, string> = redis ? { REDIS_URL: redis } : {}
  nodes = [await testNode(fresh.url, environment), await testNode(fresh.url, environment)]
})
afterAll(async () => {
  for (const node of nodes ?? []) await node.close()
  await fresh?.drop()
})

const token = () => crypto.randomUUID().slice(0, 22)

async function link(story: Story, given: { token: string; expiresAt?: Date }): Promise<string> {
  const row = await fresh.db
    .insertInto('sharedLink')
    .values({
      ...{ roomId: story.roomId, documentId: story.boardId, level: 'comment' },
      tokenHash: hashToken(given.token),
      expiresAt: given.expiresAt ?? new Date(Date.now() + 3_600_000),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

type Heard = { socket: Socket; events: { name: string; push: unknown }[]; refusals: string[] }

function open(node: TestNode, auth: object, extra: Record<string, string> = {}): Heard {
  const heard: Heard = { events: [], refusals: [] } as unknown as Heard
  heard.socket = io(`${node.url}/shared`, {
    ...{ transports: ['websocket'], forceNew: true, auth, reconnection: false },
    extraHeaders: { origin: node.url, ...extra },
  })
  onTestFinished(() => void heard.socket.disconnect())
  heard.socket.onAny((name: string, push: unknown) => void heard.events.push({ name, push }))
  heard.socket.on('connect_error', ({ message }) => void heard.refusals.push(message))
  return heard
}
const connected = (heard: Heard) => until(() => heard.socket.connected)
const isTold = (heard: Heard, what: string) =>
  until(() =>
    heard.events.some(({ name, push }) => name === 'shared:changed' && (push as { what: string }).what === what),
  )

const grow = (story: Story) =>
  fresh.db
    .updateTable('document')
    .set(({ eb }) => ({ head: eb('head', '+', 1) }))
    .where('id', '=', story.boardId)
    .execute()

test('on every node whoever has a link open hears that its document changed, or that something was said by it', async () => {
  const story = await consultationRoom(fresh.db)
  const secret = token()
  const linkId = await link(story, { token: secret })
  const both = nodes.map((node) => open(node, { token: secret }))
  // From the moment one is let in: what changes before the node's first look is told too.
  for (const heard of both) await connected(heard)
  const { id: threadId } = await fresh.db
    .insertInto('thread')
    .values({ roomId: story.roomId, anchor: 'room', linkId })
    .returning('id')
    .executeTakeFirstOrThrow()
  await fresh.db
    .insertInto('comment')
    .values({ id: crypto.randomUUID(), threadId, linkId, outsider: 'Gazeteci', text: 'Söz' })
    .execute()
  for (const heard of both) await isTold(heard, 'threads')
  // The room's own push comes before the document's, and is for the room.
  const renamed = await fetch(`${nodes[0]!.url}${editRoom.path.replace(':roomId', story.roomId)}`, {
    method: editRoom.method,
    headers: {
      ...{ 'content-type': 'application/json', 'x-meydan': '1', origin: nodes[0]!.url },
      cookie: story.facilitator.cookie,
    },
    body: JSON.stringify({ name: 'Anders' }),
  })
  expect(renamed.status).toBe(200)
  await grow(story)
  for (const heard of both) await isTold(heard, 'document')
  // Nothing but that: no names, no contents, nothing of the room.
  for (const { events } of both) {
    expect(new Set(events.map(({ name }) => name))).toEqual(new Set(['shared:changed']))
    for (const { push } of events) expect(Object.keys(push as object)).toEqual(['what'])
  }
})

test('a link that is closed, or whose time is over, shows those out who have it open, within two seconds', async () => {
  const story = await consultationRoom(fresh.db)
  const secrets = [token(), token(), token()]
  const closed = await link(story, { token: secrets[0]! })
  const over = await link(story, { token: secrets[1]! })
  await link(story, { token: secrets[2]! })
  const [one, two, stays] = secrets.map((secret, index) => open(nodes[index % 2]!, { token: secret }))
  for (const heard of [one, two, stays]) await connected(heard!)
  await fresh.db.updateTable('sharedLink').set({ revokedAt: new Date() }).where('id', '=', closed).execute()
  await fresh.db
    .updateTable('sharedLink')
    .set({ expiresAt: new Date(Date.now() - 1) })
    .where('id', '=', over)
    .execute()
  for (const heard of [one!, two!]) {
    await until(() => !heard.socket.connected, { timeout: 3_000 })
    expect(heard.events.map(({ name }) => name)).toContain('shared:ended')
  }
  expect(stays!.socket.connected).toBe(true)
  const again = open(nodes[0]!, { token: secrets[0]! })
  await until(() => again.refusals.length > 0)
  expect(again.refusals).toEqual(['link_expired'])
})

test('without a good token nobody gets in, whoever they are; and a link opens nothing else', async () => {
  const story = await consultationRoom(fresh.db)
  const cookie = { cookie: story.facilitator.cookie }
  for (const auth of [{}, { token: '' }, { token: 'x' }, { token: { $ne: '' } }, { token: 'a'.repeat(100_00) }]) {
    const heard = open(nodes[0]!, auth, cookie)
    await until(() => heard.refusals.length > 0)
    expect(heard.refusals).toEqual(['link_unknown'])
  }
  const secret = token()
  await link(story, { token: secret })
  const heard = open(nodes[0]!, { token: secret })
  await connected(heard)
  const ask = (event: string, body: object) => heard.socket.timeout(700).emitWithAck(event, body)
  await expect(ask('room:enter', { roomId: story.roomId })).rejects.toThrow()
  // The link is no session: the room's own space asks for one.
  const room = io(nodes[0]!.url, {
    ...{ transports: ['websocket'], forceNew: true, auth: { token: secret }, reconnection: false },
    extraHeaders: { origin: nodes[0]!.url },
  })
  onTestFinished(() => void room.disconnect())
  const refused = new Promise<string>((resolve) => room.on('connect_error', ({ message }) => resolve(message)))
  expect(await refused).toBe('signed_out')
})

test('another site can’t listen by a link', async () => {
  const story = await consultationRoom(fresh.db)
  const secret = token()
  await link(story, { token: secret })
  const heard = open(nodes[0]!, { token: secret }, { origin: 'https://elsewhere.example' })
  await until(() => heard.refusals.length > 0)
  expect(heard.socket.connected).toBe(false)
})
