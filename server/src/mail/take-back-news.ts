import type { Executor } from '../database/schema.ts'
import { takeBack } from './outbox.ts'

/**
 * Deletes letters that wait and may say the words of these comments, which are to be gone: whatever else is in such a
 * letter stays to be read where all news are. To be called while their notifications are there.
 */
export async function takeBackNews(db: Executor, commentIds: readonly string[]): Promise<void> {
  if (commentIds.length === 0) return
  const told = await db
    .selectFrom('notification')
    .select('personId')
    .distinct()
    .where('commentId', 'in', commentIds)
    .where('mailedAt', 'is not', null)
    .execute()
  await takeBack(
    db,
    told.map(({ personId }) => personId),
  )
}
