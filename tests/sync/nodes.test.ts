import { closeCodes } from '@meydan/shared/close-codes'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { testNode } from '../support/node.ts'
import { sharedRedis, startRedis } from '../support/redis.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'

let fresh: FreshDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

async function twoNodes(environment: Record<string, string>) {
  const nodes = await Promise.all(
    ['a', 'b'].map((name) => testNode(fresh.url, { ...environment, NODE_ID: `${name}-${crypto.randomUUID()}` })),
  )
  for (const node of nodes) onTestFinished(node.close)
  return nodes as [(typeof nodes)[0], (typeof nodes)[0]]
}

function texts(doc: Y.Doc): string[] {
  return parseBoard(doc)
    .notes.map(({ text }) => text)
    .sort()
}

async function editOnBoth(environment: Record<string, string>) {
  const [a, b] = await twoNodes(environment)
  const story = await consultationRoom(fresh.db)
  const ahmad = syncClient(a, story.boardId, story.civil.cookie, { ack: true })
  const mehmet = syncClient(b, story.boardId, story.public.cookie, { ack: true })
  onTestFinished(() => ahmad.destroy())
  onTestFinished(() => mehmet.destroy())
  await Promise.all([ahmad.synced(), mehmet.synced()])
  for (let n = 0; n < 15; n++) {
    new Board(ahmad.doc).addNotes([{ at: { x: n, y: 0 }, text: `a${n}` }], { seat: null, side: 'civil' })
    new Board(mehmet.doc).addNotes([{ at: { x: n, y: 9 }, text: `b${n}` }], { seat: null, side: 'public' })
  }
  await until(() => texts(ahmad.doc).length === 30 && texts(mehmet.doc).length === 30)
  expect(texts(ahmad.doc)).toEqual(texts(mehmet.doc))
  return { ahmad, mehmet }
}

describe.skipIf(sharedRedis() === null)('two nodes behind one Postgres and one Redis', () => {
  test('show each other’s edits and cursors at once', async () => {
    const { ahmad, mehmet } = await editOnBoth({ REDIS_URL: sharedRedis()! })
    const started = performance.now()
    for (let n = 0; n < 6; n++) {
      new Board(ahmad.doc).addNotes([{ at: { x: n, y: 0 }, text: `tek yön ${n}` }], { seat: null, side: 'civil' })
      await until(() => texts(mehmet.doc).includes(`tek yön ${n}`))
    }
    expect(performance.now() - started, 'hints come before the two-second look').toBeLessThan(2_000)
    ahmad.awareness.setLocalState({ cursor: { x: 4, y: 2 } })
    const cursorOf = () =>
      (mehmet.awareness.getStates().get(ahmad.doc.clientID) as { cursor: { x: number } | null } | undefined)?.cursor
    await until(() => cursorOf()?.x === 4)
    ahmad.provider.disconnect()
    await until(() => !mehmet.awareness.getStates().has(ahmad.doc.clientID))
  })

  test('go on without Redis when it dies, and lose nothing', async () => {
    const redis = await startRedis()
    const { ahmad, mehmet } = await editOnBoth({ REDIS_URL: redis.url })
    await redis.kill()
    new Board(ahmad.doc).addNotes([{ at: { x: 1, y: 1 }, text: 'Redis yok' }], { seat: null, side: 'civil' })
    await until(() => ahmad.frames.acked === ahmad.frames.sent)
    await until(() => texts(mehmet.doc).includes('Redis yok'), { timeout: 5_000 })
  })
})

test('two nodes without a Redis find each other’s edits by the sequence', async () => {
  await editOnBoth({})
})

test('who moves to a node one moment behind is not refused, and does not become the author of what they saw', async () => {
  const [a, b] = await twoNodes({})
  const story = await consultationRoom(fresh.db)
  const reader = syncClient(b, story.boardId, story.observer.cookie)
  onTestFinished(() => reader.destroy())
  await reader.synced()
  const mehmet = syncClient(a, story.boardId, story.public.cookie, { ack: true })
  const ahmad = syncClient(a, story.boardId, story.civil.cookie, { ack: true })
  onTestFinished(() => mehmet.destroy())
  onTestFinished(() => ahmad.destroy())
  await Promise.all([mehmet.synced(), ahmad.synced()])
  const [id] = new Board(mehmet.doc).addNotes([{ at: { x: 0, y: 0 }, text: 'önce' }], { seat: null, side: 'public' })
  await until(() => texts(ahmad.doc).includes('önce'))
  ahmad.provider.disconnect()
  new Board(ahmad.doc).write(id!, 'önce burada, sonra orada')
  const moved = syncClient(b, story.boardId, story.civil.cookie, { doc: ahmad.doc, ack: true })
  onTestFinished(() => moved.destroy())
  await moved.synced()
  await until(() => texts(reader.doc).includes('önce burada, sonra orada'))
  expect(moved.closes).toEqual([])
  const authors = await fresh.db
    .selectFrom('documentClient')
    .select(['clientId', 'personId'])
    .where('documentId', '=', story.boardId)
    .execute()
  expect(new Map(authors.map(({ clientId, personId }) => [clientId, personId]))).toEqual(
    new Map([
      [mehmet.doc.clientID, story.public.personId],
      [ahmad.doc.clientID, story.civil.personId],
    ]),
  )
  const ofAhmad = await fresh.db
    .selectFrom('documentUpdate')
    .select('bytes')
    .where('documentId', '=', story.boardId)
    .where('seatId', '=', story.civil.seatId)
    .execute()
  const written = ofAhmad.flatMap(({ bytes }) => Y.decodeUpdate(bytes).structs.map(({ id: { client } }) => client))
  expect(new Set(written), 'his rows hold his own words alone').toEqual(new Set([ahmad.doc.clientID]))

  mehmet.provider.disconnect()
  new Board(mehmet.doc).write(id!, 'Mehmet de taşındı')
  const followed = syncClient(b, story.boardId, story.public.cookie, { doc: mehmet.doc, ack: true })
  onTestFinished(() => followed.destroy())
  await followed.synced()
  await until(() => followed.frames.acked === followed.frames.sent && followed.frames.sent > 0)
  expect(followed.closes).toEqual([])
})

test('a client id bound on one node can’t be claimed on another', async () => {
  const [a, b] = await twoNodes({})
  const story = await consultationRoom(fresh.db)
  const forger = syncClient(b, story.boardId, story.civil.cookie)
  onTestFinished(() => forger.destroy())
  await forger.synced()
  const victim = syncClient(a, story.boardId, story.public.cookie)
  onTestFinished(() => victim.destroy())
  await victim.synced()
  new Board(victim.doc).addNotes([{ at: { x: 0, y: 0 }, text: 'benim' }], { seat: null, side: 'public' })
  await until(() => texts(forger.doc).includes('benim'))
  const ownId = forger.doc.clientID
  forger.doc.clientID = victim.doc.clientID
  new Board(forger.doc).addNotes([{ at: { x: 9, y: 9 }, text: 'kabul ediyorum' }], { seat: null, side: 'public' })
  await until(() => forger.closes.includes(closeCodes.refused))
  forger.doc.clientID = ownId
  expect(texts(victim.doc)).toEqual(['benim'])
})
