import { sql } from 'kysely'
import { z } from 'zod'
import { job } from '../../jobs/queue.ts'

/** Forgets ended sessions and unused account links: neither says anything any more, both say who was here. */
export const sweepSessions = job({
  name: 'sessions.sweep',
  cron: '17 3 * * *',
  data: z.object({}),
  run: async (_data, { db, log }) => {
    const sessions = await db.deleteFrom('session').where('expiresAt', '<', sql<Date>`now()`).executeTakeFirst()
    await db.deleteFrom('accountLink').where('expiresAt', '<', sql<Date>`now() - interval '30 days'`).execute()
    log.info({ sessions: Number(sessions.numDeletedRows) }, 'ended sessions forgotten')
  },
})
