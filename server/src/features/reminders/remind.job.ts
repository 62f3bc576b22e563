import { z } from 'zod'
import { job } from '../../jobs/queue.ts'
import { type ReminderDeps, remindAll } from './remind-all.ts'

/** Every hour: days begin at another one in each place, and what was missed while no server ran is made up for. */
export function remind(given: Omit<ReminderDeps, 'db' | 'log'>) {
  return job({
    name: 'reminders.send',
    cron: '7 * * * *',
    data: z.object({}),
    run: async (_data, { db, log }) => {
      const { failed } = await remindAll({ ...given, db, log })
      // The queue tries again sooner than in an hour.
      if (failed > 0) throw new Error(`${failed} reminders failed`)
    },
  })
}
