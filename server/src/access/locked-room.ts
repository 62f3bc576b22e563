import { AppError } from '@meydan/shared/errors'
import type { Permission } from '@meydan/shared/permissions'
import type { Database, Trx } from '../database/schema.ts'
import { authorise } from './guard.ts'
import type { Identity } from './identity.ts'
import { lockRoom } from './seats.ts'

export type RoomWork = {
  roomId: string
  identity: Identity
  needs: Permission
  /** Whether the work may be done in an archived room too; otherwise it throws `room_archived`. */
  archivedToo?: boolean
}

/**
 * Changes a room in one transaction that holds its lock. May they? is asked once more inside: the guard's first answer
 * can be out of date by then, and a facilitator who was just removed must not remove another.
 */
export async function inLockedRoom<T>(db: Database, given: RoomWork, work: (trx: Trx) => Promise<T>): Promise<T> {
  const { roomId, identity, needs, archivedToo = false } = given
  return db.transaction().execute(async (trx) => {
    const room = await lockRoom(trx, roomId)
    await authorise(trx, identity, needs, { roomId })
    if (room?.archivedAt && !archivedToo) throw new AppError('room_archived')
    return work(trx)
  })
}
