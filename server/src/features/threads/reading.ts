import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import type { Reader } from './reader.ts'

/**
 * Notes up to where somebody read a thread; read further elsewhere, it stays so. Not `read`: all from this comment on is
 * unread again. False where nothing changed. Throws `not_found`.
 */
export async function markRead(
  db: Executor,
  { roomId, personId }: Reader,
  { threadId, commentId, read }: { threadId: string; commentId: string; read: boolean },
): Promise<boolean> {
  const comment = await db
    .selectFrom('comment')
    .innerJoin('thread', 'thread.id', 'comment.threadId')
    .select('comment.createdAt')
    .where('comment.id', '=', commentId)
    .where('thread.id', '=', threadId)
    .where('thread.roomId', '=', roomId)
    .executeTakeFirst()
  if (!comment) throw new AppError('not_found')
  const at = read ? comment.createdAt : new Date(comment.createdAt.getTime() - 1)
  const { numAffectedRows } = await sql`
    insert into thread_read (thread_id, person_id, read_at) values (${threadId}, ${personId}, ${at})
    on conflict (thread_id, person_id) do update set read_at = excluded.read_at
    where case when ${read} then thread_read.read_at < excluded.read_at else thread_read.read_at > excluded.read_at end
  `.execute(db)
  return Number(numAffectedRows ?? 0n) > 0
}

/** The same of all threads of a room, as far as they go now. */
export async function markAllRead(db: Executor, { roomId, personId }: Reader): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into thread_read (thread_id, person_id, read_at)
    select id, ${personId}, last_at from thread where room_id = ${roomId}
    on conflict (thread_id, person_id) do update set read_at = excluded.read_at
    where thread_read.read_at < excluded.read_at`.execute(db)
  return Number(numAffectedRows ?? 0n) > 0
}
