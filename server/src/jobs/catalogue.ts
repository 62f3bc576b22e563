import { sweepSessions } from '../features/auth/sweep-sessions.job.ts'
import { askMailWith } from '../features/answers/ask-mail.ts'
import { closeDueDecisions } from '../features/decisions/close.job.ts'
import { deleteUnusedPictures } from '../features/images/unused.job.ts'
import { mailNewsAtOnce, mailNewsDaily, sweepNews } from '../features/notifications/mailing.job.ts'
import { wakeDevices } from '../features/push/wake.job.ts'
import { remind } from '../features/reminders/remind.job.ts'
import { sweepAttachments } from '../features/threads/sweep-attachments.job.ts'
import { closeOverdueVotes } from '../features/votes/close-overdue.job.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { compactDocument } from '../sync/folding/compact.job.ts'
import { sendMail } from '../mail/send-mail.job.ts'
import { keepActivityVersions } from '../sync/history/versions-activity.job.ts'
import { keepDailyVersions } from '../sync/history/versions-daily.job.ts'
import type { Publisher } from '../live/publish.ts'
import type { AnyJob } from './queue.ts'

export type JobDepsOfAll = { config: Config; clock: Clock; secret: string; publisher: Publisher }

/** Every job there is. */
export function jobCatalogue({ config, clock, secret, publisher }: JobDepsOfAll): AnyJob[] {
  const { keepVersionsDays } = config
  return [
    compactDocument,
    keepDailyVersions({ keepDays: keepVersionsDays }),
    keepActivityVersions({ keepDays: keepVersionsDays }),
    deleteUnusedPictures({ keepDays: keepVersionsDays }),
    sweepSessions,
    sweepAttachments,
    closeOverdueVotes,
    closeDueDecisions({ clock, publisher }),
    remind({ config, clock, askMail: askMailWith({ config, clock }) }),
    wakeDevices({ config, clock }),
    mailNewsAtOnce({ config, clock, secret }),
    mailNewsDaily({ config, clock, secret }),
    sweepNews({ clock }),
    sendMail(config),
  ]
}
