import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { metrics } from '@meydan/server/metrics'
import { compact } from '@meydan/server/sync/folding/compact.job'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { type FoldQuestion } from '@meydan/server/sync/folding/message'
import { folding } from '@meydan/server/sync/folding/worker'
import { Library } from '@meydan/server/sync/library'
import { UnreadableDocument } from '@meydan/server/sync/live-document'
import { processRelay } from '@meydan/server/sync/relay/relay'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { root } from '../support/app.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { testNode } from '../support/node.ts'
import { consultationRoom, type Story } from '../support/stories.ts'

let fresh: FreshDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(async () => {
  await folding.close()
  await fresh?.drop()
})

/** Row 1 is the template, rows 2 to 6 a note each. */
async function boardOfFive(): Promise<Story> {
  const story = await consultationRoom(fresh.db)
  const log = new DocumentLog(fresh.db)
  const at = { id: story.boardId, epoch: 1 }
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const board = new Board(doc)
  const { seatId } = story.civil
  for (let n = 0; n < 5; n++) board.addNotes([{ at: { x: n, y: 0 } }], { seat: seatId, side: 'civil' })
  const connectionId = crypto.randomUUID()
  for (const [n, bytes] of updates.entries()) {
    await log.append(at, [{ bytes, seatId, connectionId, frameNo: n + 1 }], new Map())
  }
  return story
}

const query = (text: string, ...values: unknown[]) => fresh.pool.query(text, values).then(({ rows }) => rows)
const corruptRow = (boardId: string, seq: number) =>
  query(`update document_update set bytes = '\\xffffffffffff' where document_id = $1 and seq = $2`, boardId, seq)
const corruptSnapshot = (boardId: string) =>
  query(`update document_snapshot set bytes = substring(bytes for length(bytes) / 2) where document_id = $1`, boardId)

async function markOf(boardId: string): Promise<string | null> {
  const [row] = await query(`select quarantine_reason as reason from document where id = $1`, boardId)
  return (row as { reason: string | null }).reason
}

