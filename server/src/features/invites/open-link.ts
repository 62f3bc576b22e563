import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { AppError } from '@meydan/shared/errors'
import type { Audience, Lobby, SeatRole, Side } from '@meydan/shared/words'
import { takenNames } from '../../access/names.ts'
import { hashToken } from '../../access/tokens.ts'
import { readTogether } from '../../database/read-together.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'

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
export type FindLink = (token: string) => Promise<Link>

/** Three hundred come by the same one: it is read once for all who ask at once. */
export function createFindLink(db: Database): FindLink {
  return readTogether((token) => findLink(db, token))
}

async function findLink(db: Executor, token: string): Promise<Link> {
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

/** A link as it is now, and who is around in its room and programme. */
export type Surroundings = Pick<Link, 'isRevoked' | 'isExpired' | 'isUsedUp'> & {
  usesLeft: number
  /** Of who has a seat or waits for one. */
  names: string[]
  colours: number[]
  organisations: { id: string; side: Side }[]
}

/** Looks where a link leads, at names but for one person's own. Throws `invitation_unknown`. The room must be locked. */
export async function lookAround(trx: Trx, link: Link, personId: string | null): Promise<Surroundings> {
  const found = await trx
    .selectFrom('invitation')
    .select(usability)
    .select((eb) => [
      eb('maxUses', '-', eb.ref('uses')).as('usesLeft'),
      eb
        .selectFrom(takenNames(trx, { roomIds: [link.roomId], personId }).as('taken'))
        .select(({ fn }) => fn.agg<string[]>('json_agg', ['taken.name']).as('names'))
        .as('names'),
      eb
        .selectFrom('seat')
        .select(({ fn }) => fn.agg<number[]>('json_agg', ['seat.colour']).as('colours'))
        .where('seat.roomId', '=', link.roomId)
        .as('colours'),
      jsonArrayFrom(
        eb
          .selectFrom('organisation')
          .select(['organisation.id', sql<Side>`organisation.side`.as('side')])
          .where('organisation.programmeId', '=', link.programmeId),
      ).as('organisations'),
    ])
    .where('id', '=', link.id)
    .executeTakeFirst()
  if (!found) throw new AppError('invitation_unknown')
  return { ...found, names: found.names ?? [], colours: found.colours ?? [] }
}

/**
 * Uses a link for so many. The conditions stand in the statement itself: however many come at once, no more than
 * `max_uses` get through. Throws why it didn't open.
 */
export async function useLink(trx: Trx, linkId: string, times: number): Promise<void> {
  const used = await trx
    .updateTable('invitation')
    .set((eb) => ({ uses: eb('uses', '+', times) }))
    .where('id', '=', linkId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`now()`)
    .where((eb) => eb(eb('uses', '+', times), '<=', eb.ref('maxUses')))
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
