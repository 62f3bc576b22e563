import type { Database } from '@meydan/server/database/schema'
import { projectDocument } from '@meydan/server/projection/projector'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { parsePlan } from '@meydan/shared/documents/plan/parse'
import * as Y from 'yjs'
import { boardWith } from './canvas.ts'
import { planWith } from './plans.ts'
import type { Story } from './stories.ts'

/** A document in memory that writes itself to its log when it is told to. */
export async function loggedDocument(db: Database, documentId: string) {
  const log = new DocumentLog(db)
  const stored = (await log.read(documentId))!
  const doc = new Y.Doc()
  for (const part of stored.parts) Y.applyUpdate(doc, part)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const connectionId = crypto.randomUUID()
  let frameNo = 0
  /** Commits what was written since; with `by`, in somebody's name. */
  const commit = async (by?: { personId: string; seatId: string }) => {
    const holders = by ? new Map([[doc.clientID, by]]) : new Map()
    for (const bytes of updates.splice(0)) {
      const frame = { bytes, seatId: by?.seatId ?? null, connectionId, frameNo: ++frameNo }
      await log.append({ id: documentId, epoch: stored.epoch }, [frame], holders)
    }
  }
  return { doc, commit }
}

const byFirst = (a: unknown[], b: unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1)

/** What is in a document now, as its rows say it, without what is gone. */
export async function rowsSay(db: Database, documentId: string) {
  const records = await db
    .selectFrom('boardRecord')
    .selectAll()
    .where('documentId', '=', documentId)
    .where('goneAt', 'is', null)
    .execute()
  const actions = await db.selectFrom('planAction').selectAll().where('documentId', '=', documentId).execute()
  const links = await db.selectFrom('evidenceLink').selectAll().where('documentId', '=', documentId).execute()
  return {
    records: records
      .map((row) => [
        row.recordId,
        row.kind,
        row.words,
        row.themeId,
        row.tableId,
        row.noteKind,
        row.severity,
        row.fields,
        row.side,
        row.cameOf,
      ])
      .sort(byFirst),
    actions: actions
      .map((row) => [
        row.actionId,
        row.title,
        row.description,
        row.status,
        row.start,
        row.due,
        row.agreedDue,
        row.priority,
        row.goalTitle,
        row.side,
      ])
      .sort(byFirst),
    links: links.map((row) => [row.sourceId, row.actionId, row.kind, row.sourceRecord]).sort(byFirst),
  }
}

/** The same as the models read it, without the projection's own code. */
export function boardSays(doc: Y.Doc) {
  const { notes, themes, frames } = parseBoard(doc)
  const isTheme = new Set(themes.map(({ id }) => id))
  return {
    records: [
      ...notes.map((note) => [
        ...[note.id, 'note', note.text, note.theme && isTheme.has(note.theme) ? note.theme : null],
        ...[note.table, note.kind, note.severity, note.fields, note.side, []],
      ]),
      ...themes.map((theme) => [
        ...[theme.id, 'theme', theme.title, null, null, theme.kind, theme.severity, theme.fields, theme.side],
        theme.cameOf,
      ]),
      ...frames.map(({ id, title }) => [id, 'frame', title, null, null, null, null, [], 'neutral', []]),
    ].sort(byFirst),
    actions: [],
    links: [],
  }
}

export function planSays(doc: Y.Doc) {
  const { actions, goals } = parsePlan(doc)
  const titles = new Map(goals.map(({ id, title }) => [id, title]))
  return {
    records: [],
    actions: actions
      .map((action) => [
        ...[action.id, action.title, action.description, action.status, action.start, action.due, action.agreedDue],
        ...[action.priority, titles.get(action.goal ?? '') ?? '', action.side],
      ])
      .sort(byFirst),
    links: actions
      .flatMap(({ id, sources }) => sources.map((source) => [source.id, id, source.kind, source.record]))
      .sort(byFirst),
  }
}

/** What the row of a note or theme says, and whether it is a tombstone; undefined where there is none. */
export async function rowOf(db: Database, recordId: string) {
  const row = await db.selectFrom('boardRecord').selectAll().where('recordId', '=', recordId).executeTakeFirst()
  return row && { words: row.words, seatId: row.seatId, isGone: row.goneAt !== null }
}

/** Whether the rows of a document are of an earlier state than the one it is in. */
export async function isBehind(db: Database, documentId: string): Promise<boolean> {
  const row = await db
    .selectFrom('document')
    .leftJoin('projection', 'documentId', 'id')
    .select(['document.head', 'document.epoch', 'projection.head as rowsHead', 'projection.epoch as rowsEpoch'])
    .where('id', '=', documentId)
    .executeTakeFirstOrThrow()
  return row.head !== row.rowsHead || row.epoch !== row.rowsEpoch
}

/** A board with one note of the civil side, and an action that came of it, by the public; both projected. */
export async function noteAndAction(db: Database, story: Story, text = 'No interpreters') {
  const boardId = await boardWith(db, story.roomId, () => {})
  const { doc, commit } = await loggedDocument(db, boardId)
  const board = new Board(doc)
  const [noteId] = board.addNotes([{ at: { x: 0, y: 0 }, text }], { seat: story.civil.seatId, side: 'civil' })
  await commit(story.civil)
  const planId = await planWith(db, story.roomId, (plan) => {
    const source = { kind: 'note' as const, document: boardId, record: noteId! }
    plan.addActions([{ title: 'Hire some', sources: [source] }], { seat: story.public.seatId, side: 'public' })
  })
  for (const id of [boardId, planId]) await projectDocument(db, id)
  return { board, boardId, commit, noteId: noteId!, planId }
}
