import { Language } from '@meydan/shared/languages'
import { sql } from 'kysely'
import { factsOf, type MeetingFacts, meetingFacts } from '../../calendar/meeting-facts.ts'
import { dayAfter, dayIn } from '../../clock.ts'
import type { Executor } from '../../database/schema.ts'

const PEOPLE_AT_ONCE = 500
const HOURS_48 = 48 * 60 * 60 * 1000

/** One meeting to remind one person of. */
export type SoonMeeting = {
  meeting: MeetingFacts
  /** Its day by its own clock: `2027-03-31`. */
  day: string
  personId: string
  email: string
  language: Language
}

/**
 * What is to be told of the meetings of tomorrow, and, where no server ran yesterday, of those of today that were known
 * then; each by the day of its own clock. People with an account and a seat in the room, unless they ended such letters.
 */
export async function* soonMeetings(
  db: Executor,
  { now, timeZone }: { now: Date; timeZone: string },
): AsyncGenerator<SoonMeeting> {
  const rows = await meetingFacts(db)
    .where('meeting.state', '=', 'planned')
    .where('meeting.cancelledAt', 'is', null)
    .where('meeting.plannedAt', '>', now)
    .where('meeting.plannedAt', '<', new Date(now.getTime() + HOURS_48))
    .where('room.archivedAt', 'is', null)
    .orderBy('meeting.plannedAt')
    .orderBy('meeting.id')
    .execute()
  for (const meeting of rows.map(factsOf)) {
    const zone = meeting.timeZone ?? timeZone
    const [day, today] = [dayIn(zone, meeting.plannedAt), dayIn(zone, now)]
    const isMissed = day === today && dayIn(zone, meeting.changedAt) < today
    if (day !== dayAfter(today, 1) && !isMissed) continue
    yield* peopleOf(db, meeting, day)
  }
}

async function* peopleOf(db: Executor, meeting: MeetingFacts, day: string): AsyncGenerator<SoonMeeting> {
  for (let after: string | null = null; ; ) {
    const people: Person[] = await toBeTold(db, { meeting, day, after })
    for (const { language, ...person } of people) {
      yield { ...person, meeting, day, language: Language.catch('en').parse(language) }
    }
    if (people.length < PEOPLE_AT_ONCE) return
    after = people.at(-1)!.personId
  }
}

type Person = { personId: string; email: string; language: string }

async function toBeTold(
  db: Executor,
  { meeting, day, after }: { meeting: MeetingFacts; day: string; after: string | null },
): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select person.person_id, person.email, person.language
    from seat join reachable_person person on person.person_id = seat.person_id
    where seat.room_id = ${meeting.roomId} and seat.removed_at is null
      and (${after}::uuid is null or person.person_id > ${after}::uuid)
      and not exists (
        select 1 from reminder
        where reminder.kind = 'meeting_soon' and reminder.subject_id = ${meeting.id}
          and reminder.due = ${day}::date and reminder.recipient = person.person_id::text)
      and not exists (
        select 1 from notification_setting wish
        where wish.person_id = person.person_id and wish.others = 'never'
          and (wish.room_id = seat.room_id or (wish.room_id is null and not exists (
            select 1 from notification_setting own where own.person_id = person.person_id and own.room_id = seat.room_id))))
    order by person.person_id limit ${PEOPLE_AT_ONCE}`.execute(db)
  return rows
}
