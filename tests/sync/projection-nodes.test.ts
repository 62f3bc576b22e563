import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { projectDocument, UnprojectableDocument } from '@meydan/server/projection/projector'
import { type RowsQuestion, rowsAnswer } from '@meydan/server/projection/read-rows'
import { Projections, type Timing } from '@meydan/server/projection/schedule'
import { folding } from '@meydan/server/sync/folding/worker'
import { quarantine, release } from '@meydan/server/sync/quarantine'
import { Board } from '@meydan/shared/documents/board/board'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { root, startServer } from '../support/app.ts'
import { boardWith } from '../support/canvas.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { testNode } from '../support/node.ts'
import { boardSays, isBehind, loggedDocument, noteAndAction, rowOf, rowsSay } from '../support/projection.ts'
import { sharedRedis } from '../support/redis.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

let fresh: FreshDatabase
let story: Story

beforeAll(async () => {
  fresh = await freshDatabase()
  story = await consultationRoom(fresh.db)
})
afterAll(async () => {
  await folding.close()
  await fresh?.drop()
})

const project = (documentId: string) => projectDocument(fresh.db, documentId)
const as = (who: 'civil' | 'public') => ({ seat: story[who].seatId, side: who })
const silent = { warn() {} }

function projections(timing: Partial<Timing> = {}, log: { warn(): unknown } = silent) {
  const made = new Projections({ db: fresh.db, log, timing: { quietMs: 50, ...timing } })
  onTestFinished(() => made.close())
  return made
}

test('a document in quarantine keeps its rows, and others don’t wait for one that can’t be read', async () => {
  const { board, boardId, commit, noteId } = await noteAndAction(fresh.db, story)
  board.write(noteId, 'written before it broke')
  await commit()
  const broken = await boardWith(fresh.db, story.roomId, () => {})
  await fresh.pool.query(`update document_update set bytes = '\\xffffffff' where document_id = $1`, [broken])
  await quarantine(fresh.db, { documentId: boardId, epoch: 1, reason: 'test' }, { error() {} })
  await expect(project(broken)).rejects.toThrow(UnprojectableDocument)
  expect(await project(boardId)).toBe('kept')
  const other = await boardWith(fresh.db, story.roomId, () => {})
  projections({ leftOverMs: 0, sweepMs: 50 })
  await until(async () => !(await isBehind(fresh.db, other)))
  expect(await rowOf(fresh.db, noteId)).toMatchObject({ words: 'No interpreters', isGone: false })
  expect(await release(fresh.db, boardId)).toBeNull()
  await until(async () => (await rowOf(fresh.db, noteId))?.words === 'written before it broke')
  await fresh.db.deleteFrom('document').where('id', '=', broken).execute()
})

test('while one is at it no other begins; what is committed meanwhile is projected after it', async () => {
  const boardId = await boardWith(fresh.db, story.roomId, () => {})
  const { doc, commit } = await loggedDocument(fresh.db, boardId)
  const board = new Board(doc)
  for (let n = 0; n < 20; n++) board.addNotes([{ at: { x: n * 300, y: 0 }, text: 'x'.repeat(3_000) }], as('civil'))
  await commit()
  const worker = {
    ask: async <Question, Answer>(question: Question) => {
      const answer = rowsAnswer(question as RowsQuestion)
      expect(await project(boardId)).toBe('elsewhere')
      board.addNotes([{ at: { x: 0, y: 900 }, text: 'meanwhile' }], as('civil'))
      await commit()
      return answer as Answer
    },
  }
  expect(await projectDocument(fresh.db, boardId, { worker })).toBe('written')
  expect(await isBehind(fresh.db, boardId)).toBe(true)
  expect(await project(boardId)).toBe('written')
  expect(await rowsSay(fresh.db, boardId)).toEqual(boardSays(doc))
})

test('edits that go on are projected now and then, and the last one soon after', async () => {
  const boardId = await boardWith(fresh.db, story.roomId, () => {})
  await project(boardId)
  const { doc, commit } = await loggedDocument(fresh.db, boardId)
  const board = new Board(doc)
  const made = projections({ quietMs: 60_000, atLeastEveryMs: 300, sweepMs: 60_000 })
  const write = async () => {
    board.addNotes([{ at: { x: 0, y: 0 } }], as('civil'))
    await commit()
    made.changed(boardId)
  }
  await until(async () => {
    await write()
    return (await rowsSay(fresh.db, boardId)).records.length > 0
  })
})

