import { sql } from 'kysely'
import { type HolderInRoom, seatsHeld } from '../../access/seats-held.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import type { Publisher } from '../../live/publish.ts'
import { takeBack } from '../../mail/outbox.ts'
import type { ErasedDocument } from '../../sync/history/erase.ts'
import { storedWords } from './subject.ts'

export type EraseDeps = { db: Database; publisher: Publisher }

/**
 * Empties what a person wrote in a room's asks and answers, and the words that asks keep of what they made: the promise
 * and who gave it stay. To be called before the room's documents and their rows are erased, and after the labels of
 * votes: afterwards nobody knows whose words these were. Answers with how many rows that were.
 */
export async function eraseAnswersOf({ db, publisher }: EraseDeps, of: HolderInRoom): Promise<number> {
  const emptied = await db.transaction().execute(async (trx) => {
    const seats = (await seatsHeld(trx, of).execute()).map(({ id }) => id)
    const worded = await emptyAsks(trx, of.roomId, seats)
    const answered = await emptyAnswers(trx, of.roomId, seats)
    // Letters that wait still say what was asked.
    await takeBack(trx, worded)
    return worded.length + answered
  })
  publisher.topic(of.roomId, 'answers')
  return emptied
}

/** Empties what these seats asked, and words that are theirs. Answers with the ids of those asks. */
async function emptyAsks(trx: Trx, roomId: string, seats: readonly string[]): Promise<string[]> {
  const theirs = sql`any(${seats}::uuid[])`
  const asked = await sql<{ id: string }>`
    update ask set question = '' where room_id = ${roomId} and asked_by = ${theirs} and question <> ''
    returning id`.execute(trx)
  const copied = await sql<{ id: string }>`
    update ask set words = '' where room_id = ${roomId} and words <> '' and (
      exists (select 1 from board_record r
        where r.document_id = ask.document_id and r.record_id = ask.record_id and r.seat_id = ${theirs})
      or exists (select 1 from plan_action a
        where a.document_id = ask.document_id and a.action_id = ask.record_id and a.seat_id = ${theirs})
      or exists (select 1 from gone_action a
        where a.document_id = ask.document_id and a.action_id = ask.record_id and a.seat_id = ${theirs}))
    returning id`.execute(trx)
  return [...asked.rows, ...copied.rows].map(({ id }) => id).concat(await rereadVotedLines(trx, roomId))
}

/** Empties what these seats answered, said of it being done, and why it wasn't. Answers with how many that were. */
async function emptyAnswers(trx: Trx, roomId: string, seats: readonly string[]): Promise<number> {
  const theirs = sql`any(${seats}::uuid[])`
  const emptied = [
    await sql`update ask set done_note = ''
      where room_id = ${roomId} and done_by_seat = ${theirs} and done_note <> ''`.execute(trx),
    await sql`update ask set settled_reason = ''
      where room_id = ${roomId} and settled_by = ${theirs} and settled_reason <> ''`.execute(trx),
    await sql`update answer set reason = '' from ask
      where ask.id = answer.ask_id and ask.room_id = ${roomId} and seat_id = ${theirs} and reason <> ''`.execute(trx),
  ]
  return emptied.reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0n), 0)
}

/**
 * Where a person wrote in what was asked about, also together with others, asks say of it what is left of it in its
 * document; of what isn't there any more, nothing. Called while the document is erased, after the labels of votes.
 */
export async function rereadAskedWords(trx: Trx, { documentId, roomId, erasure }: ErasedDocument): Promise<void> {
  await takeBack(trx, await rereadVotedLines(trx, roomId))
  const asks = await trx
    .selectFrom('ask')
    .select(['id', 'subjectKind', 'recordId'])
    .where('documentId', '=', documentId)
    .where('words', '!=', '')
    .execute()
  if (asks.length === 0) return
  const written = await recordsWrittenIn(trx, documentId, [...erasure.seats])
  const stale = asks.filter(({ recordId }) => written.has(recordId) || erasure.words.records.has(recordId))
  if (stale.length === 0) return
  // What can't be read for its words says none.
  const left = await storedWords(trx, documentId).catch(() => new Map<string, string>())
  for (const { id, subjectKind, recordId } of stale) {
    const words = (left.get(`${subjectKind} ${recordId}`) ?? '').trim()
    await trx.updateTable('ask').set({ words }).where('id', '=', id).execute()
  }
  await takeBack(
    trx,
    stale.map(({ id }) => id),
  )
}

/** Lines of votes say what is left of their objects: asks about them say the same. Answers with the ids of those. */
async function rereadVotedLines(trx: Trx, roomId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update ask set words = trim(vote_option.label) from vote_option
    where ask.room_id = ${roomId} and ask.subject_kind = 'vote' and vote_option.id::text = ask.record_id
      and ask.words <> trim(vote_option.label)
    returning ask.id`.execute(trx)
  return rows.map(({ id }) => id)
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
