import { AppError } from '@meydan/shared/errors'
import { isGranted, type Permission } from '@meydan/shared/permissions'
import { type Side, seatRoles } from '@meydan/shared/words'
import { sql } from 'kysely'
import { authorise } from '../../access/guard.ts'
import type { Identity } from '../../access/identity.ts'
import { grantsOf, type Seat } from '../../access/seats.ts'
import type { Executor, Trx } from '../../database/schema.ts'
import { isHidden } from '../../sync/history/hidden-records.ts'

/** A vote under its room: an id alone leads nowhere. */
export type VoteAt = { roomId: string; voteId: string }

/** What one proxy entry holds of an option. */
export type ProxyCount = { dots: number; agree: number; object: number; abstain: number }

/** Over by the database's clock, at the moment the row is read: not at the transaction's beginning. */
const overdue = sql<boolean>`coalesce(vote.deadline <= clock_timestamp(), false)`

const hiddenOnBoard = isHidden({ documentId: 'vote.documentId', recordId: 'voteOption.recordId' })

/** Taken out of the vote, or hidden on the board while it runs. Needs `vote` and `vote_option` in the query. */
export const hiddenNow = sql<boolean>`(vote_option.hidden or (vote.state <> 'closed' and ${hiddenOnBoard}))`

/** Its words are for those who lead alone: also of what was hidden after the close, and only until it is shown again. */
export const unsaidNow = sql<boolean>`(vote_option.hidden or ${hiddenOnBoard})`

/** Who sits at which table; the laptop's seat always does. */
export const seated = sql<{ tableId: string; seatId: string }>`(
  select table_id, seat_id from table_seat
  union select id, laptop_seat_id from room_table where laptop_seat_id is not null)`

export const sideRef = sql<Side>`organisation.side`

/**
 * Reads a vote and locks it, until the transaction ends: `share` for those who vote, any number at once; `update` for
 * whoever changes or closes it. So no ballot is under way while it closes. Throws `not_found`.
 */
export async function lockVote(trx: Trx, { roomId, voteId }: VoteAt, strength: 'share' | 'update') {
  const query = trx
    .selectFrom('vote')
    .selectAll()
    .select(overdue.as('overdue'))
    .where('id', '=', voteId)
    .where('roomId', '=', roomId)
  const locked = strength === 'share' ? query.forShare() : query.forUpdate()
  const vote = await locked.executeTakeFirst()
  if (!vote) throw new AppError('not_found')
  return vote
}
export type LockedVote = Awaited<ReturnType<typeof lockVote>>

/**
 * Who votes now: their seat, locked so that it can't be taken back meanwhile, and a vote that is open and stays so.
 * Throws what the guard throws, `room_archived`, `vote_not_open`, `vote_closed`.
 */
export async function lockForVoting(
  trx: Trx,
  at: VoteAt,
  who: { identity: Identity; seatId: string; needs: Permission },
): Promise<{ seat: Seat; vote: LockedVote }> {
  await trx.selectFrom('seat').select('id').where('id', '=', who.seatId).forShare().executeTakeFirst()
  const { seat } = await authorise(trx, who.identity, who.needs, { roomId: at.roomId })
  const vote = await lockVote(trx, at, 'share')
  const room = await trx.selectFrom('room').select('archivedAt').where('id', '=', at.roomId).executeTakeFirstOrThrow()
  if (room.archivedAt) throw new AppError('room_archived')
  if (vote.state === 'draft') throw new AppError('vote_not_open')
  if (vote.state === 'closed' || vote.overdue) throw new AppError('vote_closed')
  return { seat: seat!, vote }
}

/** One after the other for whatever this names, until the transaction ends. */
export async function inTurn(trx: Trx, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`votes ${name}`}, 0))`.execute(trx)
}

const votingRoles = seatRoles.filter((role) => isGranted('vote.cast', grantsOf({ role })))

/** Everyone in a room who may vote now, with their side. */
export async function votingSeats(db: Executor, roomId: string) {
  return db
    .selectFrom('seat')
    .innerJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select(['seat.id', 'seat.organisationId', sideRef.as('side')])
    .where('seat.roomId', '=', roomId)
    .where('seat.removedAt', 'is', null)
    .where('seat.role', 'in', votingRoles)
    .execute()
}
export type VotingSeat = Awaited<ReturnType<typeof votingSeats>>[number]

/** Id and side of each who may give a ballot: every seat, or every organisation once. */
export function votersAmong(seats: readonly VotingSeat[], budgetOf: string): Map<string, Side> {
  return new Map(seats.map((seat) => [budgetOf === 'person' ? seat.id : seat.organisationId, seat.side]))
}
