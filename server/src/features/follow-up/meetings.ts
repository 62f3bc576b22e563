import { sql } from 'kysely'
import { type MeetingFacts, factsOf, meetingFacts } from '../../calendar/meeting-facts.ts'
import { dayAfter, dayIn } from '../../clock.ts'
import type { Executor } from '../../database/schema.ts'
import { BACK_DAYS } from './entries.ts'
import type { OpenFeed } from './feeds.ts'

const MOST = 500

/**
 * Meetings of the rooms in which the calendar's person has a seat now, of an organisation's calendar those in which it
 * has one as well. What was cancelled stays, as such, until its day is over: whoever looks that morning must not miss it.
 */
export async function meetingsFor(
  db: Executor,
  feed: OpenFeed,
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<MeetingFacts[]> {
  const today = dayIn(timeZone, now)
  const rows = await meetingFacts(db)
    .where('meeting.plannedAt', '>=', new Date(`${dayAfter(today, -BACK_DAYS)}T00:00:00Z`))
    .where('room.archivedAt', 'is', null)
    .where('room.id', 'in', roomsOf(sql`person_id = ${feed.personId}`))
    .$if(feed.organisationId !== null, (query) =>
      query.where('room.id', 'in', roomsOf(sql`organisation_id = ${feed.organisationId}`)),
    )
    .orderBy('meeting.plannedAt', 'desc')
    .orderBy('meeting.id')
    .limit(MOST)
    .execute()
  const isShown = ({ isCancelled, plannedAt, timeZone: zone }: MeetingFacts) =>
    !isCancelled || dayIn(zone ?? timeZone, plannedAt) >= dayIn(zone ?? timeZone, now)
  return rows.map(factsOf).filter(isShown)
}

const roomsOf = (whose: ReturnType<typeof sql>) => sql<string>`
  (select room_id from seat where removed_at is null and ${whose})`
