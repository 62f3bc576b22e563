import { CONFIRM_DAYS } from '@meydan/shared/contracts/answers'
import { WAITING_DAYS, WAITING_MOST, type WaitingThing } from '@meydan/shared/contracts/follow-up'
import { sql } from 'kysely'
import { type Clock, dayAfter, dayIn } from '../../clock.ts'
import type { Executor } from '../../database/schema.ts'
import { isAwaited, rolesThat, shownWords } from './roles.ts'

export type WaitingDeps = { clock: Clock; timeZone: string }

/** What waits for somebody, the most urgent first, as far as it is told, and how much it is in all. */
export async function waitingFor(db: Executor, personId: string, { clock, timeZone }: WaitingDeps) {
  const today = dayIn(timeZone, clock())
  const dated = await datedThings(db, personId, { today, now: clock(), timeZone })
  const claims = (await claimsFor(db, personId)).flatMap(({ doneAt, ...claim }): WaitingThing[] => {
    const day = dayAfter(dayIn(timeZone, doneAt), CONFIRM_DAYS)
    return day < today ? [] : [{ ...claim, day }]
  })
  const things = [...dated.map(({ count: _, ...thing }) => thing), ...claims].sort(byUrgency)
  return { today, things: things.slice(0, WAITING_MOST), count: (dated[0]?.count ?? 0) + claims.length }
}

function byUrgency(a: WaitingThing, b: WaitingThing): number {
  const key = ({ isOverdue, day, id }: WaitingThing) => `${isOverdue ? 0 : 1} ${day ?? '9999'} ${id}`
  return key(a) < key(b) ? -1 : 1
}

const mine = (personId: string) => sql`
  select seat.id as seat_id, seat.role, seat.organisation_id, seat.room_id, room.name as room_name,
    programme.name as programme_name
  from seat join room on room.id = seat.room_id join programme on programme.id = room.programme_id
  where seat.person_id = ${personId} and seat.removed_at is null and room.archived_at is null`

/** Asks to answer, versions to sign, actions to do and proposals to speak to: in one statement, which counts what it doesn't tell. */
async function datedThings(db: Executor, personId: string, { today, ...at }: Moment & { today: string }) {
  const until = dayAfter(today, WAITING_DAYS)
  const { rows } = await sql<WaitingThing & { count: number }>`
    with mine as (${mine(personId)}), things as (
      ${asksToAnswer} union all ${versionsToSign} union all ${actionsToDo(until)} union all ${proposals(at)}
    )
    select kind, id, room_id, room_name, programme_name, document_id, document_kind, action_id, words, organisation, is_mine, day,
      coalesce(day < ${today}::date, false) as is_overdue, (count(*) over ())::int as count
    from things order by is_overdue desc, day nulls last, id limit ${WAITING_MOST}`.execute(db)
  return rows
}

const place = sql`mine.room_id, mine.room_name, mine.programme_name`

/** An action is where it is asked about; a note, theme or vote has no page of its own. */
const askedAt = sql`case when ask.subject_kind = 'action' then ask.document_id end as document_id,
  case when ask.subject_kind = 'action' then 'plan' end as document_kind,
  case when ask.subject_kind = 'action' then ask.record_id end as action_id`

const asksToAnswer = sql`
  select 'answer' as kind, ask.id::text, ${place}, ${askedAt}, ${shownWords} as words, asking.name as organisation,
    false as is_mine, ask.reply_by as day
  from mine
  join ask on ask.room_id = mine.room_id and ask.organisation_id = mine.organisation_id
  join seat as asker on asker.id = ask.asked_by
  join organisation as asking on asking.id = asker.organisation_id
  where mine.role = any(${rolesThat('answer.give')}) and ${isAwaited}`

/** Only the last version can be signed. */
const versionsToSign = sql`
  select 'sign', version.id::text, ${place}, document.id, document.kind, null, document.title, null, false,
    version.sign_by
  from mine
  join document on document.room_id = mine.room_id
  join frozen_version as version on version.document_id = document.id
  join signatory on signatory.version_id = version.id and signatory.organisation_id = mine.organisation_id
  where mine.role = any(${rolesThat('signing.sign')}) and version.redacted_at is null
    and not exists (select 1 from frozen_version as later
      where later.document_id = document.id and later.number > version.number)
    and not exists (select 1 from signature
      where signature.version_id = version.id and signature.organisation_id = mine.organisation_id)`

const actionsToDo = (until: string) => sql`
  select 'action', a.action_id, ${place}, document.id, document.kind, a.action_id, a.title, organisation.name,
    coalesce(a.person_seat_id = mine.seat_id, false), a.due
  from mine
  join document on document.room_id = mine.room_id and document.kind = 'plan'
  join plan_action a on a.document_id = document.id
  left join organisation on organisation.id = a.responsible_id
  where a.status in ('agreed', 'started') and a.due <= ${until}::date
    and (a.person_seat_id = mine.seat_id
      or (a.responsible_id = mine.organisation_id and mine.role = any(${rolesThat('plan.write')})))`

type Moment = { now: Date; timeZone: string }

/** What my organisation is asked to decide, and said nothing to. */
const proposals = ({ now, timeZone }: Moment) => sql`
  select 'decide', decision.id::text, ${place}, null::uuid, null, null, decision.title, organisation.name, false,
    (decision.closes_at at time zone ${timeZone})::date
  from mine
  join decision on decision.room_id = mine.room_id and decision.state = 'open' and decision.closes_at > ${now}
  left join seat as proposer on proposer.id = decision.seat_id
  left join organisation on organisation.id = proposer.organisation_id
  where mine.role = any(${rolesThat('decision.speak')})
    and not exists (select 1 from stance
      where stance.decision_id = decision.id and stance.organisation_id = mine.organisation_id)`

type Claim = Omit<WaitingThing, 'day'> & { doneAt: Date }

/** What was said to be done and nobody said anything to; whoever said it, and their organisation, don't. */
async function claimsFor(db: Executor, personId: string): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    with mine as (${mine(personId)})
    select distinct 'confirm' as kind, ask.id::text, ${place}, ${askedAt}, ${shownWords} as words,
      asked.name as organisation, false as is_mine, false as is_overdue, ask.done_at
    from mine
    join seat as asker on asker.room_id = mine.room_id and asker.organisation_id = mine.organisation_id
    join ask on ask.asked_by = asker.id
    join organisation as asked on asked.id = ask.organisation_id
    where mine.role = any(${rolesThat('answer.give')}) and ask.withdrawn_at is null
      and ask.done_at is not null and ask.settled_at is null
      and ask.organisation_id <> mine.organisation_id and ask.done_by_seat is distinct from mine.seat_id`.execute(db)
  return rows
}
