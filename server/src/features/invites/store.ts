import { sql } from 'kysely'
import type { Invitation } from '@meydan/shared/contracts/invites'
import { AppError } from '@meydan/shared/errors'
import type { SeatRole } from '@meydan/shared/words'
import { removeSeats } from '../../access/seat-changes.ts'
import { hashToken, linkToken } from '../../access/tokens.ts'
import type { Executor, Trx } from '../../database/schema.ts'
import { stopWaiting } from './arrivals.ts'

const columns = [
  'id',
  'label',
  'organisationId',
  'maxUses',
  'uses',
  'expiresAt',
  'revokedAt',
  'createdAt',
  sql<SeatRole>`role`.as('role'),
] as const

type Row = Omit<Invitation, 'token' | 'expiresAt' | 'revokedAt' | 'createdAt'> & {
  expiresAt: Date
  revokedAt: Date | null
  createdAt: Date
}

function invitationOf(secret: string, row: Row): Invitation {
  return {
    ...row,
    expiresAt: row.expiresAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    token: linkToken(secret, 'invitation', row.id),
  }
}

/** All links of a room, newest first, with their tokens: for those who may manage them only. */
export async function invitationsOf(db: Executor, secret: string, roomId: string): Promise<Invitation[]> {
  const rows = await db
    .selectFrom('invitation')
    .select(columns)
    .where('roomId', '=', roomId)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => invitationOf(secret, row))
}

export type NewInvitation = {
  roomId: string
  programmeId: string
  role: SeatRole
  label: string
  organisationId: string | null
  expiresInHours: number
  maxUses: number
  createdBy: string
}

/** Makes a link; its organisation, if it has one, must be of the room's programme. */
export async function insertInvitation(trx: Trx, secret: string, given: NewInvitation): Promise<Invitation> {
  const { programmeId, expiresInHours, ...invitation } = given
  if (invitation.organisationId) await requireOrganisation(trx, programmeId, invitation.organisationId)
  const id = crypto.randomUUID()
  const row = await trx
    .insertInto('invitation')
    .values({
      ...invitation,
      id,
      tokenHash: hashToken(linkToken(secret, 'invitation', id)),
      expiresAt: sql`now() + make_interval(hours => ${expiresInHours})`,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return invitationOf(secret, row)
}

async function requireOrganisation(trx: Trx, programmeId: string, organisationId: string): Promise<void> {
  const row = await trx
    .selectFrom('organisation')
    .select('id')
    .where('programmeId', '=', programmeId)
    .where('id', '=', organisationId)
    .executeTakeFirst()
  if (!row) throw new AppError('invalid', [{ path: 'organisationId', problem: 'organisation_unknown' }])
}

/** Closes a link, with `removePeople` also to those who came by it. The room must be locked. Throws `not_found`. */
export async function closeInvitation(
  trx: Trx,
  secret: string,
  given: { roomId: string; invitationId: string; removePeople: boolean },
): Promise<{ invitation: Invitation; removed: number }> {
  const row = await trx
    .updateTable('invitation')
    .set({ revokedAt: sql<Date>`coalesce(revoked_at, now())` })
    .where('id', '=', given.invitationId)
    .where('roomId', '=', given.roomId)
    .returning(columns)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  if (given.removePeople) await stopWaiting(trx, given.roomId, { admitted: false, invitationId: row.id })
  const removed = given.removePeople ? await removePeopleOf(trx, given.roomId, row.id) : 0
  return { invitation: invitationOf(secret, row), removed }
}

async function removePeopleOf(trx: Trx, roomId: string, invitationId: string): Promise<number> {
  const seats = await trx
    .selectFrom('seat')
    .select('id')
    .where('invitationId', '=', invitationId)
    .where('removedAt', 'is', null)
    .execute()
  return removeSeats(
    trx,
    roomId,
    seats.map(({ id }) => id),
  )
}
