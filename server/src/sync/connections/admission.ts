import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { isGranted, toWrite } from '@meydan/shared/permissions'
import type { SeatRole, Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { isOpenForWriting, standingText } from '../../access/revoke.ts'
import { grantsOf } from '../../access/seats.ts'
import { inCrowds } from '../../database/in-crowds.ts'
import type { Database } from '../../database/schema.ts'
import type { Admission } from './endpoint.ts'

type Asked = { documentId: string; token: string }
type Found = {
  asked: number
  sessionId: string
  personId: string
  name: string
  isGuest: boolean
  epoch: number | null
  kind: DocumentKind | null
  archivedAt: Date | null
  boardsLockedAt: Date | null
  seatId: string | null
  colour: number | null
  role: SeatRole | null
  side: Side | null
  link: string | null
  maxUses: number | null
}

/** Two at once: a connection that hangs doesn't hold up those who come later. */
const CROWDS = { atOnce: 2, most: 200 }

/**
 * Decides who may open which document, and whether they may write, by the same table as for requests; in one statement
 * for all who come at once, because three hundred people come at ten o'clock.
 */
export function createAdmission(db: Database): (documentId: string, token: string) => Promise<Admission> {
  const lookUp = inCrowds((asked: Asked[]) => lookUpAll(db, asked), CROWDS)
  return async (documentId, token) => {
    const found = await lookUp({ documentId, token })
    if (!found) return { reason: 'signedOut' }
    const { personId, name, seatId, role, colour, side, epoch, kind, link, maxUses } = found
    if (epoch === null || kind === null) return { reason: 'gone' }
    if (seatId === null || role === null || colour === null || side === null) return { reason: 'noSeat' }
    const grants = grantsOf({ role })
    if (!isGranted('document.read', grants)) return { reason: 'noSeat' }
    const standing = standingText(role, found, kind)
    return {
      sessionId: found.sessionId,
      standing,
      epoch,
      isGuest: found.isGuest,
      link: link === null || maxUses === null ? null : { id: link, maxUses },
      peer: {
        personId,
        seatId,
        role,
        user: { seat: seatId, name, colour, side, role },
        mayWrite: isGranted(toWrite[kind], grants) && isOpenForWriting(standing),
        mayLock: isGranted('board.lock', grants),
      },
    }
  }
}

/** A session's person and, as far as there are any, the document, their seat in its room and the link that led there. */
async function lookUpAll(db: Database, asked: Asked[]): Promise<(Found | undefined)[]> {
  const [tokens, documentIds] = [asked.map(({ token }) => token), asked.map(({ documentId }) => documentId)]
  const { rows } = await sql<Found>`
    select asked.index::integer as asked, session.id as session_id, person.id as person_id, person.name,
      person.is_anonymous as is_guest, document.epoch, document.kind, room.archived_at, room.boards_locked_at,
      seat.id as seat_id, seat.colour, seat.role, organisation.side, invitation.id as link, invitation.max_uses
    from unnest(${tokens}::text[], ${documentIds}::uuid[]) with ordinality as asked(token, document_id, index)
    join session on session.token = asked.token
    join person on person.id = session.person_id
    left join document on document.id = asked.document_id
    left join room on room.id = document.room_id
    left join seat on seat.room_id = document.room_id and seat.person_id = person.id and seat.removed_at is null
    left join organisation on organisation.id = seat.organisation_id
    left join invitation on invitation.id = seat.invitation_id
    where session.expires_at > now() and person.disabled_at is null
  `.execute(db)
  const found = new Map(rows.map((row) => [row.asked, row]))
  return asked.map((_, index) => found.get(index + 1))
}
