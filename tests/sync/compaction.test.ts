import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { compact, compactDocument } from '@meydan/server/sync/folding/compact.job'
import { FOLD_AFTER_ROWS, DocumentLog } from '@meydan/server/sync/document-log'
import { eraseInDocument } from '@meydan/server/sync/history/erase'
import { fold } from '@meydan/server/sync/folding/fold'
import { type FoldQuestion, packedParts, unpacked } from '@meydan/server/sync/folding/message'
import { readFoldable } from '@meydan/server/sync/folding/store'
import { FoldWorker, folding } from '@meydan/server/sync/folding/worker'
import { LiveDocument } from '@meydan/server/sync/live-document'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { startServer } from '../support/app.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'

let fresh: FreshDatabase
const silent = { info() {}, error() {} }

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(async () => {
  await folding.close()
  await fresh?.drop()
})

const jobDeps = () => ({ db: fresh.db, log: silent })

async function appendNotes(boardId: string, count: number, seatId: string): Promise<void> {
  const log = new DocumentLog(fresh.db)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const board = new Board(doc)
  for (let n = 0; n < count; n++) board.addNotes([{ at: { x: n, y: 0 } }], { seat: seatId, side: 'civil' })
  const connectionId = crypto.randomUUID()
  let frameNo = 0
  for (const bytes of updates) {
    frameNo += 1
    await log.append({ id: boardId, epoch: 1 }, [{ bytes, seatId, connectionId, frameNo }], new Map())
  }
}

async function notesIn(boardId: string): Promise<number> {
  const stored = (await new DocumentLog(fresh.db).read(boardId))!
  const live = new LiveDocument(stored.kind, stored.parts, stored.holders)
  return parseBoard(live.doc).notes.length
}

async function storedOf(boardId: string): Promise<{ rows: number; snapshots: number; changes: number }> {
  const { rows } = await fresh.pool.query(
    `select (select count(*)::int from document_update where document_id = $1) as rows,
      (select count(*)::int from document_snapshot where document_id = $1) as snapshots,
      (select count(*)::int from document_change where document_id = $1) as changes`,
    [boardId],
  )
  return rows[0]
}

async function boardOf(notes: number) {
  const story = await consultationRoom(fresh.db)
  await appendNotes(story.boardId, notes, story.civil.seatId)
  return story
}

test('reading while the log is folded and written never misses a note', async () => {
  const story = await consultationRoom(fresh.db)
  let written = 0
  let done = false
  const writing = (async () => {
    for (let round = 0; round < 8; round++) {
      await appendNotes(story.boardId, 15, story.civil.seatId)
      written += 15
    }
    done = true
  })()
  const foldAgainAndAgain = (async () => {
    while (!done) await compactDocument.run({ documentId: story.boardId }, jobDeps())
  })()
  while (!done) {
    const atLeast = written
    expect(await notesIn(story.boardId)).toBeGreaterThanOrEqual(atLeast)
  }
  await Promise.all([writing, foldAgainAndAgain])
  await compactDocument.run({ documentId: story.boardId }, jobDeps())
  expect(await notesIn(story.boardId)).toBe(120)
  expect(await storedOf(story.boardId)).toMatchObject({ rows: 0, snapshots: 1 })
})

test('a node that is behind a fold catches up from the snapshot', async () => {
  const story = await consultationRoom(fresh.db)
  const log = new DocumentLog(fresh.db)
  const early = (await log.read(story.boardId))!
  const live = new LiveDocument(early.kind, early.parts, early.holders)
  await appendNotes(story.boardId, 5, story.civil.seatId)
  await compact(story.boardId, jobDeps())
  await appendNotes(story.boardId, 2, story.civil.seatId)
  const { seq, parts } = await log.readAfter({ id: story.boardId, epoch: 1 }, early.seq)
  live.absorb(parts)
  expect(seq).toBe(8)
  expect(parseBoard(live.doc).notes).toHaveLength(7)
})

