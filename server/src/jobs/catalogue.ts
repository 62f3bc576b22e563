import { sweepSessions } from '../features/auth/sweep-sessions.job.ts'
import { askMailWith } from '../features/answers/ask-mail.ts'
import { deleteUnusedPictures } from '../features/images/unused.job.ts'
import { remind } from '../features/reminders/remind.job.ts'
import { closeOverdueVotes } from '../features/votes/close-overdue.job.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { compactDocument } from '../sync/folding/compact.job.ts'
import { sendMail } from '../mail/send-mail.job.ts'
import { keepActivityVersions } from '../sync/history/versions-activity.job.ts'
import { keepDailyVersions } from '../sync/history/versions-daily.job.ts'
import type { AnyJob } from './queue.ts'

export type JobDepsOfAll = { config: Config; clock: Clock }

/** Every job there is. */
export function jobCatalogue({ config, clock }: JobDepsOfAll): AnyJob[] {
  const { keepVersionsDays } = config
  return [
    compactDocument,
    keepDailyVersions({ keepDays: keepVersionsDays }),
    keepActivityVersions({ keepDays: keepVersionsDays }),
    deleteUnusedPictures({ keepDays: keepVersionsDays }),
    sweepSessions,
    closeOverdueVotes,
    remind({ config, clock, askMail: askMailWith({ config, clock }) }),
    sendMail(config),
  ]
}
