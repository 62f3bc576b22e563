import { Board } from '@meydan/shared/documents/board/board'
import { type MergeScribe, markAreas, mergeBoard } from '@meydan/shared/documents/board/merging'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import * as Y from 'yjs'
import type { Trx } from '../../database/schema.ts'
import { DOCUMENT_MAX_BYTES } from '../../sync/gate/size.ts'
import { runsOf, Scribe, writerOf } from '../../sync/history/authors.ts'
import { editDocument } from '../../sync/history/edit-document.ts'
import type { Holder } from '../../sync/live-document.ts'
import { openTables, type OpenTable, readSource, type Source } from './reading.ts'
import { openTable, type TableAt } from './store.ts'

/** Closes one table; its people are back in the plenary. Throws `not_found`, `table_closed`. The room must be locked. */
export async function closeTable(trx: Trx, at: TableAt): Promise<void> {
  await openTable(trx, at)
  await trx
    .updateTable('roomTable')
    .set({ state: 'closed', closedAt: sql<Date>`now()` })
    .where('id', '=', at.tableId)
    .execute()
}

type Ending = { roomId: string; merge: boolean }

/**
 * Ends all open tables of a room, and with `merge` brings their notes to the plenary boards they came from. Answers
 * with the documents to announce after the commit. Throws `table_closed` where none is open, and what `editDocument`
 * throws. The room must be locked.
 */
export async function endRoomTables(trx: Trx, { roomId, merge }: Ending): Promise<string[]> {
  const open = await openTables(trx, roomId)
  if (open.length === 0) throw new AppError('table_closed')
  const documents: string[] = []
  const counts = new Map<string, number>()
  for (const [plenaryId, tables] of Map.groupBy(open, (table) => table.plenaryId)) {
    if (!merge) continue
    if (!plenaryId) throw new AppError('not_found')
    for (const [id, notes] of await mergeTables(trx, plenaryId, tables)) counts.set(id, notes)
    documents.push(plenaryId)
  }
  for (const { id } of open) {
    const state = merge ? { state: 'merged', notesMerged: counts.get(id) ?? 0 } : { state: 'closed' }
    await trx
      .updateTable('roomTable')
      .set({ ...state, closedAt: sql<Date>`now()` })
      .where('id', '=', id)
      .execute()
  }
  return documents
}

/** How many notes each table brought. */
async function mergeTables(trx: Trx, plenaryId: string, tables: OpenTable[]): Promise<Map<string, number>> {
  const areas = tables.filter(({ place }) => place === 'areas')
  const boards = tables.flatMap(({ id, name, place, documentId }) =>
    place === 'boards' && documentId ? [{ id, name, documentId }] : [],
  )
  await holdStill(
    trx,
    boards.map(({ documentId }) => documentId),
  )
  const read: { table: (typeof boards)[number]; source: Source }[] = []
  try {
    for (const table of boards) read.push({ table, source: await readSource(trx, table.documentId) })
    const counts = new Map<string, number>()
    await editDocument(trx, {
      documentId: plenaryId,
      // Whoever ends the tables brings back what others wrote, and is not its author.
      seatId: null,
      write: (doc) => {
        const plenary = new Board(doc)
        for (const [id, notes] of markAreas(plenary, areas)) counts.set(id, notes)
        const holders = new Map<number, Holder>()
        for (const { table, source } of read) {
          counts.set(table.id, bring(plenary, { table, source, holders }))
        }
        if (Y.encodeStateAsUpdate(doc).byteLength > DOCUMENT_MAX_BYTES) throw new AppError('board_full')
        return holders
      },
    })
    return counts
  } finally {
    for (const { source } of read) source.live.destroy()
  }
}

type Bringing = {
  table: { id: string; name: string; documentId: string }
  source: Source
  /** Collects who is behind the client ids this writes under. */
  holders: Map<number, Holder>
}

/** Brings one table's board; what was there before and after must differ by exactly its notes. */
function bring(plenary: Board, { table, source, holders }: Bringing): number {
  const before = plenary.notes.all().length
  const scribe = new Scribe(plenary.doc, source.authors)
  const { notes } = mergeBoard(plenary, source.board, {
    document: table.documentId,
    table: table.id,
    title: table.name,
    scribe: scribeFor(scribe, source.board.doc),
  })
  for (const [client, holder] of scribe.holders) holders.set(client, holder)
  const came = plenary.notes.all().length - before
  if (came !== notes || notes !== source.board.notes.all().length) {
    throw new Error(`table ${table.id} has ${notes} notes, and ${came} came over`)
  }
  return notes
}

/** What somebody wrote at the table stays theirs on the plenary board: erasing their words finds these too. */
function scribeFor(scribe: Scribe, from: Y.Doc): MergeScribe {
  return {
    record: (root, id, write) => scribe.as(writerOf(from.getMap(root), id), write),
    words: (old, into) => {
      for (const { client, text } of runsOf(old)) scribe.as(client, () => into.insert(into.length, text))
    },
  }
}

/**
 * Nobody writes to these until the transaction ends: what was saved before is brought, what comes after stays at the
 * table. Always in one order, so that two who do this don't wait for each other.
 */
async function holdStill(trx: Trx, documentIds: string[]): Promise<void> {
  if (documentIds.length === 0) return
  await trx.selectFrom('document').select('id').where('id', 'in', documentIds).orderBy('id').forUpdate().execute()
}
