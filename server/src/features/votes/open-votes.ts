import type { ProxyEntry, ProxyTable } from '@meydan/shared/contracts/votes'
import { isGranted } from '@meydan/shared/permissions'
import { type Side, sides } from '@meydan/shared/words'
import { sql } from 'kysely'
import { grantsOf, type Seat } from '../../access/seats.ts'
import type { Executor } from '../../database/schema.ts'
import { headcountOf, phonesAt } from './proxies.ts'
import { hiddenNow, type ProxyCount, votersAmong, type VotingSeat } from './rows.ts'
import type { VoteRow } from './views.ts'

type OwnMark = { voteId: string; optionId: string; dots: number; position: string | null; reason: string }

/** What a seat may know of ballots while votes are open: their own, how many there are, and their table's entries. */
export type OpenVotes = {
  own(voteId: string): OwnMark[]
  /** `gone`: voted, and may vote no more. `proxied`: people for whom tables entered ballots. */
  turnout(voteId: string): { voted: number; gone: number; proxied: number }
  tables(voteId: string): ProxyTable[]
  proxies(voteId: string): ProxyEntry[]
}

export async function openVotesFor(
  db: Executor,
  { seat, votes, eligible }: { seat: Seat; votes: readonly VoteRow[]; eligible: readonly VotingSeat[] },
): Promise<OpenVotes> {
  if (votes.length === 0) {
    return { own: () => [], turnout: () => ({ voted: 0, gone: 0, proxied: 0 }), tables: () => [], proxies: () => [] }
  }
  const own = await ownMarks(db, seat, votes)
  const voted = new Map<string, { voted: number; gone: number }>()
  for (const vote of votes) voted.set(vote.id, await countVoters(db, vote, eligible))
  const entries = await db
    .selectFrom('proxyBallot')
    .selectAll()
    .where(
      'voteId',
      'in',
      votes.map(({ id }) => id),
    )
    .orderBy('id')
    .execute()
  const tables = isGranted('vote.proxy', grantsOf(seat)) ? await tablesFor(db, seat) : []
  const ofPersons = votes.filter(({ budgetOf }) => budgetOf === 'person').map(({ id }) => id)
  const phones = await phonesAt(
    db,
    ofPersons,
    tables.map(({ id }) => id),
  )
  const theirs = new Set(tables.filter(({ isOwn }) => isOwn).map(({ id }) => id))
  const entriesOf = (voteId: string) => entries.filter((entry) => entry.voteId === voteId)
  const left = (voteId: string, table: (typeof tables)[number], side: Side) => {
    const at = (row: { tableId: string; side: string }) => row.tableId === table.id && row.side === side
    const own = phones.find((row) => row.voteId === voteId && at(row))?.voters ?? 0
    const entered = entriesOf(voteId)
      .filter(at)
      .reduce((sum, { people }) => sum + people, 0)
    return Math.max(0, headcountOf(table)[side] - own - entered)
  }
  return {
    own: (voteId) => own.filter((mark) => mark.voteId === voteId),
    turnout: (voteId) => ({
      ...(voted.get(voteId) ?? { voted: 0, gone: 0 }),
      proxied: entriesOf(voteId).reduce((sum, { people }) => sum + people, 0),
    }),
    tables: (voteId) =>
      tables
        .filter(() => ofPersons.includes(voteId))
        .map((table) => ({
          tableId: table.id,
          name: table.name,
          left: Object.fromEntries(sides.map((side) => [side, left(voteId, table, side)])) as ProxyTable['left'],
        })),
    // An entry for one person is that person's ballot: only its table and whoever entered it see it.
    proxies: (voteId) =>
      entriesOf(voteId)
        .filter(({ seatId, tableId }) => seatId === seat.id || theirs.has(tableId))
        .map(entryView),
  }
}

async function ownMarks(db: Executor, seat: Seat, votes: readonly VoteRow[]): Promise<OwnMark[]> {
  if (!isGranted('vote.cast', grantsOf(seat))) return []
  return db
    .selectFrom('ballot')
    .innerJoin('vote', 'vote.id', 'ballot.voteId')
    .select(['voteId', 'optionId', 'dots', 'position', 'reason'])
    .where(
      'voteId',
      'in',
      votes.map(({ id }) => id),
    )
    .where((eb) =>
      eb.or([
        eb.and([eb('vote.budgetOf', '=', 'person'), eb('ballot.voterId', '=', seat.id)]),
        eb.and([eb('vote.budgetOf', '=', 'organisation'), eb('ballot.voterId', '=', seat.organisationId)]),
      ]),
    )
    .execute()
}

async function countVoters(db: Executor, vote: VoteRow, eligible: readonly VotingSeat[]) {
  const may = [...votersAmong(eligible, vote.budgetOf).keys()]
  return db
    .selectFrom('ballot')
    .innerJoin('voteOption', 'voteOption.id', 'ballot.optionId')
    .innerJoin('vote', 'vote.id', 'ballot.voteId')
    .select((eb) => [
      eb.fn.count<number>('voterId').distinct().as('voted'),
      sql<number>`count(distinct voter_id) filter (where voter_id <> all(${may}::uuid[]))`.as('gone'),
    ])
    .where('ballot.voteId', '=', vote.id)
    .where((eb) => eb.not(hiddenNow))
    .executeTakeFirstOrThrow()
}

/** Open tables this seat may enter ballots for; `isOwn`: as its laptop or host. */
async function tablesFor(db: Executor, seat: Seat) {
  const rows = await db
    .selectFrom('roomTable')
    .select(['id', 'name', 'headcount', 'laptopSeatId', 'hostSeatId'])
    .where('roomId', '=', seat.roomId)
    .where('state', '=', 'open')
    .orderBy('number')
    .execute()
  const leads = isGranted('vote.manage', grantsOf(seat))
  return rows
    .map((table) => ({ ...table, isOwn: table.laptopSeatId === seat.id || table.hostSeatId === seat.id }))
    .filter(({ isOwn }) => isOwn || leads)
}

function entryView(row: { id: string; tableId: string; side: string; people: number; counts: unknown }): ProxyEntry {
  const { id, tableId, side, people } = row
  const entry: ProxyEntry = { id, tableId, side: side as Side, people, dots: {}, positions: {} }
  for (const [optionId, { dots, ...said }] of Object.entries(row.counts as Record<string, ProxyCount>)) {
    if (dots > 0) entry.dots[optionId] = dots
    else entry.positions[optionId] = said
  }
  return entry
}
