import { removeItems } from '@meydan/shared/documents/board/moving'
import { createDocument, DocumentLog } from '@meydan/server/sync/document-log'
import { compactDocument } from '@meydan/server/sync/folding/compact.job'
import { eraseInDocument } from '@meydan/server/sync/history/erase'
import { LiveDocument } from '@meydan/server/sync/live-document'
import { restoreRecord, restoreVersion } from '@meydan/server/sync/history/restore'
import { keepVersion, listChanges, listVersions, readVersion } from '@meydan/server/sync/history/versions'
import { keepDailyVersions } from '@meydan/server/sync/history/versions-daily.job'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'

let fresh: FreshDatabase
const silent = { info() {}, error() {} }

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

/** What a person's page writes into a document, row by row, under a client id of theirs. */
async function writes(story: Story, actor: Actor, edit: (board: Board) => void): Promise<void> {
  const log = new DocumentLog(fresh.db)
  const stored = (await log.read(story.boardId))!
  const live = new LiveDocument(stored.kind, stored.parts, stored.holders)
  const updates: Uint8Array[] = []
  live.doc.on('update', (update: Uint8Array) => updates.push(update))
  edit(new Board(live.doc))
  const connectionId = crypto.randomUUID()
  const rows = updates.map((bytes, index) => ({ bytes, seatId: actor.seatId, connectionId, frameNo: index + 1 }))
  const { personId, seatId } = actor
  const holders = new Map([[live.doc.clientID, { personId, seatId }]])
  await log.append({ id: story.boardId, epoch: stored.epoch }, rows, holders)
}

const note = (board: Board, text: string) =>
  board.addNotes([{ at: { x: 0, y: 0 }, text }], { seat: null, side: 'civil' })[0]!

async function boardOf(story: Story) {
  const stored = (await new DocumentLog(fresh.db).read(story.boardId))!
  const live = new LiveDocument(stored.kind, stored.parts, stored.holders)
  return { ...parseBoard(live.doc), epoch: stored.epoch, seq: stored.seq }
}

const texts = async (story: Story) => (await boardOf(story)).notes.map(({ text }) => text).sort()

const fold = (story: Story) => compactDocument.run({ documentId: story.boardId }, { db: fresh.db, log: silent })
const daily = (keepDays = 90) => keepDailyVersions({ keepDays }).run({}, { db: fresh.db, log: silent })

test('who changed what is the same before and after folding, newest first, page by page', async () => {
  const story = await consultationRoom(fresh.db)
  let id = ''
  await writes(story, story.civil, (board) => (id = note(board, 'su')))
  await writes(story, story.public, (board) => void board.write(id, 'su ve ekmek'))
  await writes(story, story.civil, (board) => removeItems(board, [id]))
  const unfolded = await listChanges(fresh.db, story.boardId, { limit: 200 })
  expect(unfolded.changes.slice(0, 3)).toMatchObject([
    { recordId: id, action: 'deleted', seatId: story.civil.seatId },
    { recordId: id, action: 'changed', fields: ['text'], seatId: story.public.seatId },
    { recordId: id, action: 'added', seatId: story.civil.seatId },
  ])
  expect(await pagesOf(story, 2)).toEqual(unfolded.changes)
  await fold(story)
  expect(await listChanges(fresh.db, story.boardId, { limit: 200 })).toEqual(unfolded)
  await writes(story, story.expert, (board) => void note(board, 'after the fold'))
  const all = await listChanges(fresh.db, story.boardId, { limit: 200 })
  expect(all.changes).toHaveLength(unfolded.changes.length + 1)
  expect(await pagesOf(story, 2)).toEqual(all.changes)
})

async function pagesOf(story: Story, limit: number) {
  const changes = []
  for (let before: Parameters<typeof listChanges>[2]['before'] | null; before !== null; ) {
    const page = await listChanges(fresh.db, story.boardId, { before, limit })
    changes.push(...page.changes)
    before = page.next
  }
  return changes
}

