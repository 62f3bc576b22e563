import type { PassagePin, ThreadPin } from '@meydan/shared/contracts/threads'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import type { Reader } from './reader.ts'
import { unreadIn } from './rows.ts'

/** Which objects of a document have threads. Throws `not_found` where the room has no such document. */
export async function threadPins(
  db: Executor,
  reader: Reader,
  documentId: string,
): Promise<{ pins: ThreadPin[]; passages: PassagePin[] }> {
  const document = await db
    .selectFrom('document')
    .select('id')
    .where('id', '=', documentId)
    .where('roomId', '=', reader.roomId)
    .executeTakeFirst()
  if (!document) throw new AppError('not_found')
  const { rows } = await sql<ThreadPin>`
    select record_id, field,
      count(*) filter (where resolved_at is null)::int as open,
      count(*) filter (where resolved_at is not null)::int as resolved,
      coalesce(sum((select count(*) ${unreadIn(reader)})) filter (where resolved_at is null), 0)::int as unread,
      (array_agg(id order by resolved_at is null desc, last_at desc, id))[1] as thread_id
    from thread
    where document_id = ${documentId} and room_id = ${reader.roomId} and record_id is not null
    group by record_id, field order by record_id, field`.execute(db)
  return { pins: rows, passages: await passagePins(db, reader, documentId) }
}

async function passagePins(db: Executor, reader: Reader, documentId: string): Promise<PassagePin[]> {
  const { rows } = await sql<PassagePin>`
    select thread.id as thread_id, passage_from as "from", passage_to as "to", resolved_at is null as is_open,
      (select count(*)::int from comment where thread_id = thread.id and deleted_at is null) as comments,
      (select count(*)::int ${unreadIn(reader)}) as unread
    from thread left join minutes_passage passage on passage.thread_id = thread.id
    where thread.document_id = ${documentId} and room_id = ${reader.roomId} and anchor = 'passage'
      and passage.is_gone is not true
    order by thread.created_at, thread.id`.execute(db)
  return rows
}
