import { type MonitoringView, TREND_WEEKS, type Week } from '@meydan/shared/contracts/monitoring'
import { sql } from 'kysely'
import { dayAfter } from '../../clock.ts'
import type { Executor } from '../../database/schema.ts'
import type { Scope, Wanted } from './scope.ts'

/** So many actions were open or done in the weeks from `begins` up to but not in `ends`; overdue from `late` on. */
type Span = { begins: number; ends: number; isOpen: boolean; late: number | null; count: number }

/** What of it counts now, for the week that runs. */
export type Now = Pick<Week, 'open' | 'done' | 'overdue'>

/**
 * How many were open, done and overdue at the end of each week, from the first reading on. A reading holds until the
 * next one of its action: each says with which week it begins to count and with which it ends, so that all weeks are
 * one sum. The week that runs is what counts now.
 */
export async function trendOf(
  db: Executor,
  scope: Scope,
  wanted: Wanted,
  { today, timeZone, now }: { today: string; timeZone: string; now: Now },
): Promise<MonitoringView['trend']> {
  const since = await firstReading(db, scope, wanted, { today, timeZone })
  if (since === null) return { since: null, weeks: [] }
  const thisMonday = mondayOf(today)
  const oldest = dayAfter(thisMonday, -7 * (TREND_WEEKS - 1))
  const first = mondayOf(since) > oldest ? mondayOf(since) : oldest
  const count = daysBetween(first, thisMonday) / 7
  const weeks = count > 0 ? weeksOf(await spansOf(db, scope, wanted, { first, count, timeZone }), { first, count }) : []
  return { since, weeks: [...weeks, { day: today, ...now }] }
}

type Days = { first: string; count: number; timeZone: string }

/** Pure: what begins and ends in each week, summed up. */
function weeksOf(spans: readonly Span[], { first, count }: Pick<Days, 'first' | 'count'>): Week[] {
  const changes = Array.from({ length: count + 1 }, () => ({ open: 0, done: 0, overdue: 0 }))
  for (const { begins, ends, isOpen, late, count: many } of spans) {
    const key = isOpen ? 'open' : 'done'
    changes[begins]![key] += many
    changes[ends]![key] -= many
    if (late === null) continue
    changes[late]!.overdue += many
    changes[ends]!.overdue -= many
  }
  const sum = { open: 0, done: 0, overdue: 0 }
  return changes.slice(0, count).map(({ open, done, overdue }, week) => {
    sum.open += open
    sum.done += done
    sum.overdue += overdue
    return { day: dayAfter(first, 7 * week + 6), ...sum }
  })
}

async function spansOf(db: Executor, scope: Scope, wanted: Wanted, days: Days): Promise<Span[]> {
  const { first, count, timeZone } = days
  // Weeks before the first one count as the first.
  const weekOf = (at: string) => sql`((${sql.ref(at)} at time zone ${timeZone})::date - ${first}::date) / 7`
  const organisation = wanted.organisationId ? sql`responsible_id = ${wanted.organisationId}` : sql`true`
  const { rows } = await sql<Span>`
    with readings as (
      select status, due, responsible_id, at,
        lead(at) over (partition by document_id, action_id order by at) as next_at
      from action_reading
      where document_id = any(array(select id from document where ${inScope(scope, wanted)}))
    ), spans as materialized (
      select status <> 'done' as is_open, greatest(${weekOf('at')}, 0) as begins,
        least(coalesce(${weekOf('next_at')}, ${count}::int), ${count}::int) as ends,
        case when status <> 'done' then (due - ${first}::date + 1) / 7 end as late
      from readings where ${organisation} and status in ('proposed', 'agreed', 'started', 'done')
    ), counting as (
      select begins, ends, is_open, case when late < ends then greatest(late, begins) end as late
      from spans where begins < ends
    )
    select begins, ends, is_open as "isOpen", late, count(*)::int as count
    from counting group by begins, ends, is_open, late`.execute(db)
  return rows
}

async function firstReading(
  db: Executor,
  scope: Scope,
  wanted: Wanted,
  { today, timeZone }: { today: string; timeZone: string },
): Promise<string | null> {
  const { rows } = await sql<{ since: string | null }>`
    select to_char(min(at) at time zone ${timeZone}, 'YYYY-MM-DD') as since
    from action_reading
    where document_id = any(array(select id from document where ${inScope(scope, wanted)}))`.execute(db)
  const since = rows[0]?.since ?? null
  // A clock that stands before the first reading knows of none.
  return since !== null && since <= today ? since : null
}

function inScope({ rooms }: Scope, { documentId }: Wanted) {
  const plan = documentId ? sql`document.id = ${documentId}` : sql`true`
  return sql`document.room_id = any(${rooms}::uuid[]) and document.kind = 'plan' and ${plan}`
}

/** The Monday of the week that a day is in. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return dayAfter(day, -((weekday + 6) % 7))
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}