test('a batch of unknown outcome is written once, however often it is tried', async () => {
  const story = await consultationRoom(fresh.db)
  const log = new DocumentLog(fresh.db)
  const at = { id: story.boardId, epoch: 1 }
  const frame = { bytes: new Uint8Array([0, 0]), seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }
  const heads = await Promise.all([1, 2, 3].map(() => log.append(at, [frame], new Map()).catch(() => 2)))
  expect(heads).toEqual([2, 2, 2])
  expect(await log.append(at, [frame], new Map())).toBe(2)
})

test('two nodes that fold at once fold once; who changed what is kept, once, and a whole document is left alone', async () => {
  const { boardId, civil } = await boardOf(30)
  const other = new FoldWorker()
  onTestFinished(() => other.close())
  const folded = await Promise.all([compact(boardId, jobDeps()), compact(boardId, jobDeps(), other)])
  expect(folded.sort((a, b) => a - b)).toEqual([0, 31])
  expect(await storedOf(boardId)).toEqual({ rows: 0, snapshots: 1, changes: expect.any(Number) })
  const { rows } = await fresh.pool.query(
    `select count(*)::int as n from document_change where document_id = $1 and seat_id = $2 and action = 'added'`,
    [boardId, civil.seatId],
  )
  expect(rows[0].n).toBe(30)
  expect(await compact(boardId, jobDeps())).toBe(0)
})

test('what is written while a fold is under way stays, and so do rows of an epoch that began meanwhile', async () => {
  const { boardId, civil } = await boardOf(10)
  const meanwhile = (work: () => Promise<unknown>) => ({
    fold: async (question: FoldQuestion) => {
      const folded = await folding.fold(question)
      await work()
      return folded
    },
  })
  expect(
    await compact(
      boardId,
      jobDeps(),
      meanwhile(() => appendNotes(boardId, 3, civil.seatId)),
    ),
  ).toBe(11)
  expect(await storedOf(boardId)).toMatchObject({ rows: 3, snapshots: 1 })
  expect(await notesIn(boardId)).toBe(13)
  const begin = () => fresh.db.updateTable('document').set({ epoch: 2 }).where('id', '=', boardId).execute()
  expect(await compact(boardId, jobDeps(), meanwhile(begin))).toBe(0)
  expect(await storedOf(boardId)).toMatchObject({ rows: 3, snapshots: 1 })
  const erase = () => eraseInDocument(fresh.db, boardId, civil.personId)
  expect(await compact(boardId, jobDeps(), meanwhile(erase))).toBe(0)
  const { rows } = await fresh.pool.query('select epoch from document where id = $1', [boardId])
  expect(rows).toEqual([{ epoch: 3 }])
})

test('folding leaves a document alone in which something is just being erased, or that another node folds', async () => {
  const { boardId } = await boardOf(3)
  await new DocumentLog(fresh.db).underLock(`compact ${boardId}`, async () => {
    expect(await compact(boardId, jobDeps())).toBe(0)
  })
  expect(await compact(boardId, jobDeps())).toBe(4)
})

test('a fold that is not the document deletes nothing', async () => {
  const { boardId } = await boardOf(10)
  const before = await storedOf(boardId)
  const forgetful = {
    fold: async (question: FoldQuestion) => {
      const { parts } = unpacked(question)
      const lost = fold(question.kind, parts.slice(0, -1)).bytes!
      return { ...fold(question.kind, parts, () => lost), changes: [], deleted: [], historyFailed: null } as never
    },
  }
  await expect(compact(boardId, jobDeps(), forgetful)).rejects.toThrow('is not the document')
  expect(await storedOf(boardId)).toEqual(before)
})

test('deletions alone make a difference to the comparison', () => {
  const doc = new Y.Doc()
  doc.getMap('notes').set('a', new Y.Map())
  const withNote = Y.encodeStateAsUpdate(doc)
  doc.getMap('notes').delete('a')
  expect(() => fold('board', [Y.encodeStateAsUpdate(doc)], () => withNote)).toThrow('is not the document')
})

