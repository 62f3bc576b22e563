import { AppError } from '@meydan/shared/errors'
import type { Permission } from '@meydan/shared/permissions'
import { sql } from 'kysely'
import { inCrowds } from '../database/in-crowds.ts'
import type { Database } from '../database/schema.ts'
import { authorise } from './guard.ts'
import { type Identity, identityOfRow, type IdentityRow } from './identity.ts'
import { standingText } from './revoke.ts'
import type { Seat } from './seats.ts'

/** Somebody with a session; without a seat in the room that was asked about, the last two are null. */
export type Known = { identity: Identity; seat: Seat | null; standing: string | null }

/** Who holds a session's token, and the seat they hold in a room now. Null without a session that holds. */
export type WhoIs = (token: string, roomId?: string) => Promise<Known | null>

type SeatColumns = Pick<Seat, 'programmeId' | 'organisationId' | 'organisationName' | 'role' | 'side' | 'colour'>
type RoomColumns = { archivedAt: Date | null; boardsLockedAt: Date | null }
/** The columns of a seat are null together. */
type Row = IdentityRow & { asked: number } & ((SeatColumns & RoomColumns & { seatId: string }) | { seatId: null })
/** Two at once: a connection that hangs doesn't hold up those who come later. */
const CROWDS = { atOnce: 2, most: 200 }
type Asked = { token: string; roomId: string | null }

/**
 * Nearly every request asks who sends it and for their seat: that is one statement for all who ask at once, and as text,
 * because building it would take longer than the database needs.
 */
export function createWhoIs(db: Database): WhoIs {
  const read = inCrowds((asked: Asked[]) => readKnown(db, asked), CROWDS)
  return (token, roomId) => read({ token, roomId: roomId ?? null })
}

/**
 * The seat with which somebody's socket may do this in the room that was asked about, and its standing to be watched.
 * Throws what `authorise` throws.
 */
export async function standingSeat(
  db: Database,
  known: Known | null,
  permission: Permission,
  roomId: string,
): Promise<{ id: string; standing: string }> {
  const { seat } = await authorise(db, known?.identity ?? null, permission, { roomId }, known?.seat ?? null)
  if (!seat || !known?.standing) throw new AppError('seat_revoked')
  return { id: seat.id, standing: known.standing }
}

async function readKnown(db: Database, asked: Asked[]): Promise<(Known | null)[]> {
  const [tokens, roomIds] = [asked.map(({ token }) => token), asked.map(({ roomId }) => roomId)]
  const { rows } = await sql<Row>`
    select asked.index::integer as asked, session.id as session_id, session.expires_at, person.id as person_id,
      person.name, person.email, person.is_anonymous as is_guest, person.is_administrator, person.language,
      seat.id as seat_id, seat.programme_id, seat.organisation_id, seat.role, seat.colour,
      organisation.name as organisation_name, organisation.side, room.archived_at, room.boards_locked_at
    from unnest(${tokens}::text[], ${roomIds}::uuid[]) with ordinality as asked(token, room_id, index)
    join session on session.token = asked.token
    join person on person.id = session.person_id
    left join seat on seat.person_id = person.id and seat.room_id = asked.room_id and seat.removed_at is null
    left join organisation on organisation.id = seat.organisation_id
    left join room on room.id = seat.room_id
    where session.expires_at > now() and person.disabled_at is null
  `.execute(db)
  const found = new Map(rows.map((row) => [row.asked, row]))
  return asked.map(({ roomId }, index) => {
    const row = found.get(index + 1)
    return row ? { identity: identityOfRow(row), ...seatOf(row, roomId) } : null
  })
}

function seatOf(row: Row, roomId: string | null): { seat: Seat | null; standing: string | null } {
  if (row.seatId === null || roomId === null) return { seat: null, standing: null }
  const { seatId: id, personId, name, isGuest, programmeId, role, organisationId, organisationName, side, colour } = row
  const seat = {
    id,
    roomId,
    programmeId,
    personId,
    name,
    isGuest,
    role,
    organisationId,
    organisationName,
    side,
    colour,
  }
  return { seat, standing: standingText(role, row) }
}
