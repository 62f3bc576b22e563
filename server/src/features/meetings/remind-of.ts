import { AppError } from '@meydan/shared/errors'
import { Language } from '@meydan/shared/languages'
import { sql } from 'kysely'
import { meetingCalendar } from '../../calendar/meeting-event.ts'
import { factsOf, meetingFacts } from '../../calendar/meeting-facts.ts'
import { meetingLetter } from '../../calendar/meeting-letter.ts'
import type { Trx } from '../../database/schema.ts'
import { queueMail } from '../../mail/outbox.ts'
import { noteMailed, notifyOfMeeting } from '../../notify/meeting-news.ts'
import { organisationsThatReply, requireAwaited } from './replies.ts'
import type { MeetingAt } from './store.ts'

export type RemindOrder = {
  bySeatId: string
  now: Date
  /** The installation's day, `2027-03-31`: nobody gets two letters of this kind on one. */
  today: string
  origin: string
  timeZone: string
}

export type Reminded = { organisations: number; letters: number; told: string[] }

/**
 * Tells the people of organisations that have not said whether they come, in the interface, and by a letter whom one
 * reaches and who didn't end such letters. Throws `not_found`, `meeting_ended`, `meeting_cancelled`, `invalid` where the
 * meeting has no date to come.
 */
export async function remindOfMeetingAt(trx: Trx, at: MeetingAt, order: RemindOrder): Promise<Reminded> {
  const { plannedAt } = await requireAwaited(trx, at)
  if (!plannedAt || plannedAt <= order.now) {
    throw new AppError('invalid', [{ path: 'plannedFor', problem: plannedAt ? 'deadline_past' : 'required' }])
  }
  const seats = await seatsThatOwe(trx, at)
  const toSeatIds = seats.map(({ seatId }) => seatId)
  const news = { ...at, kind: 'meeting_planned' as const, bySeatId: order.bySeatId, toSeatIds }
  const told = await notifyOfMeeting(trx, news)
  const row = await meetingFacts(trx).where('meeting.id', '=', at.meetingId).executeTakeFirstOrThrow()
  const meeting = factsOf(row)
  const mailed: string[] = []
  for (const { personId, email, language } of seats) {
    if (!email) continue
    const given = { ...order, language: Language.catch('en').parse(language) }
    const letter = { ...meetingLetter('asked', meeting, given), calendar: meetingCalendar(meeting, given) }
    const key = `meeting asked ${at.meetingId} ${personId} ${order.today}`
    if (await queueMail(trx, { recipient: email, ...letter }, { key, most: 1 })) mailed.push(personId)
  }
  await noteMailed(trx, at.meetingId, mailed)
  return { organisations: new Set(seats.map(({ of }) => of)).size, letters: mailed.length, told }
}

type OwingSeat = { seatId: string; of: string; personId: string; email: string | null; language: string }

/** People of organisations without an answer, or with one from before the last change; `email`: where a letter may go. */
async function seatsThatOwe(trx: Trx, { roomId, meetingId }: MeetingAt): Promise<OwingSeat[]> {
  const { rows } = await sql<OwingSeat>`
    select seat.id as seat_id, seat.organisation_id as of, person.id as person_id, person.language,
      case when exists (
        select 1 from notification_setting wish
        where wish.person_id = person.id and wish.others = 'never'
          and (wish.room_id = seat.room_id or (wish.room_id is null and not exists (
            select 1 from notification_setting own where own.person_id = person.id and own.room_id = seat.room_id)))
      ) then null when person.is_anonymous then guest_address.email else person.email end as email
    from seat
    join person on person.id = seat.person_id and person.disabled_at is null
    left join guest_address on guest_address.person_id = person.id and guest_address.confirmed_at is not null
    where seat.room_id = ${roomId} and seat.removed_at is null
      and seat.organisation_id in (${organisationsThatReply(roomId)})
      and not exists (
        select 1 from meeting_reply reply join meeting on meeting.id = reply.meeting_id
        where reply.meeting_id = ${meetingId} and reply.organisation_id = seat.organisation_id
          and reply.replied_at >= coalesce(meeting.rescheduled_at, reply.replied_at))
    order by seat.id`.execute(trx)
  return rows
}
