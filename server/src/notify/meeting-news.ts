import type { NotificationKind } from '@meydan/shared/contracts/notifications'
import { sql } from 'kysely'
import type { Executor } from '../database/schema.ts'
import { notify } from './notify.ts'

export type MeetingNewsKind = Extract<NotificationKind, `meeting_${string}`>

export type MeetingNews = {
  kind: MeetingNewsKind
  roomId: string
  meetingId: string
  bySeatId: string | null
  toSeatIds: readonly string[]
}

/** Whoever tries three dates in a row tells of one change. */
const SAME_WITHIN = '10 minutes'

/**
 * As `notify`, but whoever was told the same of this meeting within the last minutes, and has not read it, gets no
 * second line: theirs is as of now again, and goes out by mail again where it had. Words of a date are read when they are
 * shown: whoever hasn't seen yet that a meeting is planned needn't hear that it was moved.
 */
export async function notifyOfMeeting(db: Executor, news: MeetingNews): Promise<string[]> {
  const renewed = await renew(db, news)
  const seats = new Set(renewed.map(({ seatId }) => seatId))
  const others = news.toSeatIds.filter((id) => !seats.has(id))
  const told = await notify(db, { ...news, toSeatIds: others })
  return [...new Set([...renewed.map(({ personId }) => personId), ...told])]
}

async function renew(db: Executor, { kind, roomId, meetingId, bySeatId, toSeatIds }: MeetingNews) {
  const same = kind === 'meeting_moved' ? ['meeting_moved', 'meeting_planned'] : [kind]
  const { rows } = await sql<{ seatId: string; personId: string }>`
    update notification set created_at = now(), by_seat_id = ${bySeatId}::uuid, mailed_at = null
    from seat
    where seat.person_id = notification.person_id and seat.room_id = ${roomId} and seat.removed_at is null
      and seat.id = any(${[...toSeatIds]}::uuid[]) and seat.id is distinct from ${bySeatId}::uuid
      and notification.meeting_id = ${meetingId} and notification.kind = any(${same}::text[])
      and notification.read_at is null and notification.created_at > now() - ${SAME_WITHIN}::interval
    returning seat.id as seat_id, notification.person_id`.execute(db)
  return rows
}

/** Notes that what these people were just told of a meeting has gone out by mail, by a letter of its own. */
export async function noteMailed(db: Executor, meetingId: string, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return
  await db
    .updateTable('notification')
    .set({ mailedAt: sql<Date>`now()` })
    .where('meetingId', '=', meetingId)
    .where('personId', 'in', personIds)
    .where('mailedAt', 'is', null)
    .execute()
}