test('two nodes: what is written at either, and by the server itself, is in the rows of both', async () => {
  const redis = sharedRedis()
  const start = () => testNode(fresh.url, redis === null ? {} : { REDIS_URL: redis })
  const nodes = [await start(), await start()]
  for (const node of nodes) onTestFinished(node.close)
  const pages = [story.civil, story.public].map((who, index) => {
    const client = syncClient(nodes[index]!, story.boardId, who.cookie, { ack: true })
    onTestFinished(() => client.destroy())
    return client
  })
  await Promise.all(pages.map((page) => page.synced()))
  await until(async () => !(await isBehind(fresh.db, story.boardId)))
  for (const [index, page] of pages.entries()) {
    new Board(page.doc).addNotes([{ at: { x: index * 400, y: 0 }, text: `from node ${index}` }], as('civil'))
  }
  const notes = async () =>
    (await rowsSay(fresh.db, story.boardId)).records
      .map(([, , words]) => words)
      .filter((words) => `${words}`.startsWith('from node'))
  const bySchedule = (condition: () => Promise<boolean | undefined>) =>
    until(
      async () => {
        // No sweep takes up what was changed just now.
        await fresh.pool.query('update document set changed_at = now() where id = $1', [story.boardId])
        return condition()
      },
      { timeout: 20_000, every: 100 },
    )
  await bySchedule(async () => (await notes()).length === 2)
  const { recordId } = await fresh.db
    .selectFrom('boardRecord')
    .select('recordId')
    .where('words', '=', 'from node 0')
    .executeTakeFirstOrThrow()
  const response = await fetch(`${nodes[0]!.url}/api/rooms/${story.roomId}/hidden`, {
    method: 'POST',
    headers: {
      ...{ cookie: story.facilitator.cookie, origin: nodes[0]!.url, 'x-meydan': '1' },
      'content-type': 'application/json',
    },
    body: JSON.stringify({ documentId: story.boardId, recordIds: [recordId] }),
  })
  expect(response.status).toBe(200)
  await bySchedule(async () => (await rowOf(fresh.db, recordId))?.isGone)
  await bySchedule(async () => !(await isBehind(fresh.db, story.boardId)))
})

test('what a killed node left is taken up by another, also after Postgres would not have it', async () => {
  const { boardId, noteId } = await noteAndAction(fresh.db, story)
  const server = await startServer({ DATABASE_URL: fresh.url })
  const client = syncClient(server, boardId, story.civil.cookie, { ack: true })
  onTestFinished(() => client.destroy())
  await client.synced()
  await until(async () => !(await isBehind(fresh.db, boardId)))
  new Board(client.doc).write(noteId, 'the last words')
  await until(() => client.frames.sent > 0 && client.frames.acked === client.frames.sent, { every: 2 })
  await server.kill()
  client.provider.disconnect()
  expect(await isBehind(fresh.db, boardId), 'it left something').toBe(true)
  await fresh.pool.query('alter table board_record rename to not_there')
  let failed = false
  projections({ leftOverMs: 0, sweepMs: 100 }, { warn: () => (failed = true) })
  await until(() => failed, { timeout: 20_000 })
  await fresh.pool.query('alter table not_there rename to board_record')
  await until(async () => (await rowOf(fresh.db, noteId))?.words === 'the last words', { timeout: 20_000 })
})

test('the operator makes all rows anew', async () => {
  const { boardId, noteId, planId } = await noteAndAction(fresh.db, story)
  const right = [await rowsSay(fresh.db, boardId), await rowsSay(fresh.db, planId)]
  await fresh.pool.query(`update board_record set words = 'wrong', gone_at = now() where record_id = $1`, [noteId])
  await fresh.pool.query(`update plan_action set title = 'wrong' where document_id = $1`, [planId])
  await fresh.pool.query('delete from evidence_link where document_id = $1', [planId])
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(root, 'server/src/documents.ts'), 'project'],
    { env: { PATH: process.env.PATH, DATABASE_URL: fresh.url } },
  )
  expect(stdout).toMatch(/The rows of \d+ documents are made anew\./)
  expect([await rowsSay(fresh.db, boardId), await rowsSay(fresh.db, planId)]).toEqual(right)
})
