import {
  type Goal,
  GOALS_SHOWN,
  type Indicator,
  INDICATORS_SHOWN,
  type MonitoringView,
} from '@meydan/shared/contracts/monitoring'
import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import type { Scope, Wanted } from './scope.ts'

/** The plans of rooms whose words the reader may read. */
export async function plansOf(db: Executor, { mine }: Scope): Promise<MonitoringView['plans']> {
  return db
    .selectFrom('document')
    .innerJoin('room', 'room.id', 'document.roomId')
    .select(['document.id as documentId', 'document.title', 'room.id as roomId', 'room.name as roomName'])
    .where('document.kind', '=', 'plan')
    .where(sql<boolean>`room.id = any(${mine}::uuid[])`)
    .orderBy('room.name')
    .orderBy('document.title')
    .orderBy('document.id')
    .execute()
}

/** How far each goal is, in the order of its plan. */
export async function goalsOf(db: Executor, scope: Scope, wanted: Wanted): Promise<Goal[]> {
  const { rows } = await sql<Goal>`
    select document.id as "documentId", document.title as "planTitle", a.goal_title as title, count(*)::int as actions,
      (count(*) filter (where a.status = 'done'))::int as done,
      round(avg(case when a.status = 'done' then 100 else coalesce(a.progress, 0) end))::int as progress
    from ${actionsIn(scope, wanted)} and a.status <> 'dropped'
    group by document.id, a.goal_title
    order by document.title, document.id, a.goal_title = '', min(a.position) limit ${GOALS_SHOWN}`.execute(db)
  return rows
}

/** What is measured, with every value it had from the day on which that was known. */
export async function indicatorsOf(
  db: Executor,
  scope: Scope,
  wanted: Wanted,
  { today, timeZone }: { today: string; timeZone: string },
): Promise<Pick<MonitoringView, 'indicators' | 'indicatorCount'>> {
  const { rows } = await sql<Indicator & { count: number }>`
    with shown as (
      select document.room_id, document.title as plan, a.*, count(*) over ()::int as count
      from ${actionsIn(scope, wanted)} and a.indicator_name <> '' and a.status <> 'dropped'
      order by document.title, document.id, a.position limit ${INDICATORS_SHOWN}
    ), known as (
      select document_id, action_id, to_char(r.at at time zone ${timeZone}, 'YYYY-MM-DD') as day, r.at,
        r.indicator_current as value
      from shown join action_reading r using (document_id, action_id)
      where r.indicator_current is not null
    ), daily as (
      select distinct on (document_id, action_id, day) * from known where day <= ${today}
      order by document_id, action_id, day, at desc
    ), changed as (
      select *, lag(value) over (partition by document_id, action_id order by day) as earlier from daily
    )
    select room_id as "roomId", document_id as "documentId", action_id as "actionId", shown.title,
      organisation.name as responsible, indicator_name as name, indicator_unit as unit,
      indicator_baseline as baseline, indicator_target as target, indicator_current as current, count,
      (select coalesce(json_agg(json_build_object('day', day, 'value', value) order by day), '[]') from changed
        where changed.document_id = shown.document_id and changed.action_id = shown.action_id
          and earlier is distinct from value) as readings
    from shown
    left join organisation
      on organisation.id = shown.responsible_id and organisation.programme_id = ${scope.programmeId}
    order by plan, document_id, position`.execute(db)
  return { indicators: rows.map(({ count: _, ...indicator }) => indicator), indicatorCount: rows[0]?.count ?? 0 }
}

function actionsIn({ mine }: Scope, { documentId, organisationId }: Wanted): RawBuilder<unknown> {
  return sql`document join plan_action a on a.document_id = document.id
    where document.room_id = any(${mine}::uuid[]) and document.kind = 'plan'
      and ${documentId ? sql`document.id = ${documentId}` : sql`true`}
      and ${organisationId ? sql`a.responsible_id = ${organisationId}` : sql`true`}`
}
