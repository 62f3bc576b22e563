import { AppError } from '@meydan/shared/errors'
import type { SeatRole } from '@meydan/shared/words'
import type { Trx } from '../database/schema.ts'

/** Takes seats back. Throws `last_facilitator` where nobody would be left to lead. The room must be locked. */
export async function removeSeats(trx: Trx, roomId: string, seatIds: string[]): Promise<number> {
  if (seatIds.length === 0) return 0
  const removed = await trx
    .updateTable('seat')
    .set({ removedAt: new Date() })
    .where('roomId', '=', roomId)
    .where('id', 'in', seatIds)
    .where('removedAt', 'is', null)
    .returning('role')
    .execute()
  if (removed.some(({ role }) => role === 'facilitator')) await requireFacilitator(trx, roomId)
  return removed.length
}

/**
 * Changes a seat's role or gives it back. Throws `last_facilitator` where nobody would be left to lead, `not_found`
 * where the room has no such seat. The room must be locked.
 */
export async function changeSeat(
  trx: Trx,
  roomId: string,
  seatId: string,
  change: { role?: SeatRole | undefined; removed?: false | undefined },
): Promise<void> {
  const changed = await trx
    .updateTable('seat')
    .set({
      ...(change.role !== undefined && { role: change.role }),
      ...(change.removed === false && { removedAt: null }),
      roomId,
    })
    .where('roomId', '=', roomId)
    .where('id', '=', seatId)
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw new AppError('not_found')
  if (change.role !== undefined && change.role !== 'facilitator') await requireFacilitator(trx, roomId)
}

async function requireFacilitator(trx: Trx, roomId: string): Promise<void> {
  const left = await trx
    .selectFrom('seat')
    .select('id')
    .where('roomId', '=', roomId)
    .where('role', '=', 'facilitator')
    .where('removedAt', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (!left) throw new AppError('last_facilitator')
}
