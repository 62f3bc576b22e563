import { Board, parseBoard } from '@meydan/shared/documents/board'
import { compactDocument } from '@meydan/server/sync/compact.job'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { LiveDocument } from '@meydan/server/sync/live-document'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom } from '../support/stories.ts'

let fresh: FreshDatabase
const silent = { info() {}, error() {} }

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

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
    await log.append(boardId, [{ bytes, seatId, connectionId, frameNo }], new Map())
  }
}

async function notesIn(boardId: string): Promise<number> {
  const stored = (await new DocumentLog(fresh.db).read(boardId))!
  const live = new LiveDocument(stored.kind, stored.parts, stored.holders)
  return parseBoard(live.doc).notes.length
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
  const folding = (async () => {
    while (!done) await compactDocument.run({ documentId: story.boardId }, { db: fresh.db, log: silent })
  })()
  while (!done) {
    const atLeast = written
    expect(await notesIn(story.boardId)).toBeGreaterThanOrEqual(atLeast)
  }
  await Promise.all([writing, folding])
  await compactDocument.run({ documentId: story.boardId }, { db: fresh.db, log: silent })
  expect(await notesIn(story.boardId)).toBe(120)
  const { rows } = await fresh.pool.query('select count(*)::int as n from document_update where document_id = $1', [
    story.boardId,
  ])
  expect(rows[0].n).toBe(0)
})

test('a node that is behind a fold catches up from the snapshot', async () => {
  const story = await consultationRoom(fresh.db)
  const log = new DocumentLog(fresh.db)
  const early = (await log.read(story.boardId))!
  const live = new LiveDocument(early.kind, early.parts, early.holders)
  await appendNotes(story.boardId, 5, story.civil.seatId)
  await compactDocument.run({ documentId: story.boardId }, { db: fresh.db, log: silent })
  await appendNotes(story.boardId, 2, story.civil.seatId)
  const { seq, parts } = await log.readAfter(story.boardId, early.seq)
  live.absorb(parts)
  expect(seq).toBe(8)
  expect(parseBoard(live.doc).notes).toHaveLength(7)
})

test('a batch of unknown outcome is written once, however often it is tried', async () => {
  const story = await consultationRoom(fresh.db)
  const log = new DocumentLog(fresh.db)
  const frame = { bytes: new Uint8Array([0, 0]), seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }
  const heads = await Promise.all([1, 2, 3].map(() => log.append(story.boardId, [frame], new Map()).catch(() => 2)))
  expect(heads).toEqual([2, 2, 2])
  expect(await log.append(story.boardId, [frame], new Map())).toBe(2)
})

test('a fold that would not give the same document deletes nothing', async () => {
  const story = await consultationRoom(fresh.db)
  const log = new DocumentLog(fresh.db)
  const bytes = new Uint8Array([9, 9, 9])
  await log.append(story.boardId, [{ bytes, seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }], new Map())
  await expect(compactDocument.run({ documentId: story.boardId }, { db: fresh.db, log: silent })).rejects.toThrow(
    'does not apply',
  )
  expect((await log.read(story.boardId))!.parts).toHaveLength(2)
})
