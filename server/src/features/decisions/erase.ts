import { type HolderInRoom, idsOfSeatsHeld } from '../../access/seats-held.ts'
import type { Database } from '../../database/schema.ts'
import type { Publisher } from '../../live/publish.ts'

/**
 * Empties the proposals and records that a person wrote in a room, and the reasons they gave; what their organisation
 * said, and what was decided, stays without their name. Answers with how many there were.
 */
export async function eraseDecisionsOf(
  { db, publisher }: { db: Database; publisher: Publisher },
  of: HolderInRoom,
): Promise<number> {
  const seats = [...(await idsOfSeatsHeld(db, of))]
  if (seats.length === 0) return 0
  const erased = await db.transaction().execute(async (trx) => {
    const words = await trx
      .updateTable('decision')
      .set({ title: '', text: '', seatId: null })
      .where('roomId', '=', of.roomId)
      .where('seatId', 'in', seats)
      .executeTakeFirst()
    const reasons = await trx
      .updateTable('stance')
      .set({ reason: '', seatId: null })
      .where('seatId', 'in', seats)
      .executeTakeFirst()
    return Number(words.numUpdatedRows) + Number(reasons.numUpdatedRows)
  })
  if (erased > 0) publisher.topic(of.roomId, 'decisions')
  return erased
}
