import { AppError } from '@meydan/shared/errors'
import { type Grant, isGranted, type Permission, permissions } from '@meydan/shared/permissions'
import type { Executor } from '../database/schema.ts'
import { grantsOfIdentity, type Identity } from './identity.ts'
import { findSeat, grantsOf, type Seat, whyOutside } from './seats.ts'

/** Who passed the guard; `seat` is theirs in the room that was asked about, null outside rooms. */
export type Admitted = { identity: Identity | null; seat: Seat | null }

/** The ids a request names; those of the permission's scope decide. */
export type Subject = { roomId?: string | undefined; programmeId?: string | undefined }

/**
 * May they? The first question of every request and socket event. Throws `signed_out` where nobody is signed in and
 * someone must be, `not_found` where they have nothing to do with the room or programme (so that its existence doesn't
 * leak), `seat_revoked` where their seat in the room was taken back, `forbidden` where their grants don't suffice.
 */
export async function authorise(
  db: Executor,
  identity: Identity | null,
  permission: Permission,
  subject: Subject,
  /** Their seat in the room that is asked about, where it was read already; null: none. */
  seat?: Seat | null,
): Promise<Admitted> {
  const session = grantsOfIdentity(identity)
  if (permissions[permission].scope === 'instance') {
    if (isGranted(permission, session)) return { identity, seat: null }
    throw new AppError(identity ? 'forbidden' : 'signed_out')
  }
  if (!identity) throw new AppError('signed_out')
  return permissions[permission].scope === 'room'
    ? inRoom(db, identity, permission, { roomId: subject.roomId, seat })
    : inProgramme(db, identity, permission, subject.programmeId)
}

async function inRoom(
  db: Executor,
  identity: Identity,
  permission: Permission,
  { roomId, seat: known }: { roomId: string | undefined; seat: Seat | null | undefined },
): Promise<Admitted> {
  if (!roomId) throw new AppError('not_found')
  const seat = known === undefined ? await findSeat(db, roomId, identity.personId) : known
  if (!seat) throw new AppError(await whyOutside(db, roomId, identity.personId))
  if (!isGranted(permission, grantsOf(seat))) throw new AppError('forbidden')
  return { identity, seat }
}

async function inProgramme(
  db: Executor,
  identity: Identity,
  permission: Permission,
  programmeId?: string,
): Promise<Admitted> {
  const held = programmeId ? await programmeGrants(db, programmeId, identity.personId) : null
  if (!held) throw new AppError('not_found')
  if (!isGranted(permission, held)) throw new AppError('forbidden')
  return { identity, seat: null }
}

/** What a person may do in a programme; null where they neither organise it nor have a seat in one of its rooms. */
export async function programmeGrants(db: Executor, programmeId: string, personId: string): Promise<Set<Grant> | null> {
  const row = await db
    .selectNoFrom((eb) => [
      eb
        .exists(
          eb
            .selectFrom('programmeMember')
            .select('personId')
            .where('programmeId', '=', programmeId)
            .where('personId', '=', personId),
        )
        .as('organises'),
      eb
        .exists(
          eb
            .selectFrom('seat')
            .select('id')
            .where('programmeId', '=', programmeId)
            .where('personId', '=', personId)
            .where('removedAt', 'is', null),
        )
        .as('sits'),
    ])
    .executeTakeFirstOrThrow()
  if (row.organises) return new Set<Grant>(['anyone', 'signedIn', 'organiser'])
  return row.sits ? new Set<Grant>(['anyone', 'signedIn']) : null
}
