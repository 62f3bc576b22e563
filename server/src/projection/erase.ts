import { sql } from 'kysely'
import { type HolderInRoom, idsOfSeatsHeld } from '../access/seats-held.ts'
import type { Database, Trx } from '../database/schema.ts'
import { DocumentLog } from '../sync/document-log.ts'
import type { ErasedDocument } from '../sync/history/erase.ts'
import { folding } from '../sync/folding/worker.ts'
import { passagesOf } from './passages.ts'
import { readRows } from './read-rows.ts'
import { writeRows } from './write-rows.ts'

/**
 * Empties what rows say of what a person made in a room, also of what is gone from its documents and of documents that
 * can't be read. The others are projected anew, by `eraseRowsOn` or soon after. Answers with how many rows that were.
 */
export async function eraseRowsOf(db: Database, of: HolderInRoom): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const seats = await idsOfSeatsHeld(trx, of)
    const documents = await trx.selectFrom('document').select('id').where('roomId', '=', of.roomId).execute()
    let count = 0
    for (const { id } of documents) {
      const emptied = await empty(trx, id, { seats: [...seats], records: [] })
      if (emptied === 0) continue
      count += emptied
      await trx.deleteFrom('projection').where('documentId', '=', id).execute()
    }
    return count
  })
}

/** For the erasure of one document, together with it: its rows are those of what is left of it. */
export async function eraseRowsOn(trx: Trx, { documentId, erasure }: ErasedDocument): Promise<void> {
  const seats = [...erasure.seats]
  const records = [...new Set([...erasure.words.records, ...(await recordsWrittenIn(trx, documentId, seats))])]
  // Before: what the erasure has taken out of the document becomes a tombstone here, and must say nothing.
  await empty(trx, documentId, { seats, records })
  const stored = await new DocumentLog(trx).read(documentId)
  const passages = await passagesOf(trx, documentId)
  // What can't be read for its rows now will be when the node can that is to project it.
  const rows = stored && (await readRows({ ...stored, documentId, passages }, folding).catch(() => undefined))
  if (rows) await writeRows(trx, documentId, rows)
}

type Theirs = { seats: readonly string[]; records: readonly string[] }

/** What is still in the document gets its words again from there. */
async function empty(trx: Trx, documentId: string, { seats, records }: Theirs): Promise<number> {
  const isTheirs = (id: string) => sql`document_id = ${documentId}
    and (seat_id = any(${seats}::uuid[]) or ${sql.ref(id)} = any(${records}::text[]))`
  const nobody = sql`case when seat_id = any(${seats}::uuid[]) then null else seat_id end`
  const emptied = [
    await sql`update board_record set words = '', seat_id = ${nobody} where ${isTheirs('recordId')}`.execute(trx),
    await sql`update gone_action set title = '', seat_id = ${nobody} where ${isTheirs('actionId')}`.execute(trx),
    await sql`update plan_action set title = '', description = '', goal_title = '', indicator_name = '',
      indicator_unit = '', locality = '', seat_id = ${nobody} where ${isTheirs('actionId')}`.execute(trx),
    ...(await emptyMinutes(trx, documentId, seats)),
  ]
  return emptied.reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0n), 0)
}

/** Rows of a text that many write don't say whose it is: all are emptied where they wrote in it, or are named. */
async function emptyMinutes(trx: Trx, documentId: string, seats: readonly string[]) {
  const isTheirs = sql`document_id = ${documentId} and (
    exists (select 1 from document_client where document_id = ${documentId} and seat_id = any(${seats}::uuid[]))
    or exists (select 1 from minutes_mark
      where document_id = ${documentId} and kind = 'seat' and target = any(${seats}::text[])))`
  return [
    await sql`update minutes_section set heading = '', words = ''
      where ${isTheirs} and (heading <> '' or words <> '')`.execute(trx),
    await sql`update minutes_passage set words = '' where ${isTheirs} and words <> ''`.execute(trx),
    await sql`update minutes_clause set words = '' where ${isTheirs} and words <> ''`.execute(trx),
  ]
}

/** Ids of what these seats made or changed in a document, also where that is gone since. */
async function recordsWrittenIn(trx: Trx, documentId: string, seats: readonly string[]): Promise<string[]> {
  if (seats.length === 0) return []
  const rows = await trx
    .selectFrom('documentChange')
    .select('recordId')
    .distinct()
    .where('documentId', '=', documentId)
    .where('seatId', 'in', seats)
    .where(sql<boolean>`(action = 'added' or fields && ${['text', 'title']}::text[])`)
    .execute()
  return rows.map(({ recordId }) => recordId)
}
