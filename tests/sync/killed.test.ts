import { Board } from '@meydan/shared/documents/board/board'
import { closeCodes } from '@meydan/shared/close-codes'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { startServer } from '../support/app.ts'
import { type SyncClient, syncClient } from '../support/client.ts'
import { freshDatabase } from '../support/database.ts'
import { seededRandom } from '../support/seed.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'

type Writer = { client: SyncClient; board: Board; issued: { id: string; frame: number }[]; acked: Set<string> }

/** Remembers which notes were acknowledged on the connection that carried them. */
function noteAcks({ client, issued, acked }: Writer): void {
  for (const { id, frame } of issued) if (frame <= client.frames.acked) acked.add(id)
}

test('kill -9 while two people write: nothing acknowledged is missing, nothing issued is lost', async () => {
  const random = seededRandom()
  const fresh = await freshDatabase()
  const story = await consultationRoom(fresh.db)
  const server = await startServer({ DATABASE_URL: fresh.url })
  const writers: Writer[] = [story.civil, story.public].map((actor) => {
    const client = syncClient(server, story.boardId, actor.cookie, { ack: true })
    return { client, board: new Board(client.doc), issued: [], acked: new Set() }
  })
  onTestFinished(async () => {
    for (const { client } of writers) client.destroy()
    await fresh.drop()
  })
  await Promise.all(writers.map(({ client }) => client.synced()))

  let alive = server
  for (let kill = 0; kill < 3; kill++) {
    const edits = 20 + random.below(30)
    for (let n = 0; n < edits; n++) {
      const writer = random.pick(writers)
      const [id] = writer.board.addNotes([{ at: { x: n, y: kill }, text: `${kill}.${n}` }], {
        seat: null,
        side: 'civil',
      })
      writer.issued.push({ id: id!, frame: writer.client.frames.sent })
      await new Promise((resolve) => setImmediate(resolve))
      if (n % 7 === 0) await until(() => writer.client.frames.acked > 0)
    }
    await alive.kill()
    for (const writer of writers) noteAcks(writer)
    const stored = await storedNotes()
    for (const { acked } of writers) for (const id of acked) expect(stored, `acknowledged ${id}`).toContain(id)
    for (const writer of writers) writer.issued = []
    alive = await startServer({ DATABASE_URL: fresh.url, PORT: String(server.port) })
    await Promise.all(writers.map(({ client }) => client.synced()))
    await until(() =>
      writers.every(({ client }) => client.frames.sent > 0 && client.frames.acked === client.frames.sent),
    )
  }
  expect(
    writers.reduce((sum, { acked }) => sum + acked.size, 0),
    'the run did something',
  ).toBeGreaterThan(0)
  const everywhere = new Set(writers.flatMap(({ board }) => board.notes.all().map(({ id }) => id)))
  expect(new Set(await storedNotes())).toEqual(everywhere)
  expect(await alive.stop()).toBe(0)

  async function storedNotes(): Promise<string[]> {
    const rows = await fresh.db
      .selectFrom('documentUpdate')
      .select('bytes')
      .where('documentId', '=', story.boardId)
      .orderBy('seq')
      .execute()
    const doc = new Y.Doc()
    for (const { bytes } of rows) Y.applyUpdate(doc, bytes)
    return [...doc.getMap('notes').keys()]
  }
})

test.each(['before_commit', 'after_commit_before_ack', 'before_broadcast'])(
  'a crash %s loses nothing and doubles nothing',
  async (failpoint) => {
    const fresh = await freshDatabase()
    const story = await consultationRoom(fresh.db)
    const first = await startServer({ DATABASE_URL: fresh.url })
    const client = syncClient(first, story.boardId, story.civil.cookie, { ack: true })
    onTestFinished(async () => {
      client.destroy()
      await fresh.drop()
    })
    await client.synced()
    await until(() => client.frames.acked === client.frames.sent)
    const door = /Failpoints: (\S+)/.exec(first.output())![1]!
    await fetch(`${door}?name=${failpoint}&action=crash`, { method: 'POST' })
    new Board(client.doc).addNotes([{ at: { x: 0, y: 0 }, text: 'bir kere' }], { seat: null, side: 'civil' })
    await until(() => first.process.signalCode === 'SIGKILL')
    const second = await startServer({ DATABASE_URL: fresh.url, PORT: String(first.port) })
    await client.synced()
    await until(() => client.frames.sent > 0 && client.frames.acked === client.frames.sent)
    const reader = syncClient(second, story.boardId, story.observer.cookie)
    await reader.synced()
    const board = new Board(reader.doc)
    expect(board.notes.all().map(({ id }) => board.textOf(id))).toEqual(['bir kere'])
    reader.destroy()
    await second.stop()
  },
)

test('SIGTERM says come back, keeps everything, and ends within ten seconds', async () => {
  const fresh = await freshDatabase()
  const story = await consultationRoom(fresh.db)
  const server = await startServer({ DATABASE_URL: fresh.url })
  const client = syncClient(server, story.boardId, story.civil.cookie, { ack: true })
  onTestFinished(async () => {
    client.destroy()
    await fresh.drop()
  })
  await client.synced()
  const before = client.frames.acked
  new Board(client.doc).addNotes([{ at: { x: 0, y: 0 }, text: 'son söz' }], { seat: null, side: 'civil' })
  await until(() => client.frames.acked > before)
  const started = performance.now()
  expect(await server.stop()).toBe(0)
  expect(performance.now() - started).toBeLessThan(10_000)
  expect(client.closes).toContain(closeCodes.restarting)
})
