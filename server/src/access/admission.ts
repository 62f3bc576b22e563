import { sql } from 'kysely'
import type { Database } from '../database/schema.ts'
import { type Identity, identityOfRow, type IdentityRow } from './identity.ts'
import type { Seat } from './seats.ts'

type SeatColumns = Pick<Seat, 'programmeId' | 'organisationId' | 'organisationName' | 'role' | 'side' | 'colour'>
/** The columns of a seat are null together. */
type Row = IdentityRow & ((SeatColumns & { seatId: string }) | { seatId: null })

/**
 * Who holds a session's token, and the seat they hold in a room now: in one statement, because nearly every request asks
 * for both, and as text, because building it would take longer than the database needs. Null without a session that
 * holds.
 */
export async function identityInRoom(
  db: Database,
  token: string,
  roomId: string,
): Promise<{ identity: Identity; seat: Seat | null } | null> {
  const { rows } = await sql<Row>`
    select session.id as session_id, session.expires_at, person.id as person_id, person.name, person.email,
      person.is_anonymous as is_guest, person.is_administrator, person.language,
      seat.id as seat_id, seat.programme_id, seat.organisation_id, seat.role, seat.colour,
      organisation.name as organisation_name, organisation.side
    from session
    join person on person.id = session.person_id
    left join seat on seat.person_id = person.id and seat.room_id = ${roomId} and seat.removed_at is null
    left join organisation on organisation.id = seat.organisation_id
    where session.token = ${token} and session.expires_at > now() and person.disabled_at is null
  `.execute(db)
  const row = rows[0]
  return row ? { identity: identityOfRow(row), seat: seatOf(row, roomId) } : null
}

function seatOf(row: Row, roomId: string): Seat | null {
  if (row.seatId === null) return null
  const { seatId: id, personId, name, isGuest, programmeId, role, organisationId, organisationName, side, colour } = row
  return { id, roomId, programmeId, personId, name, isGuest, role, organisationId, organisationName, side, colour }
}
