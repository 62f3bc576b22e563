import { Language } from '@meydan/shared/languages'
import { sql } from 'kysely'
import { dayAfter } from '../../clock.ts'
import type { Executor } from '../../database/schema.ts'

/** So long before its day something is reminded of as coming, and from the day after it as late. */
const SOON_DAYS = 7
/** What nobody could be told on the day, because no server ran, is told so many days later at the latest. */
const CATCH_UP_DAYS = 6
/** So many people and things are read at once, so that no number of actions fills the memory. */
const PEOPLE_AT_ONCE = 100
const THINGS_EACH = 500
const RECIPIENTS_AT_ONCE = 500

/** `asked`: what one asked, and nobody answered. */
export const personKinds = ['action_overdue', 'asked_overdue', 'action_soon'] as const
export type PersonKind = (typeof personKinds)[number]

/** One thing to remind one person of. */
export type DueThing = {
  kind: PersonKind
  /** Of the document and the action, or of the ask. */
  subjectId: string
  personId: string
  email: string
  language: Language
  /** Empty where it is not for a mail: it may be hidden on its board by the time that it is read. */
  title: string
  /** Who answers for it, or who was asked. */
  organisation: string | null
  /** `2027-03-31`. */
  due: string
  roomId: string
  room: string
  programme: string
  documentId: string | null
  actionId: string | null
}

/**
 * What the next hundred people after this one are to be told, in the order of their ids; each person's things are all in
 * one answer (the first 500, the others are for the next run). What they were told already isn't in it.
 */
export async function dueThings(db: Executor, { today, after }: { today: string; after: string }): Promise<DueThing[]> {
  const { rows } = await sql<DueThing>`
    with due as (${promises(today)}), named as (${ofNamed}), told as (
      select * from named union ${ofOrganisations} union ${ofAskers(today)}
    ), fresh as (
      select told.*, person.email, person.language,
        dense_rank() over (order by told.person_id) as nth_person,
        row_number() over (partition by told.person_id order by told.due, told.subject_id) as nth_thing
      from told join reachable_person person on person.person_id = told.person_id
      where told.person_id > ${after}::uuid and not exists (
        select 1 from reminder
        where reminder.kind = told.kind and reminder.subject_id = told.subject_id
          and reminder.due = told.due and reminder.recipient = told.person_id::text)
    )
    select * from fresh where nth_person <= ${PEOPLE_AT_ONCE} and nth_thing <= ${THINGS_EACH}
    order by person_id, due, subject_id`.execute(db)
  return rows.map((row) => ({ ...row, language: Language.catch('en').parse(row.language) }))
}

/** Promised and not done; what was only proposed, is done or dropped has no day that anybody owes. */
const promises = (today: string) => sql`
  select ${kindOf('action', today, 'plan_action.due')} as kind,
    document.id || ' ' || plan_action.action_id as subject_id, plan_action.title, organisation.name as organisation,
    plan_action.due, room.id as room_id, room.name as room, programme.name as programme,
    document.id as document_id, plan_action.action_id, plan_action.person_seat_id, plan_action.responsible_id
  from plan_action
  join document on document.id = plan_action.document_id and document.kind = 'plan'
  join room on room.id = document.room_id and room.archived_at is null
  join programme on programme.id = room.programme_id
  left join organisation on organisation.id = plan_action.responsible_id
  where plan_action.status in ('agreed', 'started') and ${isTime(today, 'plan_action.due')}`

const thing = sql`due.kind, due.subject_id, due.title, due.organisation, due.due, due.room_id, due.room, due.programme,
  due.document_id, due.action_id`

/** In the room still, and with an address: an account's, or one that a guest confirmed. */
const reached = sql`join reachable_person person on person.person_id = seat.person_id and seat.removed_at is null`

const ofNamed = sql`
  select ${thing}, person.person_id
  from due
  join seat on seat.id = due.person_seat_id and seat.room_id = due.room_id
  ${reached}`

/** Where nobody is named whom a mail reaches. */
const ofOrganisations = sql`
  select ${thing}, person.person_id
  from due
  join seat on seat.organisation_id = due.responsible_id and seat.room_id = due.room_id
  ${reached}
  where not exists (select 1 from named where named.subject_id = due.subject_id)`

/** Whoever asked is told as well that nobody answered. The words of notes and themes stay in the room. */
const ofAskers = (today: string) => sql`
  select 'asked_overdue', ask.id::text, case when ask.subject_kind = 'action' then ask.words else '' end,
    organisation.name, ask.reply_by, room.id, room.name, programme.name,
    case when ask.subject_kind = 'action' then ask.document_id end, ask.record_id, person.person_id
  from ask
  join organisation on organisation.id = ask.organisation_id
  join room on room.id = ask.room_id and room.archived_at is null
  join programme on programme.id = room.programme_id
  join seat on seat.id = ask.asked_by
  ${reached}
  where ${isWaiting} and ${isLate(today, 'ask.reply_by')}`

export type AwaitedAnswer = {
  kind: 'ask_soon' | 'ask_overdue'
  askId: string
  recipientId: string
  due: string
  askedAt: Date
}

/** The next 500 recipients after this one of asks whose day comes or has passed, and who weren't told. */
export async function awaitedAnswers(
  db: Executor,
  { today, after }: { today: string; after: string },
): Promise<AwaitedAnswer[]> {
  const kind = kindOf('ask', today, 'ask.reply_by')
  const { rows } = await sql<AwaitedAnswer>`
    select ${kind} as kind, ask.id as ask_id, ask_recipient.id as recipient_id, ask.reply_by as due,
      ask.created_at as asked_at
    from ask_recipient
    join ask on ask.id = ask_recipient.ask_id
    join room on room.id = ask.room_id and room.archived_at is null
    where ask_recipient.id > ${after}::uuid and ${isWaiting} and ${isTime(today, 'ask.reply_by')} and not exists (
      select 1 from reminder
      where reminder.kind = ${kind} and reminder.subject_id = ask.id::text
        and reminder.due = ask.reply_by and reminder.recipient = ask_recipient.id::text)
    order by ask_recipient.id limit ${RECIPIENTS_AT_ONCE}`.execute(db)
  return rows
}

/** Whether the letter that asked came within the days in which a reminder would: one is enough. */
export function isNews({ kind, due }: AwaitedAnswer, askedOn: string): boolean {
  return kind === 'ask_overdue' || askedOn < dayAfter(due, -SOON_DAYS)
}

const isWaiting = sql`ask.withdrawn_at is null and not exists (select 1 from answer where answer.ask_id = ask.id)`

const isLate = (today: string, day: string) =>
  sql<boolean>`${sql.ref(day)} between ${dayAfter(today, -1 - CATCH_UP_DAYS)}::date and ${dayAfter(today, -1)}::date`

const isTime = (today: string, day: string) => sql<boolean>`(${isLate(today, day)}
  or ${sql.ref(day)} between ${dayAfter(today, SOON_DAYS - CATCH_UP_DAYS)}::date and ${dayAfter(today, SOON_DAYS)}::date)`

const kindOf = (subject: 'action' | 'ask', today: string, day: string) =>
  sql<string>`${subject}::text || case when ${sql.ref(day)} > ${today}::date then '_soon' else '_overdue' end`