test('a version a day, only of what changed; old ones are forgotten, with none all', async () => {
  const story = await consultationRoom(fresh.db)
  await writes(story, story.civil, (board) => void note(board, 'day one'))
  const age = (interval: string) =>
    sql`update document_version set created_at = created_at - ${interval}::interval`.execute(fresh.db)
  const count = async () => (await listVersions(fresh.db, story.boardId)).length
  await daily()
  await writes(story, story.civil, (board) => void note(board, 'later that day'))
  await daily()
  expect(await count()).toBe(1)
  await age('1 day')
  await daily()
  expect(await count()).toBe(2)
  await age('1 day')
  await daily()
  expect(await count(), 'nothing changed since').toBe(2)
  const [newest, oldest] = await listVersions(fresh.db, story.boardId)
  const noteTexts = async (id: string) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, (await readVersion(fresh.db, story.boardId, id))!.bytes)
    return parseBoard(doc)
      .notes.map(({ text }) => text)
      .sort()
  }
  expect(await noteTexts(oldest!.id)).toEqual(['day one'])
  expect(await noteTexts(newest!.id)).toEqual(['day one', 'later that day'])
  expect(await noteTexts('now')).toEqual(['day one', 'later that day'])
  await age('88 days')
  await daily(90)
  expect((await listVersions(fresh.db, story.boardId)).map(({ id }) => id)).toEqual([newest!.id])
  await writes(story, story.civil, (board) => void note(board, 'once more'))
  await daily(0)
  expect(await count()).toBe(0)
})

test('refused frames are forgotten after 30 days', async () => {
  const story = await consultationRoom(fresh.db)
  for (const days of [29, 31]) {
    await sql`insert into refused_frame (document_id, reason, bytes, created_at)
      values (${story.boardId}, ${`${days} days`}, '', now() - make_interval(days => ${days}))`.execute(fresh.db)
  }
  await daily()
  const left = await fresh.db
    .selectFrom('refusedFrame')
    .select('reason')
    .where('documentId', '=', story.boardId)
    .execute()
  expect(left).toEqual([{ reason: '29 days' }])
})

test('before mass deletes one version a minute is kept, and none of an older epoch', async () => {
  const story = await consultationRoom(fresh.db)
  const bytes = new Uint8Array([0, 0])
  const keep = (reason: 'daily' | 'before_delete', epoch = 1) =>
    keepVersion(fresh.db, { documentId: story.boardId, epoch, upto: 1, reason, bytes, seatId: null })
  await keep('before_delete')
  await keep('before_delete')
  await keep('daily')
  await keep('daily', 2)
  const kept = await listVersions(fresh.db, story.boardId)
  expect(kept.map(({ reason }) => reason).sort()).toEqual(['before_delete', 'daily'])
})

test('a version is restored by a new edit of who restores; what was there until then is kept', async () => {
  const story = await consultationRoom(fresh.db)
  let id = ''
  await writes(story, story.civil, (board) => (id = note(board, 'su')))
  await daily()
  await writes(story, story.public, (board) => {
    removeItems(board, [id])
    note(board, 'new since')
  })
  const before = await boardOf(story)
  const [version] = await listVersions(fresh.db, story.boardId)
  const restore = () =>
    fresh.db.transaction().execute((trx) =>
      restoreVersion(trx, {
        documentId: story.boardId,
        seatId: story.facilitator.seatId,
        versionId: version!.id,
      }),
    )
  expect(await restore()).toBe(true)
  const after = await boardOf(story)
  expect(after.notes.map((found) => [found.id, found.text])).toEqual([[id, 'su']])
  expect(after).toMatchObject({ seq: before.seq + 1, epoch: 1 })
  expect(await restore(), 'a second time there is nothing to do').toBe(false)
  const kept = await listVersions(fresh.db, story.boardId)
  expect(kept).toMatchObject([{ reason: 'before_restore', seatId: story.facilitator.seatId }, { reason: 'daily' }])
  expect(
    Y.decodeUpdate((await readVersion(fresh.db, story.boardId, kept[0]!.id))!.bytes).structs.length,
  ).toBeGreaterThan(0)
  const { changes } = await listChanges(fresh.db, story.boardId, { limit: 2 })
  expect(changes.map(({ action, seatId }) => [action, seatId]).sort()).toEqual([
    ['added', story.facilitator.seatId],
    ['deleted', story.facilitator.seatId],
  ])
})

test('a deleted note comes back with its last words, before and after folding, and stays its author’s', async () => {
  for (const folded of [false, true]) {
    const story = await consultationRoom(fresh.db)
    let id = ''
    await writes(story, story.civil, (board) => (id = note(board, 'su')))
    await writes(story, story.civil, (board) => void board.write(id, 'su yok'))
    await writes(story, story.public, (board) => removeItems(board, [id]))
    if (folded) await fold(story)
    const restore = () =>
      restoreRecord(fresh.db, {
        documentId: story.boardId,
        seatId: story.public.seatId,
        root: 'notes',
        recordId: id,
      })
    await restore()
    const { notes } = await boardOf(story)
    expect(notes.map((found) => [found.id, found.text])).toEqual([[id, 'su yok']])
    await expect(restore()).rejects.toMatchObject({ code: 'conflict' })
    expect(await eraseInDocument(fresh.db, story.boardId, story.civil.personId)).toBe(true)
    expect(await texts(story)).toEqual([])
  }
})

