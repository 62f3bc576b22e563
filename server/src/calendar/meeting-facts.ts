import { sql } from 'kysely'
import type { Executor } from '../database/schema.ts'

/** So long a meeting is in calendars where nobody said it, and it has no steps. */
const USUAL_MINUTES = 60

/** A meeting with a date, as calendars and letters tell it. */
export type MeetingFacts = {
  id: string
  title: string
  place: string
  callUrl: string | null
  plannedAt: Date
  minutes: number
  /** By whose clock it was planned; null where nobody said. */
  timeZone: string | null
  /** RFC 5545: rises with each change of time, place or whether it is held. */
  sequence: number
  changedAt: Date
  isCancelled: boolean
  roomId: string
  roomName: string
  programme: string
}

type Row = Omit<MeetingFacts, 'plannedAt' | 'minutes'> & { plannedAt: Date | null; minutes: number | null }

/** Meetings with a date; narrow it down by `meeting` and `room`, then `factsOf` each row. */
export function meetingFacts(db: Executor) {
  return db
    .selectFrom('meeting')
    .innerJoin('room', 'room.id', 'meeting.roomId')
    .innerJoin('programme', 'programme.id', 'room.programmeId')
    .select(['meeting.id', 'meeting.title', 'meeting.place', 'meeting.callUrl', 'meeting.plannedAt'])
    .select(['meeting.timeZone', 'meeting.sequence', 'room.id as roomId', 'room.name as roomName'])
    .select('programme.name as programme')
    .select(({ fn }) => fn.coalesce('meeting.rescheduledAt', 'meeting.createdAt').as('changedAt'))
    .select(sql<boolean>`meeting.cancelled_at is not null`.as('isCancelled'))
    .select(
      sql<number | null>`coalesce(meeting.planned_minutes,
        (select sum(minutes) from meeting_step where meeting_step.meeting_id = meeting.id))`.as('minutes'),
    )
    .where('meeting.plannedAt', 'is not', null)
}

export function factsOf(row: Row): MeetingFacts {
  return { ...row, plannedAt: row.plannedAt!, minutes: Number(row.minutes ?? USUAL_MINUTES) }
}

/** Where its page is: the room, with its agenda open. */
export function meetingPath({ id, roomId }: Pick<MeetingFacts, 'id' | 'roomId'>): string {
  return `/rooms/${roomId}?meeting=${id}`
}
