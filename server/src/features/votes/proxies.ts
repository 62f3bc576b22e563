import { AppError } from '@meydan/shared/errors'
import { isGranted } from '@meydan/shared/permissions'
import type { Side } from '@meydan/shared/words'
import { grantsOf, type Seat } from '../../access/seats.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import type { Voter } from './cast.ts'
import {
  hiddenNow,
  inTurn,
  type LockedVote,
  lockForVoting,
  type ProxyCount,
  seated,
  sideRef,
  type VoteAt,
} from './rows.ts'

export type ProxyGiven = {
  proxyId: string
  tableId: string
  side: Side
  people: number
  dots: Record<string, number>
  positions: Record<string, { agree: number; object: number; abstain: number }>
}

/**
 * Enters or changes ballots of people at a table who have no phone. Throws `counted_at_table` where more would vote for
 * a side than sit there, `over_budget`, `option_hidden`, `table_closed`, `forbidden` where the table isn't the caller's
 * to enter for, `not_found`, `conflict` for an id that means another entry, and what `lockForVoting` does.
 */
export async function castProxy(db: Database, at: VoteAt, by: Voter, given: ProxyGiven): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { seat, vote } = await lockForVoting(trx, at, { ...by, needs: 'vote.proxy' })
    // Whom of an organisation a table speaks for can't be told: so nothing could guard against counting it twice.
    if (vote.budgetOf !== 'person') throw new AppError('invalid', [{ path: 'tableId', problem: 'not_offered' }])
    const table = await tableOf(trx, seat, given.tableId)
    await inTurn(trx, `${vote.id} table ${table.id}`)
    const counts = await countsOf(trx, vote, given)
    const present = await trx.selectFrom('proxyBallot').selectAll().where('id', '=', given.proxyId).executeTakeFirst()
    if (present && (present.voteId !== vote.id || present.tableId !== table.id)) throw new AppError('conflict')
    const { phones, entered } = await votedAt(trx, vote.id, { tableId: table.id, side: given.side }, given.proxyId)
    if (phones + entered + given.people > headcountOf(table)[given.side]) throw new AppError('counted_at_table')
    const entry = { side: given.side, people: given.people, counts: JSON.stringify(counts), seatId: seat.id }
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('proxyBallot')
      .values({ id: given.proxyId, voteId: vote.id, tableId: table.id, ...entry })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet(entry)
          .where('proxyBallot.voteId', '=', vote.id)
          .where('proxyBallot.tableId', '=', table.id),
      )
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 0n) throw new AppError('conflict')
  })
}

/** Takes an entry back; one that isn't there is taken back already. Throws as `castProxy` does. */
export async function deleteProxy(db: Database, at: VoteAt, by: Voter, proxyId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { seat, vote } = await lockForVoting(trx, at, { ...by, needs: 'vote.proxy' })
    const entry = await trx
      .selectFrom('proxyBallot')
      .select(['tableId', 'seatId'])
      .where('id', '=', proxyId)
      .where('voteId', '=', vote.id)
      .executeTakeFirst()
    if (!entry) return
    // Whoever entered it may take it back also when the table is closed or theirs no more.
    if (entry.seatId !== seat.id) await tableOf(trx, seat, entry.tableId)
    await inTurn(trx, `${vote.id} table ${entry.tableId}`)
    await trx.deleteFrom('proxyBallot').where('id', '=', proxyId).execute()
  })
}

/**
 * A phone's first ballot at a table whose laptop has entered ballots: throws `counted_at_table` where everybody of that
 * side there is counted already. Who has voted may change their ballot.
 */
export async function requireUncounted(trx: Trx, voteId: string, seat: Seat): Promise<void> {
  const tables = await trx
    .selectFrom('roomTable')
    .innerJoin(seated.as('seated'), 'seated.tableId', 'roomTable.id')
    .select(['roomTable.id', 'roomTable.headcount'])
    .where('seated.seatId', '=', seat.id)
    .where('roomTable.roomId', '=', seat.roomId)
    .orderBy('roomTable.id')
    .execute()
  if (tables.length === 0) return
  // In order, each before any look: a proxy entry of the same moment is either seen here or sees this ballot.
  for (const { id } of tables) await inTurn(trx, `${voteId} table ${id}`)
  const own = await trx
    .selectFrom('ballot')
    .select('optionId')
    .where('voteId', '=', voteId)
    .where('voterId', '=', seat.id)
    .limit(1)
    .execute()
  if (own.length > 0) return
  for (const table of tables) {
    const { phones, entered } = await votedAt(trx, voteId, { tableId: table.id, side: seat.side })
    if (entered > 0 && phones + entered >= headcountOf(table)[seat.side]) throw new AppError('counted_at_table')
  }
}

