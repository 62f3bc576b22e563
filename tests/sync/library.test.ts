import { compact } from '@meydan/server/sync/folding/compact.job'
import { FOLD_AFTER_ROWS, DocumentLog } from '@meydan/server/sync/document-log'
import { folding } from '@meydan/server/sync/folding/worker'
import { type IdleBounds, Library } from '@meydan/server/sync/library'
import { processRelay } from '@meydan/server/sync/relay/relay'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'

let fresh: FreshDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(async () => {
  await folding.close()
  await fresh?.drop()
})

function libraryHere(bounds?: IdleBounds) {
  const longTails: string[] = []
  const hints: string[] = []
  const relay = { ...processRelay(), publish: (channel: string) => void hints.push(channel) }
  const deps = {
    db: fresh.db,
    log: new DocumentLog(fresh.db),
    relay,
    logger: { warn() {}, error() {} },
    onLongTail: (id: string) => void longTails.push(id),
    keepBefore: async () => {},
  }
  const library = new Library(deps, bounds)
  onTestFinished(() => library.close())
  return { library, longTails, hints }
}

const boardId = async () => (await consultationRoom(fresh.db)).boardId

async function addNotes(id: string, count: number, epoch = 1): Promise<void> {
  const doc = new Y.Doc()
  const rows: { bytes: Uint8Array; seatId: null; connectionId: string; frameNo: number }[] = []
  const connectionId = crypto.randomUUID()
  doc.on('update', (bytes: Uint8Array) => {
    rows.push({ bytes, seatId: null, connectionId, frameNo: rows.length + 1 })
  })
  const seat = crypto.randomUUID()
  for (let n = 0; n < count; n++) new Board(doc).addNotes([{ at: { x: n, y: 0 } }], { seat, side: 'civil' })
  await new DocumentLog(fresh.db).append({ id, epoch }, rows, new Map())
}

const notesIn = (document: { live: { doc: Y.Doc } }) => parseBoard(document.live.doc).notes.length

test('documents nobody is at are bounded, oldest first; opening and closing at once never gives a closed one', async () => {
  const ids = await Promise.all([1, 2, 3, 4].map(async () => (await consultationRoom(fresh.db)).boardId))
  const { library } = libraryHere({ documents: 2, bytes: 1e9 })
  const open = await Promise.all(ids.map((id) => library.open(id)))
  expect(
    open.some((document) => document!.isClosed),
    'just asked for',
  ).toBe(false)
  for (const [n, document] of open.entries()) document!.idleSince! -= 10_000 * (4 - n)
  await until(() => open.every((document) => document!.isQuiet))
  await library.look()
  expect(open.map((document) => document!.isClosed)).toEqual([true, true, false, false])
  for (let round = 0; round < 30; round++) {
    const opening = [1, 2, 3].map(() => library.open(ids[round % 4]!))
    const known = await library.open(ids[round % 4]!)
    const both = await Promise.all(opening)
    for (const document of both) expect([document === known, document!.isClosed]).toEqual([true, false])
    known!.close('restarting')
    expect((await library.open(ids[round % 4]!))!.isClosed).toBe(false)
  }
})

test('the bytes of idle documents are bounded too', async () => {
  const ids = await Promise.all([1, 2].map(async () => (await consultationRoom(fresh.db)).boardId))
  const { library } = libraryHere({ documents: 9, bytes: 10 })
  const open = await Promise.all(ids.map((id) => library.open(id)))
  for (const document of open) document!.idleSince! -= 5_000
  await until(() => open.every((document) => document!.isQuiet))
  await library.look()
  expect(open.every((document) => document!.isClosed)).toBe(true)
})

test('a long log that was not folded in time is folded once it is loaded', async () => {
  const [short, long] = [await boardId(), await boardId()]
  await addNotes(long, FOLD_AFTER_ROWS)
  const { library, longTails } = libraryHere()
  await Promise.all([library.open(short), library.open(long)])
  expect(longTails).toEqual([long])
  await compact(long, { db: fresh.db, log: { info() {}, error() {} } })
  const again = libraryHere()
  expect(notesIn((await again.library.open(long))!)).toBe(FOLD_AFTER_ROWS)
  expect(again.longTails).toEqual([])
})

test('a look finds what others wrote, a new epoch and a document that is gone; announcing tells at once', async () => {
  const [written, replaced, gone, announced] = await Promise.all([boardId(), boardId(), boardId(), boardId()])
  const { library, hints } = libraryHere()
  const open = await Promise.all([written, replaced, gone, announced].map(async (id) => (await library.open(id))!))
  await until(() => open.every((document) => document.isQuiet))
  await addNotes(announced, 2)
  library.announce(announced)
  expect(open[3]!.isQuiet, 'is looking already').toBe(false)
  await until(() => notesIn(open[3]!) === 2)
  expect(hints).toContain(`doc:${announced}`)
  await addNotes(written, 3)
  await fresh.db.updateTable('document').set({ epoch: 2 }).where('id', '=', replaced).execute()
  await fresh.db.deleteFrom('document').where('id', '=', gone).execute()
  await library.look()
  await until(() => notesIn(open[0]!) === 3 && open[1]!.isClosed && open[2]!.isClosed)
  expect((await library.open(replaced))!.epoch).toBe(2)
  expect(await library.open(gone)).toBeUndefined()
})

test('a library that closes while a document loads leaves none behind', async () => {
  const id = await boardId()
  const { library } = libraryHere()
  const opening = library.open(id)
  await library.close()
  await expect(opening).rejects.toThrow('closed')
  await expect(library.open(id)).rejects.toThrow('closed')
})

test('who knows that a document began anew doesn’t get the one from before', async () => {
  const { library } = libraryHere()
  const id = await boardId()
  const old = (await library.open(id))!
  await until(() => old.isQuiet)
  await fresh.pool.query('update document set epoch = epoch + 1 where id = $1', [id])
  expect((await library.open(id, 2))!.epoch).toBe(2)
  expect(old.isClosed).toBe(true)
})
