import { sweepSessions } from '../features/auth/sweep-sessions.job.ts'
import { deleteUnusedPictures } from '../features/images/unused.job.ts'
import { closeOverdueVotes } from '../features/votes/close-overdue.job.ts'
import type { Config } from '../config.ts'
import { compactDocument } from '../sync/folding/compact.job.ts'
import { sendMail } from '../mail/send-mail.job.ts'
import { keepActivityVersions } from '../sync/history/versions-activity.job.ts'
import { keepDailyVersions } from '../sync/history/versions-daily.job.ts'
import type { AnyJob } from './queue.ts'

/** Every job there is. */
export function jobCatalogue(config: Pick<Config, 'keepVersionsDays' | 'smtpUrl' | 'mailFrom'>): AnyJob[] {
  const { keepVersionsDays } = config
  return [
    compactDocument,
    keepDailyVersions({ keepDays: keepVersionsDays }),
    keepActivityVersions({ keepDays: keepVersionsDays }),
    deleteUnusedPictures({ keepDays: keepVersionsDays }),
    sweepSessions,
    closeOverdueVotes,
    sendMail(config),
  ]
}
