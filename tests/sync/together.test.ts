import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { type SyncClient, syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
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

function join(story: Story, who: 'civil' | 'public' | 'facilitator' | 'observer', ack = false): SyncClient {
  const client = syncClient(node, story.boardId, story[who].cookie, { ack })
  onTestFinished(() => client.destroy())
  return client
}

function words(doc: Y.Doc): string[] {
  return parseBoard(doc)
    .notes.map(({ text }) => text)
    .sort()
}

test('two vanilla clients of two sides write on one board, and a third reads it from the database', async () => {
  const story = await consultationRoom(fresh.db)
  const ahmad = join(story, 'civil')
  const mehmet = join(story, 'public')
  await Promise.all([ahmad.synced(), mehmet.synced()])
  expect(parseBoard(ahmad.doc).frames).toHaveLength(4)
  const [fromAhmad] = new Board(ahmad.doc).addNotes([{ at: { x: 0, y: 0 }, text: 'نحتاج مترجمين' }], {
    seat: story.civil.seatId,
    side: 'civil',
  })
  await until(() => words(mehmet.doc).includes('نحتاج مترجمين'))
  const board = new Board(mehmet.doc)
  board.write(fromAhmad!, 'نحتاج مترجمين في البلدية')
  board.addNotes([{ at: { x: 300, y: 0 }, text: 'Tercüman kadrosu yok' }], {
    seat: story.public.seatId,
    side: 'public',
  })
  await until(() => words(ahmad.doc).length === 2)
  await until(() => words(ahmad.doc).includes('نحتاج مترجمين في البلدية'))
  expect(
    [...ahmad.types].every((type) => type <= 3),
    'only message types that y-websocket knows',
  ).toBe(true)

  const second = await testNode(fresh.url)
  onTestFinished(second.close)
  const reader = syncClient(second, story.boardId, story.observer.cookie)
  onTestFinished(() => reader.destroy())
  await reader.synced()
  expect(words(reader.doc)).toEqual(words(ahmad.doc))
})

test('numbers are gap-free in commit order and every row and client id names its author', async () => {
  const story = await consultationRoom(fresh.db)
  const clients = [join(story, 'civil', true), join(story, 'public', true), join(story, 'facilitator', true)]
  await Promise.all(clients.map((client) => client.synced()))
  for (let round = 0; round < 20; round++) {
    for (const client of clients) {
      new Board(client.doc).addNotes([{ at: { x: round, y: 0 }, text: `${round}` }], { seat: null, side: 'neutral' })
    }
  }
  await until(() => clients.every(({ frames }) => frames.sent > 20 && frames.acked === frames.sent))
  const rows = await fresh.db
    .selectFrom('documentUpdate')
    .select(['seq', 'seatId'])
    .where('documentId', '=', story.boardId)
    .orderBy('seq')
    .execute()
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1))
  expect(rows.filter(({ seatId }) => seatId === story.civil.seatId)).toHaveLength(20)
  const holders = await fresh.db
    .selectFrom('documentClient')
    .select(['clientId', 'personId'])
    .where('documentId', '=', story.boardId)
    .execute()
  const byClient = new Map(holders.map(({ clientId, personId }) => [clientId, personId]))
  expect(byClient.get(clients[1]!.doc.clientID)).toBe(story.public.personId)
})

test('a join that only reads stores nothing', async () => {
  const story = await consultationRoom(fresh.db)
  for (let visit = 0; visit < 3; visit++) {
    const client = join(story, 'civil', true)
    await client.synced()
    await until(() => client.frames.acked === client.frames.sent && client.frames.sent > 0)
    client.destroy()
  }
  const { head } = await fresh.db
    .selectFrom('document')
    .select('head')
    .where('id', '=', story.boardId)
    .executeTakeFirstOrThrow()
  expect(head).toBe(1)
})

test('acknowledged means committed: while the row is locked nobody is told, and nobody sees it', async () => {
  const story = await consultationRoom(fresh.db)
  const ahmad = join(story, 'civil', true)
  const mehmet = join(story, 'public')
  await Promise.all([ahmad.synced(), mehmet.synced()])
  await until(() => ahmad.frames.acked === ahmad.frames.sent)
  const before = ahmad.frames.acked
  const locker = await fresh.pool.connect()
  await locker.query('begin')
  await locker.query('select 1 from document where id = $1 for update', [story.boardId])
  new Board(ahmad.doc).addNotes([{ at: { x: 0, y: 0 }, text: 'bekleyen' }], { seat: null, side: 'civil' })
  await until(async () => {
    const waiting = await fresh.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return waiting.rowCount === 1
  })
  const late = join(story, 'facilitator')
  await until(() => late.provider.wsconnected)
  expect(ahmad.frames.acked).toBe(before)
  expect(words(mehmet.doc)).toEqual([])
  expect(words(late.doc)).toEqual([])
  await locker.query('commit')
  locker.release()
  await until(() => ahmad.frames.acked === ahmad.frames.sent)
  await until(() => words(mehmet.doc).includes('bekleyen') && words(late.doc).includes('bekleyen'))
})

test('the database goes away and comes back: nothing is acknowledged meanwhile and nothing is lost', async () => {
  const own = await freshDatabase()
  const alone = await testNode(own.url)
  onTestFinished(async () => {
    await alone.close()
    await own.drop()
  })
  const story = await consultationRoom(own.db)
  const client = syncClient(alone, story.boardId, story.civil.cookie, { ack: true })
  onTestFinished(() => client.destroy())
  await client.synced()
  await until(() => client.frames.acked === client.frames.sent)
  const name = new URL(own.url).pathname.slice(1)
  await fresh.pool.query(`alter database ${name} with allow_connections false`)
  const cut = () =>
    fresh.pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  await cut()
  const acked = client.frames.acked
  const board = new Board(client.doc)
  for (let n = 0; n < 10; n++) board.addNotes([{ at: { x: n, y: 0 }, text: `not ${n}` }], { seat: null, side: 'civil' })
  await until(async () => (await metric(alone, 'sync_commit_retries_total')) >= 2)
  expect(client.frames.acked).toBe(acked)
  await fresh.pool.query(`alter database ${name} with allow_connections true`)
  await until(() => client.frames.acked === client.frames.sent && client.frames.sent >= acked + 10)
  const rows = await until(() =>
    own.db
      .selectFrom('documentUpdate')
      .select('bytes')
      .where('documentId', '=', story.boardId)
      .orderBy('seq')
      .execute(),
  )
  const stored = new Y.Doc()
  for (const { bytes } of rows) Y.applyUpdate(stored, bytes)
  expect(words(stored)).toHaveLength(10)
})

test('an afternoon of work without network comes back in one piece', async () => {
  const story = await consultationRoom(fresh.db)
  const client = join(story, 'civil', true)
  await client.synced()
  client.provider.disconnect()
  const board = new Board(client.doc)
  for (let n = 0; n < 200; n++) {
    board.addNotes([{ at: { x: n, y: 0 }, text: `${n} ${'söz '.repeat(900)}` }], { seat: null, side: 'civil' })
  }
  expect(Y.encodeStateAsUpdate(client.doc).length).toBeGreaterThan(800_000)
  client.provider.connect()
  await client.synced()
  await until(() => client.frames.sent > 0 && client.frames.acked === client.frames.sent)
  expect(client.closes.filter((code) => code >= 4400)).toEqual([])
  const reader = join(story, 'observer')
  await reader.synced()
  expect(words(reader.doc)).toEqual(words(client.doc))
})

async function metric(server: TestNode, name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? 0)
}
