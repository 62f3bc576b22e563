import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'

/** Whoever comes back within this has not been away. */
export const VISIT_ENDS_MS = 30 * 60_000

export type Visitor = { roomId: string; personId: string; now: Date }

/** Somebody is in a room, and looks at this document where one is named; one that the room hasn't is no matter. */
export async function noteVisit(
  db: Executor,
  { roomId, personId, documentId, now }: Visitor & { documentId: string | null },
): Promise<void> {
  const over = new Date(now.getTime() - VISIT_ENDS_MS)
  await sql`
    insert into room_visit (room_id, person_id, began_at, seen_at) values (${roomId}, ${personId}, ${now}, ${now})
    on conflict (room_id, person_id) do update set
      before_at = case when room_visit.seen_at < ${over} then room_visit.seen_at else room_visit.before_at end,
      began_at = case when room_visit.seen_at < ${over} then excluded.began_at else room_visit.began_at end,
      seen_at = greatest(room_visit.seen_at, excluded.seen_at)`.execute(db)
  if (documentId === null) return
  await sql`
    insert into document_visit (document_id, person_id, seen_at)
    select id, ${personId}, ${now} from document where id = ${documentId} and room_id = ${roomId}
    on conflict (document_id, person_id) do update set
      seen_at = greatest(document_visit.seen_at, excluded.seen_at)`.execute(db)
}

/** Where the last visit ended, also for who has come back and was not noted yet; null: this is the first. */
export async function lastVisitEnd(db: Executor, { roomId, personId, now }: Visitor): Promise<Date | null> {
  const row = await db
    .selectFrom('roomVisit')
    .select(['beforeAt', 'seenAt'])
    .where('roomId', '=', roomId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  if (!row) return null
  return now.getTime() - row.seenAt.getTime() > VISIT_ENDS_MS ? row.seenAt : row.beforeAt
}
