import { sql } from 'kysely'
import type { Trx } from '../database/schema.ts'
import type { AskedPassage } from './project.ts'
import { projecting } from './projecting.ts'

/** The passages of a document that threads are about: of most there are none. */
export async function passagesOf(trx: Trx, documentId: string): Promise<AskedPassage[]> {
  const rows = await trx
    .selectFrom('thread')
    .select(['id', 'passageFrom', 'passageTo'])
    .where('documentId', '=', documentId)
    .where('anchor', '=', 'passage')
    .execute()
  return rows.map(({ id, passageFrom, passageTo }) => ({ threadId: id, from: passageFrom!, to: passageTo! }))
}

/** Keeps what is left of each passage; one that is gone keeps the words it had last. */
export async function writePassages(trx: Trx, documentId: string, passages: string): Promise<void> {
  if (passages === '[]') return
  await sql`
    insert into minutes_passage as was (thread_id, document_id, words, is_gone)
    select thread.id, ${documentId}::uuid, coalesce(given.words, ''), coalesce(given.words, '') = ''
    from json_to_recordset(${passages}::json) as given(thread_id uuid, words text)
    join thread on thread.id = given.thread_id
    on conflict (thread_id) do update set
      words = case when excluded.is_gone then was.words else excluded.words end,
      is_gone = excluded.is_gone
    where was.is_gone <> excluded.is_gone or (was.words <> excluded.words and not excluded.is_gone)`.execute(trx)
}

/**
 * Waits until nobody reads a document for its rows, and keeps them from it until the transaction ends: they would say of
 * a passage what was left of it where it no longer is.
 */
export async function holdPassages(trx: Trx, documentId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${projecting(documentId)})`.execute(trx)
}
