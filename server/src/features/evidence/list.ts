import type { listActions } from '@meydan/shared/contracts/plans'
import type { InputOf, ReplyOf } from '@meydan/shared/contracts/contract'
import { StoredText } from '@meydan/shared/contracts/ids'
import { actionStatuses } from '@meydan/shared/documents/plan/records'
import { AppError } from '@meydan/shared/errors'
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Executor } from '../../database/schema.ts'
import { termsOf } from './search.ts'

const PAGE = 50

type Wanted = InputOf<typeof listActions>['query']
type Listed = ReplyOf<typeof listActions>
type Sort = Wanted['sort']

/** Where a page ended: the keys of its last row in its order, which rows that come or go don't move. */
const Cursor = z.tuple([z.string(), StoredText, StoredText, z.uuid(), StoredText])

/**
 * The actions of all rooms in which a person has a seat now, archived ones too. One statement, so that the count, what
 * there is to choose from and the page are of one moment. Late is what should have been done before `today`.
 */
export async function actionsOf(
  db: Executor,
  { personId, today }: { personId: string; today: string },
  wanted: Wanted,
): Promise<Listed> {
  const { rows } = await statement(personId, today, wanted).execute(db)
  const { actions, ...rest } = rows[0]!
  const page = actions.slice(0, PAGE)
  const next = actions.length > PAGE ? cursorOf(wanted.sort, page.at(-1)!) : null
  return { ...rest, actions: page.map(({ k1: _, k2: __, ...action }) => action), next }
}

type Row = Listed['actions'][number] & { k1: string; k2: string }
type Answer = Pick<Listed, 'count' | 'organisations' | 'unassigned' | 'programmes'> & { actions: Row[] }

function statement(personId: string, today: string, wanted: Wanted): RawBuilder<Answer> {
  const organisation = wanted.organisationId ? sql`organisation_id = ${wanted.organisationId}` : sql`true`
  // “C”: an order that no update of the system's locales changes between two pages.
  const order = sql`k1 collate "C", k2 collate "C", document_id, action_id collate "C"`
  // Ten thousand rows are looked through with as little as will do; what is shown of them is read for a page alone.
  return sql<Answer>`
    with mine as (
      select room_id, organisation_id from seat where person_id = ${personId} and removed_at is null
    ), listed as materialized (
      select a.document_id, a.action_id, room.programme_id, organisation.id as organisation_id,
        ${keys[wanted.sort]} as k1, coalesce(a.due::text, '9999') as k2, ${fits(wanted, today)} as fits
      from mine
      join room on room.id = mine.room_id
      join document on document.room_id = room.id and document.kind = 'plan'
      join plan_action a on a.document_id = document.id
      left join organisation on organisation.id = a.responsible_id and organisation.programme_id = room.programme_id
    ), matching as (
      select * from listed where fits and ${organisation}
    ), page as (
      select * from matching where ${after(wanted)} order by ${order} limit ${PAGE + 1}
    )
    select (select count(*)::int from matching) as count,
      (select count(*)::int from listed where fits and organisation_id is null) as unassigned,
      (${answering}) as organisations, (${programmes}) as programmes,
      (select coalesce(json_agg(${shown(today)} order by ${order}), '[]') from page
        join plan_action a using (document_id, action_id)
        join document on document.id = document_id
        join room on room.id = document.room_id
        join programme on programme.id = page.programme_id
        left join organisation on organisation.id = page.organisation_id) as actions`
}

const isLate = (today: string) =>
  sql<boolean>`coalesce(a.due < ${today}::date and a.status not in ('done', 'dropped'), false)`

const shown = (
  today: string,
) => sql`json_build_object('documentId', document_id, 'planTitle', document.title, 'actionId', action_id,
  'title', a.title, 'status', a.status, 'responsible', organisation.name, 'responsibleId', organisation.id,
  'responsibleSide', organisation.side, 'start', a.start, 'due', a.due, 'agreedDue', a.agreed_due,
  'progress', a.progress, 'priority', a.priority, 'isOverdue', ${isLate(today)}, 'roomId', room.id, 'roomName', room.name,
  'programmeName', programme.name, 'k1', k1, 'k2', k2)`

const answering = sql`
  select coalesce(json_agg(json_build_object('id', organisation.id, 'name', organisation.name, 'side', side,
    'programmeName', programme.name, 'count', count) order by name_folded, organisation.id), '[]')
  from (select organisation_id as id, (count(*) filter (where fits))::int as count
    from listed where organisation_id is not null group by organisation_id) as counted
  join organisation on organisation.id = counted.id join programme on programme.id = organisation.programme_id`

const programmes = sql`
  select coalesce(json_agg(json_build_object('id', id, 'name', name) order by name, id), '[]')
  from programme where id in (select programme_id from listed)`

/** The first key of each order as text, after which comes the day it is due. */
const keys: Record<Sort, RawBuilder<string>> = {
  due: sql`''`,
  status: sql`coalesce(array_position(${[...actionStatuses]}::text[], a.status), 9)::text`,
  organisation: sql`coalesce('0' || organisation.name_folded || ' ' || organisation.id, '1')`,
  title: sql`left(folded_words(a.title), 60)`,
}

function fits({ programmeId, status, overdue, ours, words = '' }: Wanted, today: string): RawBuilder<boolean> {
  const conditions = [
    sql`true`,
    ...(programmeId ? [sql`room.programme_id = ${programmeId}`] : []),
    ...(status ? [sql`a.status = ${status}`] : []),
    ...(overdue ? [isLate(today)] : []),
    ...(ours ? [sql`organisation.id in (select organisation_id from mine)`] : []),
    ...termsOf(words).map((term) => sql`strpos(a.folded, folded_words(${term})) > 0`),
  ]
  return sql<boolean>`coalesce(${sql.join(conditions, sql` and `)}, false)`
}

function after({ after: text, sort }: Wanted): RawBuilder<boolean> {
  if (text === undefined) return sql<boolean>`true`
  const [of, k1, k2, documentId, actionId] = readCursor(text)
  if (of !== sort) throw unreadable()
  return sql<boolean>`(k1 collate "C", k2 collate "C", document_id, action_id collate "C")
    > (${k1}, ${k2}, ${documentId}::uuid, ${actionId})`
}

function cursorOf(sort: Sort, { k1, k2, documentId, actionId }: Row): string {
  return Buffer.from(JSON.stringify([sort, k1, k2, documentId, actionId])).toString('base64url')
}

function readCursor(text: string): z.infer<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw unreadable()
  }
}

function unreadable(): AppError {
  return new AppError('invalid', [{ path: 'after', problem: 'other' }])
}
