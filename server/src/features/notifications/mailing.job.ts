import { z } from 'zod'
import { job } from '../../jobs/queue.ts'
import { type MailingDeps, mailAtOnce, mailDigests } from './mailing.ts'
import { sweep } from './sweep.ts'

type Given = Omit<MailingDeps, 'db' | 'log'>

/** Every minute: what people want to hear of at once. */
export function mailNewsAtOnce(given: Given) {
  return job({
    name: 'notifications.at-once',
    cron: '* * * * *',
    data: z.object({}),
    run: async (_data, { db, log }) => requireAll(await mailAtOnce({ ...given, db, log })),
  })
}

/** Every hour of the day from seven on: what was missed while no server ran is made up for. */
export function mailNewsDaily(given: Given) {
  return job({
    name: 'notifications.daily',
    cron: '11 * * * *',
    data: z.object({}),
    run: async (_data, { db, log }) => requireAll(await mailDigests({ ...given, db, log })),
  })
}

/** Once a night: what is old. */
export function sweepNews({ clock }: Pick<Given, 'clock'>) {
  return job({
    name: 'notifications.sweep',
    cron: '41 2 * * *',
    data: z.object({}),
    run: (_data, { db }) => sweep(db, clock()),
  })
}

/** The queue tries again sooner than the clock would. */
function requireAll({ failed }: { failed: number }): void {
  if (failed > 0) throw new Error(`letters with news failed for ${failed} people`)
}
