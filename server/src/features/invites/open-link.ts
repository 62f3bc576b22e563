import { sql } from 'kysely'
import { AppError } from '@meydan/shared/errors'
import type { Audience, Lobby, SeatRole } from '@meydan/shared/words'
import { hashToken } from '../../access/tokens.ts'
import type { Executor, Trx } from '../../database/schema.ts'

/** A link as it was found by its token; whether it still opens is another question. */
export type Link = {
  id: string
  roomId: string
  programmeId: string
  audience: Audience
  role: SeatRole
  label: string
  organisationId: string | null
  lobby: Lobby
  passphraseHash: string | null
  isRevoked: boolean
  isExpired: boolean
  isUsedUp: boolean
}

const usability = [
  sql<boolean>`invitation.revoked_at is not null`.as('isRevoked'),
  sql<boolean>`invitation.expires_at <= now()`.as('isExpired'),
  sql<boolean>`invitation.uses >= invitation.max_uses`.as('isUsedUp'),
] as const

/** The link behind a token; throws `invitation_unknown`. */
export async function findLink(db: Executor, token: string): Promise<Link> {
  const row = await db
    .selectFrom('invitation')
    .innerJoin('room', 'room.id', 'invitation.roomId')
    .select(['invitation.id', 'invitation.roomId', 'invitation.label', 'invitation.organisationId', 'room.programmeId'])
    .select(['room.passphraseHash', sql<Lobby>`room.lobby`.as('lobby')])
    .select([sql<SeatRole>`invitation.role`.as('role'), sql<Audience>`room.audience`.as('audience')])
    .select(usability)
    .where('invitation.tokenHash', '=', hashToken(token))
    .executeTakeFirst()
  if (!row) throw new AppError('invitation_unknown')
  return row
}

/** Whether the person already has this link's room: true with a seat; throws `seat_revoked` where it was taken back. */
export async function isInRoom(db: Executor, roomId: string, personId: string): Promise<boolean> {
  const seat = await db
    .selectFrom('seat')
    .select('removedAt')
    .where('roomId', '=', roomId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  if (seat?.removedAt) throw new AppError('seat_revoked')
  return seat !== undefined
}

/**
 * Uses a link once. The conditions stand in the statement itself: however many come at once, no more than `max_uses`
 * get through. Throws why it didn't open.
 */
export async function useLink(trx: Trx, linkId: string): Promise<void> {
  const used = await trx
    .updateTable('invitation')
    .set((eb) => ({ uses: eb('uses', '+', 1) }))
    .where('id', '=', linkId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`now()`)
    .whereRef('uses', '<', 'maxUses')
    .returning('id')
    .executeTakeFirst()
  if (used) return
  const link = await trx.selectFrom('invitation').select(usability).where('id', '=', linkId).executeTakeFirst()
  if (!link) throw new AppError('invitation_unknown')
  // The statement above said no a moment ago: a use given back since then doesn't open the door now.
  requireUsable({ ...link, isUsedUp: true })
}

/** Throws `invitation_revoked`, `invitation_expired` or `invitation_used_up`, in this order. */
export function requireUsable(link: Pick<Link, 'isRevoked' | 'isExpired' | 'isUsedUp'>): void {
  if (link.isRevoked) throw new AppError('invitation_revoked')
  if (link.isExpired) throw new AppError('invitation_expired')
  if (link.isUsedUp) throw new AppError('invitation_used_up')
}
