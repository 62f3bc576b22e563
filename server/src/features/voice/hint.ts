import type { WritingHint } from '@meydan/shared/contracts/voice'
import { isGranted } from '@meydan/shared/permissions'
import { writingHint } from '@meydan/shared/voice/balance'
import { SeatRole, type Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { grantsOf } from '../../access/seats.ts'
import type { Executor } from '../../database/schema.ts'

type Counted = { side: Side; role: string; count: number }

/**
 * Whether one side has written most of what the last five minutes brought to the room's documents. Those who lead don't
 * count: they arrange for all. Counted is how often somebody wrote, in stretches of 15 seconds: the log has a row for
 * every few letters, and once it is folded (any minute now) only one for a record and minute; so both tell the same.
 */
export async function hintFor(
  db: Executor,
  { roomId, meetingId }: { roomId: string; meetingId: string },
): Promise<WritingHint | null> {
  const written = await sql<Counted>`
    with here as (select id from document where room_id = ${roomId}), stretches as (
      select u.seat_id, u.document_id, floor(extract(epoch from u.created_at) / 15) from document_update u
      join here on here.id = u.document_id
      where u.created_at > now() - interval '5 minutes' and u.seat_id is not null
      union
      select c.seat_id, c.document_id, floor(extract(epoch from c.changed_at) / 15) from document_change c
      join here on here.id = c.document_id
      where c.changed_at > now() - interval '5 minutes' and c.seat_id is not null
    )
    select o.side, seat.role, count(*)::integer as count from stretches
    join seat on seat.id = stretches.seat_id and seat.room_id = ${roomId}
    join organisation o on o.id = seat.organisation_id
    group by o.side, seat.role`.execute(db)
  const present = await sql<Counted>`
    select o.side, seat.role, count(distinct seat.id)::integer as count from meeting_minute m
    join seat on seat.id = m.seat_id and seat.removed_at is null
    join organisation o on o.id = seat.organisation_id
    where m.meeting_id = ${meetingId} and m.minute > now() - interval '5 minutes'
    group by o.side, seat.role`.execute(db)
  return writingHint(pairOf(written.rows), pairOf(present.rows))
}

function pairOf(rows: readonly Counted[]): { civil: number; public: number } {
  const of = (side: Side) =>
    rows
      .filter((row) => row.side === side && !isGranted('voice.moderate', grantsOf({ role: SeatRole.parse(row.role) })))
      .reduce((sum, { count }) => sum + count, 0)
  return { civil: of('civil'), public: of('public') }
}
