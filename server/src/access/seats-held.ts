import type { Executor } from '../database/schema.ts'

export type HolderInRoom = { roomId: string; personId: string }

/** The seats a person has or had in a room, also those that were taken back: as part of another query. */
export function seatsHeld(db: Executor, { roomId, personId }: HolderInRoom) {
  return db.selectFrom('seat').select('id').where('roomId', '=', roomId).where('personId', '=', personId)
}

/** The ids of the same seats. */
export async function idsOfSeatsHeld(db: Executor, of: HolderInRoom): Promise<Set<string>> {
  const rows = await seatsHeld(db, of).execute()
  return new Set(rows.map(({ id }) => id))
}
