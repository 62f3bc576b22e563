import { sql } from 'kysely'
import { type HolderInRoom, seatsHeld } from '../../access/seats-held.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import type { Publisher } from '../../live/publish.ts'
import type { ErasedDocument } from '../../sync/history/erase.ts'
import { storedWords } from './anchor.ts'
import { deleteEmptyThreads, emptyComments } from './changing.ts'

export type EraseDeps = { db: Database; publisher: Publisher }

/**
 * Takes what a person said in a room's threads, their files and signs, and the words that threads keep of what they
 * made; what others answered stays. To be called before the room's documents and their rows are erased: afterwards nobody
 * knows whose words these were. Answers with how many comments, files and quotes that were.
 */
export async function eraseThreadsOf({ db, publisher }: EraseDeps, of: HolderInRoom): Promise<number> {
  const erased = await db.transaction().execute(async (trx) => {
    const seats = (await seatsHeld(trx, of).execute()).map(({ id }) => id)
    if (seats.length === 0) return 0
    const quotes = await emptyQuotes(trx, of.roomId, seats)
    const comments = await trx
      .selectFrom('comment')
      .select(['id', 'threadId'])
      .where('seatId', 'in', seats)
      .forUpdate()
      .execute()
    const ids = comments.map(({ id }) => id)
    await emptyComments(trx, ids)
    await trx.updateTable('comment').set({ seatId: null }).where('seatId', 'in', seats).execute()
    await trx.deleteFrom('commentReaction').where('seatId', 'in', seats).execute()
    const files = await trx.deleteFrom('attachment').where('seatId', 'in', seats).executeTakeFirstOrThrow()
    await deleteEmptyThreads(trx, [...new Set(comments.map(({ threadId }) => threadId))])
    return quotes + ids.length + Number(files.numDeletedRows)
  })
  publisher.topic(of.roomId, 'threads')
  return erased
}

async function emptyQuotes(trx: Trx, roomId: string, seats: readonly string[]): Promise<number> {
  const theirs = sql`any(${[...seats]}::uuid[])`
  const { numAffectedRows } = await sql`
    update thread set quote = '' where room_id = ${roomId} and quote <> '' and (
      exists (select 1 from board_record r
        where r.document_id = thread.document_id and r.record_id = thread.record_id and r.seat_id = ${theirs})
      or exists (select 1 from plan_action a
        where a.document_id = thread.document_id and a.action_id = thread.record_id and a.seat_id = ${theirs})
      or exists (select 1 from gone_action a
        where a.document_id = thread.document_id and a.action_id = thread.record_id and a.seat_id = ${theirs})
      -- Of a text that many write nobody says whose a passage is; what is left of it is read again from there.
      or (anchor = 'passage' and (
        exists (select 1 from document_client c where c.document_id = thread.document_id and c.seat_id = ${theirs})
        or exists (select 1 from minutes_mark m
          where m.document_id = thread.document_id and m.kind = 'seat' and m.target = any(${[...seats]}::text[])))))
  `.execute(trx)
  return Number(numAffectedRows ?? 0n)
}

/**
 * Where a person wrote in what a thread is about, also together with others, its quote is what is left of it in its
 * document; of what isn't there any more, nothing. Called while the document is erased.
 */
export async function rereadQuotes(trx: Trx, { documentId, erasure }: ErasedDocument): Promise<void> {
  const threads = await trx
    .selectFrom('thread')
    .select(['id', 'recordId'])
    .where('documentId', '=', documentId)
    .where('quote', '!=', '')
    .execute()
  if (threads.length === 0) return
  const written = await recordsWrittenIn(trx, documentId, [...erasure.seats])
  const stale = threads.filter(
    ({ recordId }) => recordId !== null && (written.has(recordId) || erasure.words.records.has(recordId)),
  )
  if (stale.length === 0) return
  // What can't be read for its words says none.
  const left = await storedWords(trx, documentId).catch(() => null)
  for (const { id, recordId } of stale) {
    const quote = left?.get(recordId!)?.words ?? ''
    await trx.updateTable('thread').set({ quote }).where('id', '=', id).execute()
  }
}

/** Ids of what these seats made, or whose words they changed, also where that is gone since. */
async function recordsWrittenIn(db: Executor, documentId: string, seats: readonly string[]): Promise<Set<string>> {
  if (seats.length === 0) return new Set()
  const rows = await db
    .selectFrom('documentChange')
    .select('recordId')
    .distinct()
    .where('documentId', '=', documentId)
    .where('seatId', 'in', seats)
    .where(sql<boolean>`(action = 'added' or fields && ${['text', 'title']}::text[])`)
    .execute()
  return new Set(rows.map(({ recordId }) => recordId))
}
