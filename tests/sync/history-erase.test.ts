import { removeItems } from '@meydan/shared/documents/board/moving'
import { compactDocument } from '@meydan/server/sync/folding/compact.job'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { keepDailyVersions } from '@meydan/server/sync/history/versions-daily.job'
import { closeCodes } from '@meydan/shared/close-codes'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { rawSocket, syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { sharedRedis } from '../support/redis.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

let fresh: FreshDatabase
const silent = { info() {}, error() {} }

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

async function twoNodes(redis: string | null): Promise<[TestNode, TestNode]> {
  const start = (name: string) =>
    testNode(fresh.url, { NODE_ID: `${name}-${crypto.randomUUID()}`, ...(redis && { REDIS_URL: redis }) })
  const nodes: [TestNode, TestNode] = [await start('a'), await start('b')]
  for (const node of nodes) onTestFinished(node.close)
  return nodes
}

/** A page of theirs, and how it writes: resolves when the server has it for good. */
async function aPage(node: TestNode, story: Story, actor: Actor, doc = new Y.Doc()) {
  const client = syncClient(node, story.boardId, actor.cookie, { ack: true, doc })
  onTestFinished(() => client.destroy())
  await client.synced()
  const board = new Board(client.doc)
  const writes = async <T>(edit: (board: Board) => T): Promise<T> => {
    const done = client.doc.transact(() => edit(board), 'own')
    await until(() => client.frames.sent > 0 && client.frames.acked === client.frames.sent)
    return done
  }
  return { ...client, board, writes }
}

const note = (board: Board, text: string) =>
  board.addNotes([{ at: { x: 0, y: 0 }, text }], { seat: null, side: 'civil' })[0]!

const textsOf = (doc: Y.Doc) =>
  parseBoard(doc)
    .notes.map(({ text }) => text)
    .sort()

async function eraseOwnText(node: TestNode, story: Story, actor: Actor): Promise<object> {
  const response = await fetch(`${node.url}/api/rooms/${story.roomId}/erase-my-text`, {
    method: 'POST',
    headers: { cookie: actor.cookie, origin: node.url, 'x-meydan': '1' },
  })
  if (response.status !== 200) throw new Error(await response.text())
  return response.json()
}

/** Every place of the database, of any table, where these can be read: as they are, as UTF-16, or by Yjs. */
async function placesOf(words: readonly string[]): Promise<Record<string, string[]>> {
  const { rows: columns } = await fresh.pool.query<{ schema: string; table: string; column: string; type: string }>(`
    select c.table_schema as schema, c.table_name as table, c.column_name as column, c.data_type as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')`)
  const found = new Map(words.map((word) => [word, new Set<string>()]))
  const look = (place: string, isThere: (word: string) => boolean) => {
    for (const [word, places] of found) if (isThere(word)) places.add(place)
  }
  for (const { schema, table, column, type } of columns) {
    const value = type === 'bytea' ? `"${column}"` : `"${column}"::text`
    const { rows } = await fresh.pool.query<{ value: Buffer | string }>(
      `select ${value} as value from "${schema}"."${table}" where "${column}" is not null`,
    )
    for (const row of rows) {
      const bytes = Buffer.from(row.value as string)
      look(`${table}.${column}`, (word) => spellings(word).some((name) => bytes.includes(name)))
      if (type !== 'bytea') continue
      const decoded = readByYjs([bytes])
      look(`${table}.${column} decoded`, (word) => decoded.includes(word))
    }
  }
  // Letter by letter, a row holds one of them: together they are the word.
  const { rows: log } = await fresh.pool.query<{ bytes: Buffer }>('select bytes from document_update order by seq')
  const together = readByYjs(log.map(({ bytes }) => bytes))
  look('the log together', (word) => together.includes(word))
  return Object.fromEntries([...found].map(([word, places]) => [word, [...places].sort()]))
}

function spellings(word: string): Buffer[] {
  return [Buffer.from(word), Buffer.from(word, 'utf16le'), Buffer.from(word, 'utf16le').swap16()]
}

function readByYjs(updates: Uint8Array[]): string {
  const written = new Map<number, string>()
  try {
    for (const update of updates) {
      for (const struct of Y.decodeUpdate(update).structs) {
        if (!(struct instanceof Y.Item)) continue
        const { content, id } = struct
        const text =
          content instanceof Y.ContentString
            ? content.str
            : content instanceof Y.ContentAny
              ? JSON.stringify(content.arr)
              : ''
        written.set(id.client, (written.get(id.client) ?? '') + text)
      }
    }
  } catch {
    // Not an update: what can be read of it as bytes was looked at before.
  }
  return [...written.values()].join('\n')
}

const CANARIES = ['Kanarya', 'Leylek', 'Serçe', 'Turna', 'Karga', 'Baykuş']
const NOWHERE = Object.fromEntries(CANARIES.map((word) => [word, []]))

test('what a person wrote is nowhere any more: state, log, versions, quarantine, old tabs, undo', async () => {
  const [a, b] = await twoNodes(sharedRedis())
  const story = await consultationRoom(fresh.db)
  const ahmad = await aPage(a, story, story.civil)
  const mehmet = await aPage(b, story, story.public)
  const undo = new Y.UndoManager(mehmet.board.undoScope, { captureTimeout: 0, trackedOrigins: new Set(['own']) })
  await ahmad.writes((board) => note(board, 'Kanarya bende'))
  const theirs = await mehmet.writes((board) => note(board, 'Su yok.'))
  await until(() => textsOf(ahmad.doc).length === 2)
  for (let letters = 1; letters <= 'Leylek'.length; letters++) {
    await ahmad.writes((board) => void board.write(theirs, `Su yok. ${'Leylek'.slice(0, letters)}`))
  }
  await ahmad.writes((board) =>
    board.addFrame({ at: { x: 9e3, y: 0 }, size: { width: 900, height: 900 }, title: 'Serçe' }),
  )
  const deleted = await ahmad.writes((board) => note(board, 'Turna burada'))
  await until(() => textsOf(mehmet.doc).length === 3)
  await keepDailyVersions({ keepDays: 90 }).run({}, { db: fresh.db, log: silent })
  await compactDocument.run({ documentId: story.boardId }, { db: fresh.db, log: silent })
  await mehmet.writes((board) => removeItems(board, [deleted]))
  undo.undo()
  await until(() => textsOf(ahmad.doc).includes('Turna burada'))
  await mehmet.writes((board) => board.edit([deleted], { colour: 'mint' }))
  await ahmad.writes((board) => void board.write(theirs, 'Su yok. Leylek Karga'))
  await ahmad.writes((board) => void board.write(theirs, 'Su yok. Leylek'))
  const frame = { seatId: story.civil.seatId, connectionId: crypto.randomUUID(), frameNo: 1 }
  await new DocumentLog(fresh.db).keepRefused(story.boardId, { ...frame, bytes: Buffer.from('Baykuş') }, 'malformed')
  const oldTab = Y.encodeStateAsUpdate(ahmad.doc)
  for (const [word, places] of Object.entries(await placesOf(CANARIES))) {
    expect(places, `${word} is there to be erased`).not.toEqual([])
  }
  const before = (await new DocumentLog(fresh.db).read(story.boardId))!

  expect(await eraseOwnText(a, story, story.civil)).toEqual({ documents: 1, unreadable: [] })
  const done = performance.now()
  await until(() => [ahmad, mehmet].every(({ closes }) => closes.includes(closeCodes.newerVersion)))
  expect(performance.now() - done, 'both nodes close the old epoch').toBeLessThan(2_500)
  expect(await placesOf(CANARIES)).toEqual(NOWHERE)

  undo.undo()
  mehmet.board.write(theirs, 'written into the closed page')
  const late = await rawSocket(b, `/sync/${story.boardId}?ack=1&epoch=1`, { cookie: story.civil.cookie, origin: b.url })
  expect(await late.closed).toBe(closeCodes.newerVersion)
  expect(late.frames.filter(([type]) => type === 0)).toEqual([])

  const doc = new Y.Doc()
  Y.applyUpdate(doc, oldTab)
  const vanilla = syncClient(a, story.boardId, story.civil.cookie, { doc })
  onTestFinished(() => vanilla.destroy())
  await vanilla.synced()
  const reader = await aPage(b, story, story.observer)
  expect(textsOf(reader.doc)).toEqual(['Su yok.'])
  await until(() => textsOf(doc).join() === 'Su yok.')
  const again = await aPage(b, story, story.expert)
  await again.writes((board) => note(board, 'it goes on'))
  await until(() => textsOf(doc).includes('it goes on'))
  expect(await placesOf(CANARIES)).toEqual(NOWHERE)

  const after = (await new DocumentLog(fresh.db).read(story.boardId))!
  expect(after.epoch).toBe(before.epoch + 1)
  expect(after.seq, 'numbers go on rising').toBeGreaterThan(before.seq + 1)
  await expectNoTraceOf(story, story.civil)
})

async function expectNoTraceOf({ boardId }: Story, { personId, seatId }: Actor): Promise<void> {
  for (const table of ['document_update', 'document_change', 'document_version', 'document_client', 'refused_frame']) {
    const { rowCount } = await fresh.pool.query(`select 1 from ${table} where document_id = $1 and seat_id = $2`, [
      boardId,
      seatId,
    ])
    expect(rowCount, `${table} names the seat`).toBe(0)
  }
  const bound = await fresh.db
    .selectFrom('documentClient')
    .select('clientId')
    .where('personId', '=', personId)
    .execute()
  expect(bound).toEqual([])
  const changes = await fresh.db
    .selectFrom('documentChange')
    .select('seatId')
    .where('documentId', '=', boardId)
    .where('root', '=', 'notes')
    .execute()
  expect(changes.filter((change) => change.seatId === null).length, 'what happened stays').toBeGreaterThan(2)
}

async function writeMany(board: Board): Promise<void> {
  for (let n = 1; n < 40; n++) {
    note(board, `m${n}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('nothing is lost that others write while it is being erased, and nothing of it comes back by that', async () => {
  const [a, b] = await twoNodes(null)
  const story = await consultationRoom(fresh.db)
  const ahmad = await aPage(a, story, story.civil)
  const mehmet = await aPage(b, story, story.public)
  await ahmad.writes((board) => note(board, 'Saksağan'))
  await mehmet.writes((board) => note(board, 'm0'))
  const [erased] = await Promise.all([eraseOwnText(a, story, story.civil), writeMany(mehmet.board)])
  expect(erased).toEqual({ documents: 1, unreadable: [] })
  await until(() => mehmet.closes.includes(closeCodes.newerVersion))
  const reader = await aPage(a, story, story.observer)
  expect(await placesOf(['Saksağan'])).toEqual({ Saksağan: [] })
  // One of his frames was the answer to the server's first question; each other one is a note.
  const acknowledged = Array.from({ length: mehmet.frames.acked - 1 }, (_, n) => `m${n}`)
  expect(acknowledged.length).toBeGreaterThan(0)
  expect(textsOf(reader.doc)).toEqual(expect.arrayContaining(acknowledged))
})
