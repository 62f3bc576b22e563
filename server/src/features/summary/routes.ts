import {
  type Attendance,
  correctAttendance,
  mailSummary,
  readSummary,
  removeCorrection,
} from '@meydan/shared/contracts/summary'
import { AppError } from '@meydan/shared/errors'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Config } from '../../config.ts'
import type { Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { queueMail } from '../../mail/outbox.ts'
import { correct, type CorrectionAt, uncorrect } from './corrections.ts'
import { summaryLetter } from './summary-letter.ts'
import { Summaries, type SummaryDeps } from './summary.ts'

export type SummaryRoutesDeps = SummaryDeps & {
  publisher: Publisher
  config: Pick<Config, 'publicUrl' | 'smtpUrl'>
}

/** Of one meeting, to addresses that are only said to be theirs. */
const GUEST_LETTERS_MAX = 2

export function summaryRoutes(mount: Mount, deps: SummaryRoutesDeps): void {
  const { db, publisher, config } = deps
  const summaries = new Summaries(deps)

  mount(readSummary, async ({ params, seat }) => summaries.read(params, seat))

  const change = async (
    { identity, ...at }: CorrectionAt & { identity: Identity },
    work: (trx: Trx) => Promise<void>,
  ): Promise<{ attendance: Attendance }> => {
    const { roomId } = at
    const attendance = await inLockedRoom(db, { roomId, identity, needs: 'attendance.correct' }, async (trx) => {
      await work(trx)
      return summaries.attendance(trx, at)
    })
    publisher.topic(roomId, 'attendance')
    return { attendance }
  }

  mount(correctAttendance, ({ params, body, identity }) =>
    change({ ...params, identity }, (trx) => correct(trx, params, { ...body, correctedBy: identity.personId })),
  )

  mount(removeCorrection, ({ params, identity }) => change({ ...params, identity }, (trx) => uncorrect(trx, params)))

  mount(mailSummary, async ({ params, body: { email, language }, seat, identity }) => {
    // Whoever has an account has an address that is known to be theirs; nobody is written to from here but its owner.
    const isOwn = identity.email !== null && email.toLowerCase() === identity.email.toLowerCase()
    if (!identity.isGuest && !isOwn) throw new AppError('invalid', [{ path: 'email', problem: 'not_offered' }])
    const { summary } = await summaries.read(params, seat, { leavesTheHouse: true })
    // Where our pages are, only the operator can say: what a request names may be anybody's.
    const path = `/rooms/${params.roomId}/meetings/${params.meetingId}/summary`
    const url = config.publicUrl === undefined ? null : config.publicUrl + path
    const letter = summaryLetter(summary, { language, askedBy: seat.organisationName, url })
    const few = identity.isGuest
      ? { key: `summary ${params.meetingId} ${seat.id}`, most: GUEST_LETTERS_MAX }
      : undefined
    const isQueued = await queueMail(db, { recipient: email, ...letter }, few)
    if (!isQueued) throw new AppError('invalid', [{ path: 'email', problem: 'mailed_enough' }])
    return { isConfigured: config.smtpUrl !== undefined }
  })
}
