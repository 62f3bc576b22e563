import { type HolderInRoom, seatsHeld } from '../../access/seats-held.ts'
import type { Executor } from '../../database/schema.ts'

/**
 * Empties the reasons a person gave in votes that are open; closed votes don't know who gave one. Answers with how many
 * ballots that were.
 */
export async function eraseReasonsOf(db: Executor, of: HolderInRoom): Promise<number> {
  const emptied = await db
    .updateTable('ballot')
    .set({ reason: '' })
    .where('voterId', 'in', seatsHeld(db, of))
    .where('reason', '!=', '')
    .executeTakeFirst()
  return Number(emptied.numUpdatedRows)
}