/** For how many of a side votes were entered at a table, and how many seated there voted by themselves. */
async function votedAt(trx: Trx, voteId: string, at: { tableId: string; side: Side }, exceptProxy?: string) {
  const entries = trx
    .selectFrom('proxyBallot')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('people'), eb.lit(0)).as('n'))
    .where('voteId', '=', voteId)
    .where('tableId', '=', at.tableId)
    .where('side', '=', at.side)
  const entered = exceptProxy === undefined ? entries : entries.where('id', '!=', exceptProxy)
  const { n } = await entered.executeTakeFirstOrThrow()
  const phones = await phonesAt(trx, [voteId], [at.tableId])
  return { entered: n, phones: phones.find(({ side }) => side === at.side)?.voters ?? 0 }
}

/** How many seated at these tables have a ballot of their own in these votes, by side. */
export async function phonesAt(db: Executor, voteIds: readonly string[], tableIds: readonly string[]) {
  if (voteIds.length === 0 || tableIds.length === 0) return []
  return db
    .selectFrom('ballot')
    .innerJoin(seated.as('seated'), 'seated.seatId', 'ballot.voterId')
    .innerJoin('seat', 'seat.id', 'ballot.voterId')
    .innerJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select(['ballot.voteId', 'seated.tableId', sideRef.as('side')])
    .select((eb) => eb.fn.count<number>('ballot.voterId').distinct().as('voters'))
    .where('ballot.voteId', 'in', voteIds)
    .where('seated.tableId', 'in', tableIds)
    .groupBy(['ballot.voteId', 'seated.tableId', 'organisation.side'])
    .execute()
}

/** How many people sit at a table, by side, as its facilitator counted. */
export function headcountOf({ headcount }: { headcount: unknown }): Record<Side, number> {
  const { civil = 0, public: publicSide = 0, neutral = 0 } = (headcount ?? {}) as Partial<Record<Side, number>>
  return { civil, public: publicSide, neutral }
}

/** An open table that the seat may enter ballots for: any for who leads, else their own laptop's or as its host. */
async function tableOf(trx: Trx, seat: Seat, tableId: string) {
  const table = await trx
    .selectFrom('roomTable')
    .select(['id', 'state', 'headcount', 'laptopSeatId', 'hostSeatId'])
    .where('id', '=', tableId)
    .where('roomId', '=', seat.roomId)
    .executeTakeFirst()
  if (!table) throw new AppError('not_found')
  const isTheirs = table.laptopSeatId === seat.id || table.hostSeatId === seat.id
  if (!isTheirs && !isGranted('vote.manage', grantsOf(seat))) throw new AppError('forbidden')
  if (table.state !== 'open') throw new AppError('table_closed')
  return table
}

/** What is kept of an entry: options that got something. Throws where it is more than these people may give. */
async function countsOf(trx: Trx, vote: LockedVote, given: ProxyGiven): Promise<Record<string, ProxyCount>> {
  const strange = vote.kind === 'dots' ? given.positions : given.dots
  if (Object.keys(strange).length > 0) {
    const path = vote.kind === 'dots' ? 'positions' : 'dots'
    throw new AppError('invalid', [{ path, problem: 'not_offered' }])
  }
  const nothing = { dots: 0, agree: 0, object: 0, abstain: 0 }
  const counts: Record<string, ProxyCount> = {}
  for (const [id, dots] of Object.entries(given.dots)) if (dots > 0) counts[id.toLowerCase()] = { ...nothing, dots }
  for (const [id, said] of Object.entries(given.positions)) {
    const people = said.agree + said.object + said.abstain
    if (people > given.people) throw new AppError('over_budget')
    if (people > 0) counts[id.toLowerCase()] = { ...nothing, ...said }
  }
  const dots = Object.values(counts).map((count) => count.dots)
  const most = vote.kind === 'dots' ? given.people * vote.mostPerOption : 0
  if (dots.some((n) => n > most)) throw new AppError('over_budget')
  if (dots.reduce((sum, n) => sum + n, 0) > given.people * vote.budget) throw new AppError('over_budget')
  await requireShown(trx, vote.id, Object.keys(counts))
  return counts
}

async function requireShown(trx: Trx, voteId: string, optionIds: string[]): Promise<void> {
  if (optionIds.length === 0) return
  const options = await trx
    .selectFrom('voteOption')
    .innerJoin('vote', 'vote.id', 'voteOption.voteId')
    .select(hiddenNow.as('hidden'))
    .where('voteOption.voteId', '=', voteId)
    .where('voteOption.id', 'in', optionIds)
    .execute()
  if (options.length !== optionIds.length) throw new AppError('not_found')
  if (options.some(({ hidden }) => hidden)) throw new AppError('option_hidden')
}
