import { type HolderInRoom, seatsHeld } from '../../access/seats-held.ts'
import type { Database } from '../../database/schema.ts'
import type { Publisher } from '../../live/publish.ts'

/**
 * Empties the notes that a person wrote to answers of their organisation in a room; whether it comes, and how many, is
 * the organisation's word and stays. Answers with how many notes there were.
 */
export async function eraseRepliesOf(
  { db, publisher }: { db: Database; publisher: Publisher },
  of: HolderInRoom,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('meetingReply')
    .set({ note: '' })
    .where('seatId', 'in', seatsHeld(db, of))
    .where('note', '<>', '')
    .executeTakeFirst()
  publisher.topic(of.roomId, 'meeting')
  return Number(numUpdatedRows)
}