test('words that came back by an undone delete are erased as their author’s, also after folding', async () => {
  const story = await consultationRoom(fresh.db)
  let id = ''
  await writes(story, story.civil, (board) => (id = note(board, 'Kanarya bende')))
  await fold(story)
  await writes(story, story.public, (board) => {
    const undo = new Y.UndoManager(board.undoScope, { trackedOrigins: new Set(['own']) })
    board.doc.transact(() => removeItems(board, [id]), 'own')
    undo.undo()
  })
  await fold(story)
  expect(await texts(story)).toEqual(['Kanarya bende'])
  expect(await eraseInDocument(fresh.db, story.boardId, story.civil.personId)).toBe(true)
  expect(await texts(story)).toEqual([])
})

test('what never was, or is of no record, can’t be restored', async () => {
  const story = await consultationRoom(fresh.db)
  const by = { documentId: story.boardId, seatId: story.civil.seatId }
  for (const wanted of [
    { root: 'notes', recordId: 'never' },
    { root: 'texts', recordId: 'never' },
    { root: 'meta', recordId: 'version' },
  ]) {
    await expect(restoreRecord(fresh.db, { ...by, ...wanted })).rejects.toMatchObject({ code: 'not_found' })
  }
})

test('a document in quarantine is not written to', async () => {
  const story = await consultationRoom(fresh.db)
  let id = ''
  await writes(story, story.civil, (board) => (id = note(board, 'su')))
  await writes(story, story.civil, (board) => removeItems(board, [id]))
  await sql`update document set quarantined_at = now() where id = ${story.boardId}`.execute(fresh.db)
  const by = { documentId: story.boardId, seatId: story.civil.seatId, root: 'notes', recordId: id }
  await expect(restoreRecord(fresh.db, by)).rejects.toMatchObject({ code: 'unavailable' })
})

test('plans are restored and erased by the same rules', async () => {
  const story = await consultationRoom(fresh.db)
  const doc = new Y.Doc()
  const plan = new Plan(doc)
  plan.goals.create({ id: 'g1', title: 'Rain', order: 'a0' })
  const initial = Y.encodeStateAsUpdate(doc)
  const document = await fresh.db
    .transaction()
    .execute((trx) =>
      createDocument(trx, { roomId: story.roomId, kind: 'plan', title: 'Plan', createdBy: null, initial }),
    )
  const before = Y.encodeStateVector(doc)
  plan.goals.remove('g1')
  const bytes = Y.encodeStateAsUpdate(doc, before)
  const row = { bytes, seatId: story.civil.seatId, connectionId: crypto.randomUUID(), frameNo: 1 }
  const { personId, seatId } = story.civil
  const holders = new Map([[doc.clientID, { personId, seatId }]])
  await new DocumentLog(fresh.db).append({ id: document.id, epoch: 1 }, [row], holders)
  await restoreRecord(fresh.db, { documentId: document.id, seatId, root: 'goals', recordId: 'g1' })
  const goals = async () => {
    const stored = (await new DocumentLog(fresh.db).read(document.id))!
    return new Plan(new LiveDocument(stored.kind, stored.parts, stored.holders).doc).goals.all()
  }
  expect(await goals()).toEqual([{ id: 'g1', title: 'Rain', order: 'a0' }])
  expect(await eraseInDocument(fresh.db, document.id, personId)).toBe(true)
  expect(await goals()).toEqual([])
})

test('erasing changes nothing where the person left no trace, and nothing where the document can’t be read', async () => {
  const story = await consultationRoom(fresh.db)
  expect(await eraseInDocument(fresh.db, story.boardId, story.civil.personId)).toBe(false)
  await writes(story, story.civil, (board) => void note(board, 'su'))
  const row = { bytes: new Uint8Array([9, 9, 9]), seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }
  await new DocumentLog(fresh.db).append({ id: story.boardId, epoch: 1 }, [row], new Map())
  await expect(eraseInDocument(fresh.db, story.boardId, story.civil.personId)).rejects.toThrow('does not load')
  const rows = await fresh.db
    .selectFrom('documentUpdate')
    .select('seq')
    .where('documentId', '=', story.boardId)
    .execute()
  expect(rows).toHaveLength(3)
})
