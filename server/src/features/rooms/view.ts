import { createBoardTemplate } from '@meydan/shared/contracts/board-templates'
import type { RoomView } from '@meydan/shared/contracts/rooms'
import { AppError } from '@meydan/shared/errors'
import { Language } from '@meydan/shared/languages'
import { type Grant, grantedPermissions, isGranted, type Permission } from '@meydan/shared/permissions'
import { Audience, Lobby } from '@meydan/shared/words'
import { programmeGrants } from '../../access/guard.ts'
import { grantsOf, type Seat, seatViews } from '../../access/seats.ts'
import { readTogether } from '../../database/read-together.ts'
import type { Database } from '../../database/schema.ts'
import { documentsOf } from './store.ts'

/** Reads a room as the holder of a seat sees it. What is the same for all who ask at once is read once. */
export function createRoomViews(db: Database): (seat: Seat) => Promise<RoomView> {
  const readFacts = readTogether((roomId) => roomFacts(db, roomId))
  return async (seat) => {
    const [{ room, seats, documents }, held] = await Promise.all([
      readFacts(seat.roomId),
      programmeGrants(db, seat.programmeId, seat.personId),
    ])
    return {
      ...room,
      mySeat: seats.find(({ id }) => id === seat.id) ?? gone(),
      seats,
      documents,
      may: allowedIn(room, grantsOf(seat)),
      maySaveTemplate: held !== null && isGranted(createBoardTemplate.needs, held),
    }
  }
}

async function roomFacts(db: Database, roomId: string) {
  const [row, seats, documents] = await Promise.all([
    db
      .selectFrom('room')
      .innerJoin('programme', 'programme.id', 'room.programmeId')
      .select(['room.id', 'room.name', 'room.purpose', 'room.audience', 'room.language', 'room.archivedAt'])
      .select(['room.boardsLockedAt', 'room.callUrl', 'room.callEmbedded', 'room.lobby'])
      .select(['programme.id as programmeId', 'programme.name as programmeName'])
      .where('room.id', '=', roomId)
      .executeTakeFirstOrThrow(),
    seatViews(db, roomId),
    documentsOf(db, roomId),
  ])
  const { programmeId, programmeName, callUrl, callEmbedded, ...rest } = row
  const room = {
    ...rest,
    audience: Audience.parse(row.audience),
    language: Language.catch('en').parse(row.language),
    archivedAt: row.archivedAt?.toISOString() ?? null,
    lobby: Lobby.parse(row.lobby),
    boardsLockedAt: row.boardsLockedAt?.toISOString() ?? null,
    call: callUrl ? { url: callUrl, embedded: callEmbedded } : null,
    programme: { id: programmeId, name: programmeName },
  }
  return { room, seats, documents }
}

/** What a seat's grants give in the room as it is now: closed boards and archived rooms are only read. */
function allowedIn(
  { archivedAt, boardsLockedAt }: Pick<RoomView, 'archivedAt' | 'boardsLockedAt'>,
  grants: Set<Grant>,
): Permission[] {
  const isClosed = archivedAt !== null || (boardsLockedAt !== null && !isGranted('board.lock', grants))
  return grantedPermissions('room', grants).filter((may) => !isClosed || may !== 'document.write')
}

/** Between the guard and this read the seat was taken back. */
function gone(): never {
  throw new AppError('seat_revoked')
}
