import {
  addBoard,
  createRoom,
  editRoom,
  editSeat,
  readRoom,
  removeSeat,
  renameDocument,
} from '@meydan/shared/contracts/rooms'
import { AppError } from '@meydan/shared/errors'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Revocations } from '../../access/revoke.ts'
import { changeSeat, removeSeats } from '../../access/seat-changes.ts'
import { seatViewOf } from '../../access/seats.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { type ArchiveHook, NOTHING_HAPPENED } from '../../live/steps.ts'
import type { Announce } from '../../sync/history/edit-document.ts'
import { addBoardToRoom, insertRoom, renameRoomDocument, updateRoom } from './store.ts'
import { createRoomViews } from './view.ts'
import { roomSummary } from './summaries.ts'

export type RoomDeps = {
  db: Database
  revocations: Revocations
  publisher: Publisher
  announce: Announce
  /** What other features do when a room is archived. */
  onArchive: ArchiveHook
  /** Hosts whose calls may be shown inside a room. */
  callHosts: readonly string[]
}

export function roomRoutes(mount: Mount, deps: RoomDeps): void {
  const { db, publisher, revocations } = deps
  const readView = createRoomViews(db)
  const tellRoom = (roomId: string) => publisher.toRoom(roomId, 'room:changed', { roomId })

  mount(createRoom, async ({ params, body, identity }) => {
    const { roomId, boardId } = await insertRoom(db, params.programmeId, identity.personId, body)
    return { room: await roomSummary(db, roomId, identity.personId), boardId }
  })

  mount(readRoom, async ({ seat, reply }) => {
    const { room, reply: json } = await readView(seat)
    // Fastify sends bytes as they are; only its types ask for text.
    reply.serializer(() => json as unknown as string)
    return { room }
  })

  mount(editRoom, async ({ params: { roomId }, body, seat, identity }) => {
    const bringsBack = body.archived === false
    if (body.call?.embedded && !deps.callHosts.includes(new URL(body.call.url).host)) {
      throw new AppError('call_not_allowed', [{ path: 'call', problem: 'call_host' }])
    }
    const work = { roomId, identity, needs: editRoom.needs, archivedToo: bringsBack }
    const { topics, documents } = await inLockedRoom(db, work, async (trx) => {
      const effect = body.archived ? await deps.onArchive(trx, { roomId, seatId: seat.id }) : NOTHING_HAPPENED
      await updateRoom(trx, roomId, body)
      return effect
    })
    // What may be written to its documents hangs on it: open sockets look again.
    if (body.archived !== undefined || body.boardsLocked !== undefined) revocations.announce()
    tellRoom(roomId)
    for (const topic of topics) publisher.topic(roomId, topic)
    for (const documentId of documents) deps.announce(documentId)
    return { room: (await readView(seat)).room }
  })

  mount(addBoard, async ({ params: { roomId }, body, identity }) => {
    const document = await inLockedRoom(db, { roomId, identity, needs: addBoard.needs }, (trx) =>
      addBoardToRoom(trx, { ...body, roomId, createdBy: identity.personId }),
    )
    tellRoom(roomId)
    return { document }
  })

  mount(renameDocument, async ({ params: { roomId, documentId }, body, identity }) => {
    const document = await inLockedRoom(db, { roomId, identity, needs: renameDocument.needs }, (trx) =>
      renameRoomDocument(trx, { roomId, documentId, ...body }),
    )
    tellRoom(roomId)
    return { document }
  })

  seatRoutes(mount, deps, tellRoom)
}

function seatRoutes(mount: Mount, { db, revocations }: RoomDeps, tellRoom: (roomId: string) => void): void {
  // Also in an archived room: it can still be read, so it must be possible to end someone's reading.
  mount(removeSeat, async ({ params: { roomId, seatId }, identity }) => {
    const removed = await inLockedRoom(db, { roomId, identity, needs: removeSeat.needs, archivedToo: true }, (trx) =>
      removeSeats(trx, roomId, [seatId]),
    )
    if (removed === 0) throw new AppError('not_found')
    revocations.announce()
    tellRoom(roomId)
    return {}
  })

  mount(editSeat, async ({ params: { roomId, seatId }, body, identity }) => {
    const seat = await inLockedRoom(db, { roomId, identity, needs: editSeat.needs }, async (trx) => {
      await changeSeat(trx, roomId, seatId, body)
      return seatViewOf(trx, roomId, seatId)
    })
    if (!seat) throw new AppError('not_found')
    revocations.announce()
    tellRoom(roomId)
    return { seat }
  })
}
