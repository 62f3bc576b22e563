import type { Language } from '@meydan/shared/languages'
import { AppError } from '@meydan/shared/errors'
import type { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import type { Trx } from '../../database/schema.ts'
import type { MeetingToWrite } from './template.ts'

type Asked = { roomId: string; meetingId: string; language: Language; timeZone: string }

/** What is known of a meeting of this room. `timeZone`: where the meeting says none. Throws `not_found`. */
export async function meetingToWrite(
  trx: Trx,
  { roomId, meetingId, language, timeZone }: Asked,
): Promise<MeetingToWrite> {
  const meeting = await trx
    .selectFrom('meeting')
    .select(['title', 'place', 'plannedAt', 'openedAt', 'timeZone', 'seriesId'])
    .where('id', '=', meetingId)
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  if (!meeting) throw new AppError('not_found')
  const steps = await trx
    .selectFrom('meetingStep')
    .select(['title', 'instruction'])
    .where('meetingId', '=', meetingId)
    .where('mode', '<>', 'break')
    .where('skipped', '=', false)
    .orderBy('position')
    .execute()
  return {
    title: meeting.title,
    place: meeting.place,
    at: meeting.openedAt ?? meeting.plannedAt,
    timeZone: meeting.timeZone ?? timeZone,
    present: await presentAt(trx, meetingId),
    steps: steps.map(({ title, instruction }) => ({
      title: inLanguage(title as Texts, language),
      instruction: inLanguage(instruction as Texts, language),
    })),
    decisions: await trx
      .selectFrom('decision')
      .select(['id', 'title', 'text'])
      .where('meetingId', '=', meetingId)
      .where('state', '<>', 'withdrawn')
      .orderBy('decidedAt')
      .orderBy('id')
      .execute(),
    votes: await trx
      .selectFrom('vote')
      .select(['id', 'title'])
      .where('meetingId', '=', meetingId)
      .where('state', '=', 'closed')
      .orderBy('createdAt')
      .orderBy('id')
      .execute(),
    next: await nextOf(trx, { roomId, meetingId, timeZone }),
  }
}

type Texts = Partial<Record<Language, string>>

/** What was given in this language, or in another one. */
function inLanguage(texts: Texts, language: Language): string {
  return texts[language] || Object.values(texts).find(Boolean) || ''
}

/** Organisations of those who were seen there, with what facilitators corrected, of one side after the other. */
async function presentAt(trx: Trx, meetingId: string): Promise<MeetingToWrite['present']> {
  const { rows } = await sql<{ organisationId: string; name: string; side: Side; people: number }>`
    with seen as (
      select distinct seat_id from meeting_minute where meeting_id = ${meetingId}
    ), people as (
      select seat.organisation_id, sum(coalesce(correction.people, case when seen.seat_id is null then 0 else 1 end)) as people
      from seat
      left join seen on seen.seat_id = seat.id
      left join attendance_correction correction
        on correction.seat_id = seat.id and correction.meeting_id = ${meetingId}
      where seen.seat_id is not null or correction.id is not null
      group by seat.organisation_id
    ), sums as (
      select organisation_id, people from attendance_correction
      where meeting_id = ${meetingId} and organisation_id is not null
    )
    select organisation.id as organisation_id, organisation.name, organisation.side,
      coalesce(sums.people, people.people)::int as people
    from people full join sums using (organisation_id)
    join organisation on organisation.id = organisation_id
    where coalesce(sums.people, people.people) > 0
    order by organisation.name_folded, organisation.id`.execute(trx)
  return rows
}

async function nextOf(
  trx: Trx,
  { roomId, meetingId, timeZone }: { roomId: string; meetingId: string; timeZone: string },
): Promise<MeetingToWrite['next']> {
  const next = await trx
    .selectFrom('meeting')
    .select(['plannedAt', 'timeZone', 'place'])
    .where('roomId', '=', roomId)
    .where('id', '<>', meetingId)
    .where('state', '=', 'planned')
    .where('cancelledAt', 'is', null)
    .where('plannedAt', '>', sql<Date>`now()`)
    .orderBy('plannedAt')
    .limit(1)
    .executeTakeFirst()
  return next?.plannedAt ? { at: next.plannedAt, timeZone: next.timeZone ?? timeZone, place: next.place } : null
}
