import type { Executor } from '../../database/schema.ts'

/**
 * Empties the reasons a person gave in votes that are open; closed votes don't know who gave one. Answers with how many
 * ballots that were.
 */
export async function eraseReasonsOf(
  db: Executor,
  { roomId, personId }: { roomId: string; personId: string },
): Promise<number> {
  const seats = db.selectFrom('seat').select('id').where('roomId', '=', roomId).where('personId', '=', personId)
  const emptied = await db
    .updateTable('ballot')
    .set({ reason: '' })
    .where('voterId', 'in', seats)
    .where('reason', '!=', '')
    .executeTakeFirst()
  return Number(emptied.numUpdatedRows)
}
