import { DECISIONS_PAGE, type DecisionView, type listDecisions } from '@meydan/shared/contracts/decisions'
import type { InputOf } from '@meydan/shared/contracts/contract'
import { Id } from '@meydan/shared/contracts/ids'
import { AppError } from '@meydan/shared/errors'
import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { decisionViews, type Reading } from './views.ts'

type Asked = InputOf<typeof listDecisions>['query']

const TERMS_MAX = 8

/** Open ones first, the soonest due before the others; then the others, the newest first. */
const rank = sql<number>`(case when decision.state = 'open' then 0 else 1 end)`
const ordinal = sql<string>`(case when decision.state = 'open' then extract(epoch from decision.closes_at)
  else -extract(epoch from coalesce(decision.decided_at, decision.created_at)) end)`

/** A page of a room's register. Throws `invalid` where `before` is no end of a page. */
export async function decisionsPage(db: Executor, reading: Reading, asked: Asked) {
  const where = sql.join(
    [sql`decision.room_id = ${reading.seat.roomId}`, ...conditions(reading.seat.roomId, asked)],
    sql` and `,
  )
  const found = await decisionViews(
    db,
    reading,
    sql`select decision.*, ${rank} as rank, ${ordinal} as ordinal from decision where ${where}
      order by rank, ordinal, id limit ${DECISIONS_PAGE + 1}`,
  )
  const decisions = found.slice(0, DECISIONS_PAGE)
  const next = found.length > DECISIONS_PAGE ? decisions.at(-1)!.id : null
  return { decisions, next, open: await openIn(db, reading.seat.roomId) }
}

/** Throws `not_found`. */
export async function oneDecision(db: Executor, reading: Reading, decisionId: string): Promise<DecisionView> {
  const [view] = await decisionViews(
    db,
    reading,
    sql`select decision.*, 0 as rank, 0 as ordinal from decision
      where id = ${decisionId} and room_id = ${reading.seat.roomId}`,
  )
  if (!view) throw new AppError('not_found')
  return view
}

/** How many proposals of a room wait. */
export async function openIn(db: Executor, roomId: string): Promise<number> {
  const { count } = await db
    .selectFrom('decision')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('roomId', '=', roomId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  return count
}

function conditions(roomId: string, { q = '', state, before }: Asked): RawBuilder<unknown>[] {
  return [
    ...(state === 'open' ? [sql`decision.state = 'open'`] : []),
    ...(state === 'closed' ? [sql`decision.state <> 'open'`] : []),
    ...termsOf(q).map((term) => sql`strpos(decision.folded, folded_words(${term})) > 0`),
    ...(before === undefined ? [] : [isAfter(roomId, before)]),
  ]
}

function termsOf(q: string): string[] {
  return q.normalize('NFC').trim().split(/\s+/).filter(Boolean).slice(0, TERMS_MAX)
}

/** By where the last one of the page before is now: its exact time is finer than what travels. */
function isAfter(roomId: string, before: string): RawBuilder<unknown> {
  if (!Id.safeParse(before).success) throw new AppError('invalid', [{ path: 'before', problem: 'wrong_form' }])
  return sql`(${rank}, ${ordinal}, decision.id) > (
    select ${rank}, ${ordinal}, decision.id from decision where decision.id = ${before}::uuid and decision.room_id = ${roomId})`
}
