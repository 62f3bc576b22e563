import { momentOf } from '@meydan/shared/calendar/local-time'
import type { PlannedFor } from '@meydan/shared/contracts/meetings'
import { AppError } from '@meydan/shared/errors'
import type { Trx } from '../../database/schema.ts'
import type { MeetingNewsKind } from '../../notify/meeting-news.ts'
import { changeMeeting, lockMeeting, type MeetingAt, type MeetingRow } from './store.ts'

export type MeetingEdit = {
  title?: string | undefined
  place?: string | undefined
  plannedFor?: PlannedFor | null | undefined
  plannedMinutes?: number | null | undefined
  callUrl?: string | null | undefined
  thanks?: string | undefined
}

/** Its moment and the clock it was meant by. Throws `invalid` with `time_skipped` or `zone_unknown`. */
export function columnsOf(plannedFor: PlannedFor | null): Pick<MeetingRow, 'plannedAt' | 'timeZone'> {
  if (plannedFor === null) return { plannedAt: null, timeZone: null }
  const plannedAt = momentOf(plannedFor)
  if (plannedAt instanceof Date) return { plannedAt, timeZone: plannedFor.timeZone }
  const path = plannedAt === 'zone_unknown' ? 'plannedFor.timeZone' : 'plannedFor'
  throw new AppError('invalid', [{ path, problem: plannedAt }])
}

/**
 * Changes what a meeting is called and says, when and where it is; also of one that is over, whose summary is read.
 * Answers with what those concerned are to be told: null where nothing of it is news. Throws `not_found`, `invalid`.
 */
export async function editMeetingRow(
  trx: Trx,
  at: MeetingAt,
  { plannedFor, ...edit }: MeetingEdit,
  now: Date,
): Promise<MeetingNewsKind | null> {
  const was = await lockMeeting(trx, at)
  const given = { ...edit, ...(plannedFor !== undefined && columnsOf(plannedFor)) }
  const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const is: MeetingRow = { ...was, ...change }
  const moved = isMoved(was, is)
  // What never had a date is in nobody's calendar yet.
  const marks = moved && was.plannedAt ? { sequence: was.sequence + 1, rescheduledAt: now } : {}
  await changeMeeting(trx, at.meetingId, { ...change, ...marks })
  return newsOf(was, is, now)
}

function newsOf(was: MeetingRow, is: MeetingRow, now: Date): MeetingNewsKind | null {
  if (is.state !== 'planned' || is.cancelledAt) return null
  if (![was, is].some(({ plannedAt }) => plannedAt && plannedAt > now)) return null
  if (!was.plannedAt) return 'meeting_planned'
  return isMoved(was, is) ? 'meeting_moved' : null
}

/** Whether those who come have to come at another time, or to another place. */
function isMoved(was: MeetingRow, is: MeetingRow): boolean {
  if (was.plannedAt?.getTime() !== is.plannedAt?.getTime()) return true
  return was.place !== is.place || was.callUrl !== is.callUrl || was.plannedMinutes !== is.plannedMinutes
}

/**
 * Cancels a planned meeting, or has it held after all; a second press finds done what it asks for. Answers as
 * `editMeetingRow`. Throws `not_found`, `meeting_open`, `meeting_ended`.
 */
export async function cancelMeetingRow(
  trx: Trx,
  at: MeetingAt,
  { cancelled, now }: { cancelled: boolean; now: Date },
): Promise<MeetingNewsKind | null> {
  const { state, cancelledAt, plannedAt, sequence } = await lockMeeting(trx, at)
  if (state !== 'planned') throw new AppError(state === 'open' ? 'meeting_open' : 'meeting_ended')
  if (cancelled === (cancelledAt !== null)) return null
  const marks = plannedAt ? { sequence: sequence + 1, rescheduledAt: now } : {}
  await changeMeeting(trx, at.meetingId, { cancelledAt: cancelled ? now : null, ...marks })
  if (!plannedAt || plannedAt <= now) return null
  return cancelled ? 'meeting_cancelled' : 'meeting_planned'
}