test('a thread that ends or hangs fails the fold it is at, and the next fold gets a new one', async () => {
  const { boardId } = await boardOf(10)
  const before = await storedOf(boardId)
  const script = (body: string) =>
    new URL(`data:text/javascript,import { parentPort } from 'node:worker_threads'; ${encodeURIComponent(body)}`)
  const dying = new FoldWorker({ script: script(`parentPort.once('message', () => process.exit(1))`) })
  const failing = new FoldWorker({ script: script(`parentPort.once('message', () => { throw new Error() })`) })
  const hanging = new FoldWorker({ script: script(`parentPort.once('message', () => { for (;;); })`), patienceMs: 300 })
  for (const worker of [dying, failing, hanging]) {
    await expect(compact(boardId, jobDeps(), worker)).rejects.toThrow('ended before')
    expect(worker.isRunning).toBe(false)
  }
  expect(await storedOf(boardId)).toEqual(before)
  const brief = new FoldWorker({ keepIdleMs: 10 })
  const work = compact(boardId, jobDeps(), brief)
  await until(() => brief.isRunning)
  await brief.close()
  await work.catch(() => {})
  await compact(boardId, jobDeps(), brief)
  expect(await storedOf(boardId)).toMatchObject({ rows: 0, snapshots: 1 })
  await until(() => !brief.isRunning, { what: 'the idle thread ends' })
})

test('a node killed between snapshot and delete has changed nothing', async () => {
  const nearly = FOLD_AFTER_ROWS - 5
  const { boardId, civil } = await boardOf(nearly)
  const server = await startServer({ DATABASE_URL: fresh.url })
  onTestFinished(() => server.kill())
  const door = /http:.*\/failpoints/.exec(server.output())![0]
  await fetch(`${door}?name=in_compaction_before_delete&action=crash`, { method: 'POST' })
  const before = (await readFoldable(fresh.db, boardId))!.rows.length
  const client = syncClient(server, boardId, civil.cookie)
  onTestFinished(() => client.destroy())
  await client.synced()
  const board = new Board(client.doc)
  for (let n = 0; n < 8; n++) board.addNotes([{ at: { x: n, y: 9 } }], { seat: civil.seatId, side: 'civil' })
  await until(() => server.process.signalCode, { timeout: 20_000, what: 'the node is killed while it folds' })
  expect(await storedOf(boardId)).toMatchObject({ snapshots: 0, changes: 0 })
  expect((await readFoldable(fresh.db, boardId))!.rows.length).toBeGreaterThan(before)
  await compact(boardId, jobDeps())
  expect(await storedOf(boardId)).toMatchObject({ rows: 0, snapshots: 1 })
  expect(await notesIn(boardId)).toBeGreaterThan(nearly)
})

test('a long log is folded in steps, none of which is a state that never was', async () => {
  const { boardId } = await boardOf(20)
  const sizes: number[] = []
  const counting = {
    fold: (question: FoldQuestion) => {
      sizes.push(question.lengths.length)
      return folding.fold(question)
    },
  }
  expect(await compact(boardId, jobDeps(), counting, { rows: 8, bytes: 1e9 })).toBe(21)
  expect(sizes).toEqual([8, 9, 6])
  expect(await notesIn(boardId)).toBe(20)
  const { boardId: other } = await boardOf(3)
  expect(await compact(other, jobDeps(), folding, { rows: 8, bytes: 1 })).toBe(4)
  expect(await storedOf(other)).toMatchObject({ rows: 0, snapshots: 1 })
})

test('a long log folds at once and in bounds', async () => {
  const doc = new Y.Doc()
  const parts: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => parts.push(update))
  const notes = doc.getMap('notes')
  for (let n = 0; n < 20_000; n++) notes.set(`note-${n % 500}`, new Y.Map([['at', { x: n, y: n }]]))
  const folded = await folding.fold(packedParts('board', parts))
  expect(folded.readable).toBe(20_000)
  const again = new Y.Doc()
  Y.applyUpdate(again, folded.bytes!)
  expect(again.getMap('notes').toJSON()).toEqual(notes.toJSON())
})
