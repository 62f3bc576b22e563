import type { Database } from '../../database/schema.ts'
import type { Publisher } from '../../live/publish.ts'

export type EraseDeps = { db: Database; publisher: Publisher }

/** Deletes what a person asked in a room; what they answered there waits for an answer again. */
export async function eraseQuestionsOf(
  { db, publisher }: EraseDeps,
  { roomId, personId }: { roomId: string; personId: string },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const seats = trx.selectFrom('seat').select('id').where('roomId', '=', roomId).where('personId', '=', personId)
    await trx.deleteFrom('question').where('roomId', '=', roomId).where('seatId', 'in', seats).execute()
    await trx
      .updateTable('question')
      .set({ answer: '', answeredBy: null, answeredAt: null })
      .where('roomId', '=', roomId)
      .where('answeredBy', 'in', seats)
      .execute()
  })
  publisher.topic(roomId, 'questions')
}
