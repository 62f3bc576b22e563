import {
  type Counts,
  type MonitoringView,
  type OrganisationCounts,
  SOON_DAYS,
} from '@meydan/shared/contracts/monitoring'
import type { ActionStatus } from '@meydan/shared/documents/plan/records'
import type { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { dayAfter } from '../../clock.ts'
import type { Executor } from '../../database/schema.ts'
import type { Scope, Wanted } from './scope.ts'

type Row = {
  id: string | null
  name: string | null
  side: Side | null
  status: ActionStatus
  count: number
  overdue: number
  dueSoon: number
  withoutDue: number
}

type Counted = Pick<MonitoringView, 'counts' | 'byOrganisation' | 'bySide' | 'organisations'>

/** How many actions are in which state, by who answers for them. An organisation that left the programme is nobody. */
export async function countsOf(db: Executor, scope: Scope, wanted: Wanted, today: string): Promise<Counted> {
  const rows = await rowsOf(db, scope, wanted, today)
  const chosen = rows.filter(({ id }) => !wanted.organisationId || id === wanted.organisationId)
  const sum = (of: (row: Row) => number) => chosen.reduce((all, row) => all + of(row), 0)
  const byOrganisation = [...Map.groupBy(chosen, ({ id }) => id).values()].map(
    (group): OrganisationCounts => ({
      id: group[0]!.id,
      name: group[0]!.name ?? '',
      side: group[0]!.side,
      ...summed(group),
    }),
  )
  return {
    counts: {
      ...summed(chosen),
      dueSoon: sum(({ dueSoon }) => dueSoon),
      withoutResponsible: sum((row) => (row.id === null && isOpen(row) ? row.count : 0)),
      withoutDue: sum(({ withoutDue }) => withoutDue),
    },
    byOrganisation: byOrganisation.sort(byOpen),
    bySide: ([...sides, null] as const).flatMap((side) => {
      const group = chosen.filter((row) => row.side === side)
      return group.length > 0 ? [{ side, ...summed(group) }] : []
    }),
    organisations: organisationsIn(rows),
  }
}

const sides = ['civil', 'public', 'neutral'] as const satisfies readonly Side[]

const isOpen = ({ status }: Pick<Row, 'status'>) => status !== 'done' && status !== 'dropped'

async function rowsOf(db: Executor, scope: Scope, { documentId }: Wanted, today: string): Promise<Row[]> {
  const open = sql`a.status not in ('done', 'dropped')`
  const { rows } = await sql<Row>`
    select organisation.id, organisation.name, organisation.side, a.status, count(*)::int as count,
      (count(*) filter (where ${open} and a.due < ${today}))::int as overdue,
      (count(*) filter (where ${open} and a.due between ${today} and ${dayAfter(today, SOON_DAYS)}))::int as "dueSoon",
      (count(*) filter (where ${open} and a.due is null))::int as "withoutDue"
    from document
    join plan_action a on a.document_id = document.id
    left join organisation on organisation.id = a.responsible_id and organisation.programme_id = ${scope.programmeId}
    where document.room_id = any(${scope.rooms}::uuid[]) and document.kind = 'plan'
      and ${documentId ? sql`document.id = ${documentId}` : sql`true`}
    group by organisation.id, a.status`.execute(db)
  return rows
}

function summed(rows: readonly Row[]): Counts {
  const counts = { total: 0, proposed: 0, agreed: 0, started: 0, done: 0, dropped: 0, overdue: 0 }
  for (const { status, count, overdue } of rows) {
    counts.total += count
    counts[status] += count
    counts.overdue += overdue
  }
  return counts
}

function byOpen(a: OrganisationCounts, b: OrganisationCounts): number {
  if ((a.id === null) !== (b.id === null)) return a.id === null ? 1 : -1
  const open = ({ proposed, agreed, started }: Counts) => proposed + agreed + started
  return open(b) - open(a) || b.total - a.total || (a.name < b.name ? -1 : 1)
}

function organisationsIn(rows: readonly Row[]): { id: string; name: string }[] {
  const named = new Map(rows.flatMap(({ id, name }) => (id && name !== null ? [[id, name]] : [])))
  return [...named].map(([id, name]) => ({ id, name })).sort((a, b) => (a.name < b.name ? -1 : 1))
}
