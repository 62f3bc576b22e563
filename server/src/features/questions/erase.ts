import { type HolderInRoom, seatsHeld } from '../../access/seats-held.ts'
import type { Database } from '../../database/schema.ts'
import type { Publisher } from '../../live/publish.ts'

export type EraseDeps = { db: Database; publisher: Publisher }

/**
 * Deletes what a person asked in a room; what they answered there waits for an answer again. Answers with how many
 * questions that were.
 */
export async function eraseQuestionsOf({ db, publisher }: EraseDeps, of: HolderInRoom): Promise<number> {
  const { roomId } = of
  const changed = await db.transaction().execute(async (trx) => {
    const seats = seatsHeld(trx, of)
    const deleted = await trx
      .deleteFrom('question')
      .where('roomId', '=', roomId)
      .where('seatId', 'in', seats)
      .executeTakeFirst()
    const unanswered = await trx
      .updateTable('question')
      .set({ answer: '', answeredBy: null, answeredAt: null })
      .where('roomId', '=', roomId)
      .where('answeredBy', 'in', seats)
      .executeTakeFirst()
    return Number(deleted.numDeletedRows + unanswered.numUpdatedRows)
  })
  publisher.topic(roomId, 'questions')
  return changed
}
