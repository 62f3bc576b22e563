import { type HolderInRoom, idsOfSeatsHeld } from '../../access/seats-held.ts'
import type { Database } from '../../database/schema.ts'
import type { Publisher } from '../../live/publish.ts'

/** Empties the reasons that a person gave; what their organisation said stays. Answers with how many there were. */
export async function eraseClauseReasonsOf(
  { db, publisher }: { db: Database; publisher: Publisher },
  of: HolderInRoom,
): Promise<number> {
  const seats = [...(await idsOfSeatsHeld(db, of))]
  if (seats.length === 0) return 0
  const erased = await db
    .updateTable('clauseStance')
    .set({ reason: '', seatId: null })
    .where('seatId', 'in', seats)
    .executeTakeFirst()
  const count = Number(erased.numUpdatedRows)
  if (count > 0) publisher.topic(of.roomId, 'clauses')
  return count
}
