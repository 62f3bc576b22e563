import { AppError } from '@meydan/shared/errors'
import type { Executor } from '../../database/schema.ts'

/** The rooms that are looked at. `mine`: those of which the reader may read words. */
export type Scope = { name: string; programmeId: string; rooms: string[]; mine: string[] }

/** What of it is asked for. */
export type Wanted = { organisationId?: string | undefined; documentId?: string | undefined }

/** Throws `not_found`. */
export async function scopeOfRoom(db: Executor, roomId: string): Promise<Scope> {
  const room = await db.selectFrom('room').select(['name', 'programmeId']).where('id', '=', roomId).executeTakeFirst()
  if (!room) throw new AppError('not_found')
  return { ...room, rooms: [roomId], mine: [roomId] }
}

/** Throws `not_found`. */
export async function scopeOfProgramme(db: Executor, programmeId: string, personId: string): Promise<Scope> {
  const programme = await db.selectFrom('programme').select('name').where('id', '=', programmeId).executeTakeFirst()
  if (!programme) throw new AppError('not_found')
  const rooms = await db
    .selectFrom('room')
    .leftJoin('seat', (join) =>
      join.onRef('seat.roomId', '=', 'room.id').on('seat.personId', '=', personId).on('seat.removedAt', 'is', null),
    )
    .select(['room.id', 'seat.id as seatId'])
    .where('room.programmeId', '=', programmeId)
    .execute()
  return {
    name: programme.name,
    programmeId,
    rooms: rooms.map(({ id }) => id),
    mine: rooms.filter(({ seatId }) => seatId !== null).map(({ id }) => id),
  }
}
