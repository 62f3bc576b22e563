import type { SeatView } from '@meydan/shared/contracts/rooms'
import type { ErrorCode } from '@meydan/shared/errors'
import type { Grant } from '@meydan/shared/permissions'
import type { Audience, SeatRole, Side } from '@meydan/shared/words'
import type { Executor, Trx } from '../database/schema.ts'

export const COLOURS = 12

/** A person's place in a room, as long as it isn't taken back. */
export type Seat = {
  id: string
  roomId: string
  programmeId: string
  personId: string
  name: string
  isGuest: boolean
  role: SeatRole
  organisationId: string
  organisationName: string
  side: Side
  /** 0-11, the same everywhere for this seat. */
  colour: number
}

/** The seat a person holds in a room now; null where they have none or it was taken back. */
export async function findSeat(db: Executor, roomId: string, personId: string): Promise<Seat | null> {
  const row = await seatRows(db)
    .where('seat.roomId', '=', roomId)
    .where('seat.personId', '=', personId)
    .where('seat.removedAt', 'is', null)
    .executeTakeFirst()
  return row ? withoutRemoval(row) : null
}

/**
 * Why somebody without a seat is outside: theirs was taken back, they wait to be let in, or they were not. Others learn
 * nothing of the room.
 */
export async function whyOutside(db: Executor, roomId: string, personId: string): Promise<ErrorCode> {
  const removed = await db
    .selectFrom('seat')
    .select('id')
    .where('roomId', '=', roomId)
    .where('personId', '=', personId)
    .where('removedAt', 'is not', null)
    .executeTakeFirst()
  if (removed) return 'seat_revoked'
  const arrival = await db
    .selectFrom('arrival')
    .select('admitted')
    .where('roomId', '=', roomId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  if (!arrival) return 'not_found'
  return arrival.admitted === false ? 'not_admitted' : 'awaiting_admission'
}

/** What a seat gives in its room. */
export function grantsOf(seat: Pick<Seat, 'role'>): Set<Grant> {
  return new Set<Grant>(['anyone', 'signedIn', seat.role])
}

/**
 * A room for one side alone takes no participants of the other; who belongs to no side, and who leads, answers or
 * watches, may come to both.
 */
export function isWelcome(place: { role: SeatRole; audience: Audience }, side: Side): boolean {
  if (place.role !== 'participant' || place.audience === 'joint') return true
  return side === 'neutral' || side === place.audience
}

/** Everyone who has or had a seat in a room, in the order they came. */
export async function seatViews(db: Executor, roomId: string): Promise<SeatView[]> {
  const rows = await seatRows(db)
    .where('seat.roomId', '=', roomId)
    .orderBy('seat.createdAt')
    // Seats made together with their room share its moment.
    .orderBy('seat.colour')
    .execute()
  return rows.map(seatView)
}

export async function seatViewOf(db: Executor, roomId: string, seatId: string): Promise<SeatView | null> {
  const row = await seatRows(db).where('seat.roomId', '=', roomId).where('seat.id', '=', seatId).executeTakeFirst()
  return row ? seatView(row) : null
}

type SeatRow = Seat & { removedAt: Date | null }

function seatRows(db: Executor) {
  return db
    .selectFrom('seat')
    .innerJoin('person', 'person.id', 'seat.personId')
    .innerJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select([
      'seat.id',
      'seat.roomId',
      'seat.programmeId',
      'seat.personId',
      'person.name',
      'person.isAnonymous as isGuest',
      'seat.organisationId',
      'organisation.name as organisationName',
      'seat.colour',
      'seat.removedAt',
    ])
    .select((eb) => [eb.ref('seat.role').$castTo<SeatRole>().as('role')])
    .select((eb) => [eb.ref('organisation.side').$castTo<Side>().as('side')])
}

function withoutRemoval({ removedAt: _, ...seat }: SeatRow): Seat {
  return seat
}

function seatView({ roomId: _, programmeId: __, removedAt, ...seat }: SeatRow): SeatView {
  return { ...seat, removedAt: removedAt?.toISOString() ?? null }
}

/**
 * Locks a room's row until the transaction ends. Whatever compares seats with each other (names, colours, the last
 * facilitator) takes it first, so that two such changes can't both look and then both write.
 */
export async function lockRoom(
  trx: Trx,
  roomId: string,
): Promise<{ archivedAt: Date | null; lobby: string; passphraseHash: string | null } | undefined> {
  return (
    trx
      .selectFrom('room')
      .select(['archivedAt', 'lobby', 'passphraseHash'])
      .where('id', '=', roomId)
      // NO KEY: inserting rows that refer to the room goes on meanwhile.
      .forNoKeyUpdate()
      .executeTakeFirst()
  )
}

export type NewSeat = {
  programmeId: string
  roomId: string
  personId: string
  organisationId: string
  role: SeatRole
  invitationId?: string | null
}

/** Gives a person a seat in the room's least used colour. The room must be locked, or new in this transaction. */
export async function takeSeat(trx: Trx, seat: NewSeat): Promise<void> {
  const taken = await trx.selectFrom('seat').select('colour').where('roomId', '=', seat.roomId).execute()
  const colour = leastUsedColour(taken.map((row) => row.colour))
  await trx
    .insertInto('seat')
    .values({ ...seat, colour })
    .execute()
}

/** The first of the colours 0-11 that occurs least often. */
export function leastUsedColour(taken: readonly number[]): number {
  const counts = Array.from({ length: COLOURS }, () => 0)
  for (const colour of taken) if (colour in counts) counts[colour]! += 1
  return counts.indexOf(Math.min(...counts))
}
