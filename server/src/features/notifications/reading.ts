import type { readNotifications } from '@meydan/shared/contracts/notifications'
import type { InputOf } from '@meydan/shared/contracts/contract'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'

type Marked = InputOf<typeof readNotifications>['body']

/** Notes what a person has read, or not read after all; what is somebody else's stays as it is. */
export async function markRead(db: Executor, of: { personId: string; now: Date }, marked: Marked): Promise<void> {
  const mine = db.updateTable('notification').where('personId', '=', of.personId)
  if ('upTo' in marked) {
    // Times travel in milliseconds: of the last one that was seen, the rest would be later than itself.
    await mine
      .set({ readAt: of.now })
      .where('readAt', 'is', null)
      .where(sql<Date>`date_trunc('milliseconds', created_at)`, '<=', new Date(marked.upTo))
      .execute()
    return
  }
  await mine
    .set({ readAt: marked.read ? of.now : null })
    .where('id', 'in', marked.ids)
    .where('readAt', marked.read ? 'is' : 'is not', null)
    .execute()
}
