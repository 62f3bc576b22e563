import type { Executor } from '../../database/schema.ts'

/** Empties the reasons a person gave in votes that are open; closed votes don't know who gave one. */
export async function eraseReasonsOf(
  db: Executor,
  { roomId, personId }: { roomId: string; personId: string },
): Promise<void> {
  const seats = db.selectFrom('seat').select('id').where('roomId', '=', roomId).where('personId', '=', personId)
  await db.updateTable('ballot').set({ reason: '' }).where('voterId', 'in', seats).execute()
}
