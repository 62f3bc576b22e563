import { sql } from 'kysely'
import { z } from 'zod'
import { job } from '../../jobs/queue.ts'

/** Each hour: forgets files that were sent for a comment which nobody said within a day. */
export const sweepAttachments = job({
  name: 'threads.sweep-attachments',
  cron: '41 * * * *',
  data: z.object({}),
  run: async (_data, { db, log }) => {
    const swept = await db
      .deleteFrom('attachment')
      .where('commentId', 'is', null)
      .where('createdAt', '<', sql<Date>`now() - interval '1 day'`)
      .executeTakeFirst()
    log.info({ attachments: Number(swept.numDeletedRows) }, 'attachments without a comment forgotten')
  },
})
