import { isGranted } from '@meydan/shared/permissions'
import type { SeatRole, Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { isOpenForWriting, standingText } from '../../access/revoke.ts'
import { grantsOf } from '../../access/seats.ts'
import type { Database } from '../../database/schema.ts'
import type { Admission } from './endpoint.ts'

/**
 * Decides who may open which document, and whether they may write, by the same table as for requests; in one statement,
 * because three hundred people come at ten o'clock.
 */
export function createAdmission(db: Database): (documentId: string, token: string) => Promise<Admission> {
  return async (documentId, token) => {
    const found = await lookUp(db, documentId, token)
    if (!found) return { reason: 'signedOut' }
    const { personId, name, seatId, role, colour, side, epoch, link, maxUses } = found
    if (epoch === null) return { reason: 'gone' }
    if (seatId === null || role === null || colour === null || side === null) return { reason: 'noSeat' }
    const grants = grantsOf({ role })
    if (!isGranted('document.read', grants)) return { reason: 'noSeat' }
    const standing = standingText(role, found)
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
        mayWrite: isGranted('document.write', grants) && isOpenForWriting(standing),
        mayLock: isGranted('board.lock', grants),
      },
    }
  }
}

/** The session's person and, as far as there are any, the document, their seat in its room and the link that led there. */
async function lookUp(db: Database, documentId: string, token: string) {
  return db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.personId')
    .leftJoin('document', (join) => join.on('document.id', '=', documentId))
    .leftJoin('room', 'room.id', 'document.roomId')
    .leftJoin('seat', (join) =>
      join
        .onRef('seat.roomId', '=', 'document.roomId')
        .onRef('seat.personId', '=', 'person.id')
        .on('seat.removedAt', 'is', null),
    )
    .leftJoin('organisation', 'organisation.id', 'seat.organisationId')
    .leftJoin('invitation', 'invitation.id', 'seat.invitationId')
    .select([
      'session.id as sessionId',
      'person.id as personId',
      'person.name',
      'person.isAnonymous as isGuest',
      'document.epoch',
      'room.archivedAt',
      'room.boardsLockedAt',
      'seat.id as seatId',
      'seat.colour',
      'invitation.id as link',
      'invitation.maxUses',
    ])
    .select((eb) => [eb.ref('seat.role').$castTo<SeatRole | null>().as('role')])
    .select((eb) => [eb.ref('organisation.side').$castTo<Side | null>().as('side')])
    .where('session.token', '=', token)
    .where('session.expiresAt', '>', sql<Date>`now()`)
    .where('person.disabledAt', 'is', null)
    .executeTakeFirst()
}