function libraryHere() {
  const said: { documentId?: string }[] = []
  const log = new DocumentLog(fresh.db)
  let reads = 0
  const counting = new Proxy(log, {
    get(target, name) {
      if (name === 'read') reads += 1
      const value = Reflect.get(target, name) as unknown
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  const questions: FoldQuestion[] = []
  const deps = {
    db: fresh.db,
    log: counting,
    relay: processRelay(),
    logger: { warn() {}, error: (details: object) => void said.push(details) },
    onLongTail() {},
    keepBefore: async () => {},
    folding: {
      fold: (question: FoldQuestion) => {
        questions.push(question)
        return folding.fold(question)
      },
    },
  }
  const library = new Library(deps)
  onTestFinished(() => library.close())
  return { library, said, questions, reads: () => reads }
}

const notesIn = (document: { live: { doc: Y.Doc } } | undefined) => parseBoard(document!.live.doc).notes.length

test('a bad row: what lies before it is shown, read-only, on every node; the others are fine', async () => {
  const [bad, good] = [await boardOfFive(), await boardOfFive()]
  await corruptRow(bad.boardId, 5)
  const { library, said } = libraryHere()
  const document = (await library.open(bad.boardId))!
  expect(document.quarantined).toBe(true)
  expect(notesIn(document)).toBe(3)
  expect(parseBoard(document.live.doc).frames.length).toBeGreaterThan(0)
  expect(await markOf(bad.boardId)).toBeTruthy()
  expect(said.map(({ documentId }) => documentId)).toEqual([bad.boardId])
  const other = libraryHere()
  expect(notesIn(await other.library.open(bad.boardId))).toBe(3)
  expect(other.said, 'said once').toEqual([])
  const healthy = (await library.open(good.boardId))!
  expect(healthy.quarantined).toBe(false)
  expect(notesIn(healthy)).toBe(5)
})

test('people see it, and nothing that they write gets in', async () => {
  const { boardId, civil } = await boardOfFive()
  await corruptRow(boardId, 5)
  const node = await testNode(fresh.url)
  onTestFinished(node.close)
  const client = syncClient(node, boardId, civil.cookie)
  onTestFinished(() => client.destroy())
  await client.synced()
  expect(parseBoard(client.doc).notes).toHaveLength(3)
  const before = await query(
    'select count(*) as n, max(seq) as seq from document_update where document_id = $1',
    boardId,
  )
  new Board(client.doc).addNotes([{ at: { x: 9, y: 9 } }], { seat: civil.seatId, side: 'civil' })
  const row = { bytes: new Uint8Array([0, 0]), seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }
  await expect(new DocumentLog(fresh.db).append({ id: boardId, epoch: 1 }, [row], new Map())).rejects.toThrow()
  expect(await compact(boardId, { db: fresh.db, log: { info() {}, error() {} } })).toBe(0)
  expect(
    await query('select count(*) as n, max(seq) as seq from document_update where document_id = $1', boardId),
  ).toEqual(before)
})

test('folding finds a bad row too, deletes nothing and says which it is', async () => {
  const { boardId } = await boardOfFive()
  await corruptRow(boardId, 4)
  const errors: object[] = []
  const log = { info() {}, error: (details: object) => void errors.push(details) }
  expect(await compact(boardId, { db: fresh.db, log })).toBe(0)
  expect(errors).toEqual([{ documentId: boardId, reason: 'row 4 does not apply' }])
  const [{ n }] = (await query('select count(*)::int as n from document_update where document_id = $1', boardId)) as [
    { n: number },
  ]
  expect(n).toBe(6)
})

test('a row that is missing is no less bad than one that is wrong', async () => {
  const { boardId } = await boardOfFive()
  await query('delete from document_update where document_id = $1 and seq = 3', boardId)
  const { library } = libraryHere()
  expect(notesIn(await library.open(boardId))).toBe(1)
})

test('a bad snapshot: the newest version that is readable is shown; without one nothing is, and it is left alone', async () => {
  const { boardId } = await boardOfFive()
  const readable = (await new DocumentLog(fresh.db).read(boardId))!.parts.slice(0, 4)
  await compact(boardId, { db: fresh.db, log: { info() {}, error() {} } })
  await corruptSnapshot(boardId)
  const { library, questions, reads } = libraryHere()
  await expect(library.open(boardId)).rejects.toThrow(UnreadableDocument)
  const [asked, read] = [questions.length, reads()]
  await expect(library.open(boardId)).rejects.toThrow(UnreadableDocument)
  expect([questions.length, reads()], 'tried again').toEqual([asked, read])
  const version = Y.mergeUpdates(readable)
  for (const [upto, bytes] of [
    [5, Buffer.from([1, 2, 3])],
    [4, Buffer.from(version)],
    [2, Buffer.from(readable[0]!)],
  ]) {
    await query(
      `insert into document_version (document_id, upto, reason, bytes) values ($1, $2, 'daily', $3)`,
      boardId,
      upto,
      bytes,
    )
  }
  const document = (await libraryHere().library.open(boardId))!
  expect(document.quarantined).toBe(true)
  expect(notesIn(document)).toBe(3)
})

test('nothing stored at all is no empty document', async () => {
  const { boardId } = await boardOfFive()
  await query('delete from document_update where document_id = $1', boardId)
  await expect(libraryHere().library.open(boardId)).rejects.toThrow(UnreadableDocument)
  expect(await markOf(boardId)).toBe('nothing is stored of it')
})

test('released only once it loads; who has it open comes back to the whole document', async () => {
  const { boardId } = await boardOfFive()
  const [{ bytes }] = (await query(
    'select bytes from document_update where document_id = $1 and seq = 5',
    boardId,
  )) as [{ bytes: Buffer }]
  await corruptRow(boardId, 5)
  const { library } = libraryHere()
  const shown = (await library.open(boardId))!
  await library.look()
  expect((await metrics.documentsQuarantined.get()).values[0]!.value).toBeGreaterThan(0)
  const operate = (...given: string[]) =>
    promisify(execFile)(process.execPath, [path.join(root, 'server/src/documents.ts'), ...given], {
      env: { PATH: process.env.PATH, DATABASE_URL: fresh.url },
    })
  expect((await operate('list')).stdout).toContain(boardId)
  await expect(operate('release', boardId)).rejects.toThrow()
  expect(await markOf(boardId)).toBeTruthy()
  await library.look()
  expect(shown.isClosed).toBe(false)
  await query('update document_update set bytes = $2 where document_id = $1 and seq = 5', boardId, bytes)
  expect((await operate('release', boardId)).stdout).toContain('loads again')
  expect(await markOf(boardId)).toBeNull()
  await library.look()
  expect(shown.isClosed).toBe(true)
  const whole = (await library.open(boardId))!
  expect(whole.quarantined).toBe(false)
  expect(notesIn(whole)).toBe(5)
})
