import { type AnswerKind, CONFIRM_DAYS } from '@meydan/shared/contracts/answers'
import type { MonitoringView } from '@meydan/shared/contracts/monitoring'
import { sql } from 'kysely'
import { dayAfter, dayIn } from '../../clock.ts'
import type { Executor } from '../../database/schema.ts'
import type { Scope, Wanted } from './scope.ts'

type Asks = MonitoringView['asks']

type Row = {
  createdAt: Date
  replyBy: string
  firstAt: Date | null
  kind: AnswerKind | null
  doneAt: Date | null
  settledAt: Date | null
  isConfirmed: boolean | null
}

/** What institutions were asked, and what they answered; without what was withdrawn. */
export async function asksOf(
  db: Executor,
  scope: Scope,
  wanted: Wanted,
  { today, timeZone }: { today: string; timeZone: string },
): Promise<Asks> {
  const { rows } = await sql<Row>`
    select ask.created_at as "createdAt", reply_by as "replyBy", done_at as "doneAt", settled_at as "settledAt",
      is_confirmed as "isConfirmed",
      (select min(created_at) from answer where ask_id = ask.id) as "firstAt",
      (select kind from answer where ask_id = ask.id order by position desc limit 1) as kind
    from ask
    where room_id = any(${scope.rooms}::uuid[]) and withdrawn_at is null
      and ${wanted.organisationId ? sql`organisation_id = ${wanted.organisationId}` : sql`true`}
      and ${wanted.documentId ? sql`document_id = ${wanted.documentId}` : sql`true`}`.execute(db)
  return summedAsks(rows, { today, dayOf: (moment) => dayIn(timeZone, moment) })
}

/** Pure: a day decides what is overdue, and when nobody can contradict “done” any more. */
export function summedAsks(
  rows: readonly Row[],
  { today, dayOf }: { today: string; dayOf: (moment: Date) => string },
): Asks {
  const asks: Asks = {
    ...{ asked: rows.length, waiting: 0, overdue: 0, medianDays: null },
    byKind: { accepted: 0, partly: 0, no: 0, passed: 0 },
    done: { claimed: 0, confirmed: 0, refused: 0, lapsed: 0 },
  }
  for (const { kind, replyBy, doneAt, settledAt, isConfirmed } of rows) {
    if (kind) asks.byKind[kind] += 1
    else asks[today > replyBy ? 'overdue' : 'waiting'] += 1
    if (!doneAt) continue
    const isOver = today > dayAfter(dayOf(doneAt), CONFIRM_DAYS)
    asks.done[settledAt ? (isConfirmed ? 'confirmed' : 'refused') : isOver ? 'lapsed' : 'claimed'] += 1
  }
  const waits = rows.flatMap(({ createdAt, firstAt }) => (firstAt ? [days(dayOf(createdAt), dayOf(firstAt))] : []))
  return { ...asks, medianDays: medianOf(waits) }
}

function days(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
