import { z } from 'zod'
import { hourIn } from '../../clock.ts'
import { job } from '../../jobs/queue.ts'
import { type ReminderDeps, remindAll } from './remind-all.ts'

/** Nobody is written to at night. */
const FROM_HOUR = 7

/** Every hour of the day from seven on: what was missed while no server ran is made up for. */
export function remind(given: Omit<ReminderDeps, 'db' | 'log'>) {
  return job({
    name: 'reminders.send',
    cron: '7 * * * *',
    data: z.object({}),
    run: async (_data, { db, log }) => {
      if (hourIn(given.config.timeZone, given.clock()) < FROM_HOUR) return
      const { failed } = await remindAll({ ...given, db, log })
      // The queue tries again sooner than in an hour.
      if (failed > 0) throw new Error(`${failed} reminders failed`)
    },
  })
}
