import type { MeetingReply, ReplyKind } from '@meydan/shared/contracts/meeting-calendar'
import { AppError } from '@meydan/shared/errors'
import { permissions } from '@meydan/shared/permissions'
import type { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import type { Seat } from '../../access/seats.ts'
import type { Executor, Trx } from '../../database/schema.ts'
import { lockMeeting, type MeetingAt } from './store.ts'

type Row = Omit<MeetingReply, 'repliedAt' | 'answer'> & { answer: string | null; repliedAt: Date | null }

/**
 * What each organisation of the room has said, and that others have not said anything. Whose note it isn't, and who
 * doesn't lead, reads an empty one. Throws `not_found`.
 */
export async function repliesOf(db: Executor, at: MeetingAt, reader: Seat): Promise<MeetingReply[]> {
  const meeting = await db
    .selectFrom('meeting')
    .select('rescheduledAt')
    .where('id', '=', at.meetingId)
    .where('roomId', '=', at.roomId)
    .executeTakeFirst()
  if (!meeting) throw new AppError('not_found')
  const { rows } = await sql<Row>`
    select organisation.id as organisation_id, organisation.name as organisation, organisation.side, reply.answer, coalesce(reply.people, 0) as people,
      coalesce(reply.note, '') as note, reply.seat_id, reply.replied_at,
      coalesce(reply.replied_at < ${meeting.rescheduledAt}::timestamptz, false) as is_outdated
    from organisation
    left join meeting_reply reply on reply.organisation_id = organisation.id and reply.meeting_id = ${at.meetingId}
    where organisation.id in (${organisationsThatReply(at.roomId)})
    order by organisation.name_folded, organisation.id`.execute(db)
  const mayReadAll = (permissions['meeting.lead'].granted as readonly string[]).includes(reader.role)
  return rows.map((row) => ({
    ...row,
    side: row.side as Side,
    answer: row.answer as ReplyKind | null,
    note: mayReadAll || row.organisationId === reader.organisationId ? row.note : '',
    repliedAt: row.repliedAt?.toISOString() ?? null,
  }))
}

/** Those with somebody in the room who may answer for them. */
export const organisationsThatReply = (roomId: string) => sql<string>`
  select organisation_id from seat
  where room_id = ${roomId} and removed_at is null and role = any(${[...permissions['meeting.reply'].granted]}::text[])`

export type Reply = { answer: ReplyKind; people: number; note: string }

/**
 * Writes down that an organisation comes or doesn't, in place of what it said before. Throws `not_found`,
 * `meeting_ended`, `meeting_cancelled`.
 */
export async function replyFor(trx: Trx, at: MeetingAt, seat: Seat, given: Reply & { now: Date }): Promise<void> {
  await requireAwaited(trx, at)
  const { answer, note, now } = given
  // Nobody of an organisation that doesn't come, and somebody of one that does.
  const people = answer === 'no' ? 0 : Math.max(1, given.people)
  const said = { answer, people, note, seatId: seat.id, repliedAt: now }
  await trx
    .insertInto('meetingReply')
    .values({ ...said, meetingId: at.meetingId, organisationId: seat.organisationId })
    .onConflict((conflict) => conflict.columns(['meetingId', 'organisationId']).doUpdateSet(said))
    .execute()
}

/** Locks a meeting that is still to come about. Throws `not_found`, `meeting_ended`, `meeting_cancelled`. */
export async function requireAwaited(trx: Trx, at: MeetingAt) {
  const meeting = await lockMeeting(trx, at)
  if (meeting.state === 'ended') throw new AppError('meeting_ended')
  if (meeting.cancelledAt) throw new AppError('meeting_cancelled')
  return meeting
}
