import { createBoardTemplate } from '@meydan/shared/contracts/board-templates'
import { RoomView } from '@meydan/shared/contracts/rooms'
import { AppError } from '@meydan/shared/errors'
import { Language } from '@meydan/shared/languages'
import { type Grant, grantedPermissions, isGranted, type Permission } from '@meydan/shared/permissions'
import { Audience, Lobby } from '@meydan/shared/words'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { z } from 'zod'
import { grantsOf, type Seat, seatViews } from '../../access/seats.ts'
import { readTogether } from '../../database/read-together.ts'
import type { Database } from '../../database/schema.ts'
import { documentsOf } from './store.ts'

/** A room as the holder of a seat sees it; `reply`: the same as the JSON of `readRoom`, checked by its schema. */
export type ReadView = { room: RoomView; reply: Buffer }

/**
 * Reads rooms for their people. What is the same for all who ask at once is read once, and its longest part, the people,
 * is checked and made bytes of JSON once: where each of three hundred asks for three hundred, that is most of the work.
 */
export function createRoomViews(db: Database): (seat: Seat) => Promise<ReadView> {
  const readFacts = readTogether((roomId) => roomFacts(db, roomId))
  return async (seat) => {
    const facts = await readFacts(seat.roomId)
    const own = ownView(facts, seat)
    const text = JSON.stringify(z.encode(OwnView, own))
    const head = Buffer.from(`{"room":${text.slice(0, -1)},"seats":`)
    return { room: { ...own, seats: facts.seats }, reply: Buffer.concat([head, facts.seatsJson, TAIL]) }
  }
}

const TAIL = Buffer.from('}}')
const OwnView = RoomView.omit({ seats: true })
type RoomFacts = Awaited<ReturnType<typeof roomFacts>>

function ownView({ room, seats, documents, organisers }: RoomFacts, seat: Seat): z.infer<typeof OwnView> {
  const held = new Set<Grant>([
    'anyone',
    'signedIn',
    ...(organisers.has(seat.personId) ? (['organiser'] as const) : []),
  ])
  return {
    ...room,
    mySeat: seats.find(({ id }) => id === seat.id) ?? gone(),
    documents,
    may: allowedIn(room, grantsOf(seat)),
    maySaveTemplate: isGranted(createBoardTemplate.needs, held),
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
      .select((eb) =>
        jsonArrayFrom(
          eb
            .selectFrom('programmeMember')
            .select('programmeMember.personId as id')
            .whereRef('programmeMember.programmeId', '=', 'programme.id'),
        ).as('members'),
      )
      .where('room.id', '=', roomId)
      .executeTakeFirstOrThrow(),
    seatViews(db, roomId),
    documentsOf(db, roomId),
  ])
  const { programmeId, programmeName, callUrl, callEmbedded, members, ...rest } = row
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
  const organisers = new Set(members.map(({ id }) => id))
  const seatsJson = Buffer.from(JSON.stringify(z.encode(RoomView.shape.seats, seats)))
  return { room, seats, seatsJson, documents, organisers }
}

/** What a seat's grants give in the room as it is now: closed boards and archived rooms are only read. */
function allowedIn(
  { archivedAt, boardsLockedAt }: Pick<RoomView, 'archivedAt' | 'boardsLockedAt'>,
  grants: Set<Grant>,
): Permission[] {
  const isArchived = archivedAt !== null
  const isClosed = isArchived || (boardsLockedAt !== null && !isGranted('board.lock', grants))
  const closed = new Set<Permission>([
    ...(isClosed ? (['document.write'] as const) : []),
    ...(isArchived ? (['plan.write'] as const) : []),
  ])
  return grantedPermissions('room', grants).filter((may) => !closed.has(may))
}

/** Between the guard and this read the seat was taken back. */
function gone(): never {
  throw new AppError('seat_revoked')
}
