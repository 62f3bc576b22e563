import type { VoteView } from '@meydan/shared/contracts/votes'
import { isGranted } from '@meydan/shared/permissions'
import { smallSides } from '@meydan/shared/votes/readings'
import { sides } from '@meydan/shared/words'
import { grantsOf, type Seat } from '../../access/seats.ts'
import type { Executor } from '../../database/schema.ts'
import { type OpenVotes, openVotesFor } from './open-votes.ts'
import { resultsOf } from './results.ts'
import { hiddenNow, unsaidNow, votersAmong, type VotingSeat, votingSeats } from './rows.ts'

/**
 * A room's votes as this seat may see them, the newest first: no sum before the close, no ballot but their own (or their
 * organisation's), drafts only for those who manage votes.
 */
export async function voteViews(db: Executor, seat: Seat, only?: string): Promise<VoteView[]> {
  const rows = await voteRows(db, seat, only)
  if (rows.length === 0) return []
  const eligible = await votingSeats(db, seat.roomId)
  const leads = isGranted('vote.manage', grantsOf(seat))
  const open = rows.filter(({ state }) => state === 'open')
  const closed = rows.filter(({ state }) => state === 'closed').map(({ id }) => id)
  const options = await optionsOf(
    db,
    rows.map(({ id }) => id),
    leads,
  )
  const ballots = await openVotesFor(db, { seat, votes: open, eligible })
  const results = await resultsOf(db, closed)
  return rows.map((row) => {
    const shown = options.get(row.id) ?? []
    const result = results.get(row.id) ?? null
    return {
      ...told(row),
      options: shown,
      mine: isGranted('vote.cast', grantsOf(seat)) ? ownBallot(row, shown, ballots) : null,
      turnout: result ? { voted: sum(result.voters), of: sum(result.eligible) } : turnoutOf(row, eligible, ballots),
      smallSides: smallSides(result?.voters ?? countBySide(row.budgetOf, eligible)),
      tables: row.state === 'open' ? ballots.tables(row.id) : [],
      proxies: ballots.proxies(row.id).map((entry) => withoutHidden(entry, shown)),
      result,
    }
  })
}

async function voteRows(db: Executor, seat: Seat, only?: string) {
  let query = db.selectFrom('vote').selectAll().where('roomId', '=', seat.roomId)
  if (only !== undefined) query = query.where('id', '=', only)
  if (!isGranted('vote.manage', grantsOf(seat))) query = query.where('state', '!=', 'draft')
  return query.orderBy('createdAt', 'desc').orderBy('id').execute()
}
export type VoteRow = Awaited<ReturnType<typeof voteRows>>[number]

function told(row: VoteRow) {
  const { id, meetingId, stepId, documentId, title, budget, mostPerOption, version } = row
  return {
    ...{ id, meetingId, stepId, documentId, title, budget, mostPerOption, version },
    kind: row.kind as VoteView['kind'],
    budgetOf: row.budgetOf as VoteView['budgetOf'],
    state: row.state as VoteView['state'],
    deadline: row.deadline?.toISOString() ?? null,
    openedAt: row.openedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
  }
}

/** What is hidden says nothing to the others (`saysAll` false), in a vote as little as on the board. */
async function optionsOf(db: Executor, voteIds: string[], saysAll: boolean): Promise<Map<string, VoteView['options']>> {
  const rows = await db
    .selectFrom('voteOption')
    .innerJoin('vote', 'vote.id', 'voteOption.voteId')
    .select(['voteOption.id', 'voteOption.voteId', 'recordId', 'recordType', 'label', 'position'])
    .select([hiddenNow.as('hidden'), unsaidNow.as('unsaid')])
    .where('voteOption.voteId', 'in', voteIds)
    .orderBy('position')
    .execute()
  const byVote = new Map<string, VoteView['options']>()
  for (const { voteId, recordType, label, unsaid, ...option } of rows) {
    const list = byVote.get(voteId) ?? []
    const type = recordType as VoteView['options'][number]['recordType']
    list.push({ ...option, recordType: type, label: unsaid && !saysAll ? '' : label })
    byVote.set(voteId, list)
  }
  return byVote
}

function ownBallot(row: VoteRow, options: VoteView['options'], ballots: OpenVotes): VoteView['mine'] {
  const shown = new Set(options.filter(({ hidden }) => !hidden).map(({ id }) => id))
  const marks = ballots.own(row.id).filter(({ optionId }) => shown.has(optionId))
  const mine: NonNullable<VoteView['mine']> = { dots: {}, left: 0, positions: {} }
  for (const { optionId, dots, position, reason } of marks) {
    if (position === null) mine.dots[optionId] = dots
    else mine.positions[optionId] = { position: position as 'agree' | 'object' | 'abstain', reason }
  }
  if (row.state === 'closed') return mine
  const given = marks.reduce((all, { dots }) => all + dots, 0)
  mine.left = row.kind === 'dots' ? row.budget - given : shown.size - marks.length
  return mine
}

/** Who voted and was shown out since is one of those who might: else more could have voted than may. */
function turnoutOf(row: VoteRow, eligible: readonly VotingSeat[], ballots: OpenVotes): VoteView['turnout'] {
  const may = votersAmong(eligible, row.budgetOf)
  const { voted, gone, proxied } = ballots.turnout(row.id)
  return { voted: voted + proxied, of: may.size + gone + proxied }
}

function countBySide(budgetOf: string, eligible: readonly VotingSeat[]) {
  const counts = { civil: 0, public: 0, neutral: 0 }
  for (const side of votersAmong(eligible, budgetOf).values()) counts[side] += 1
  return counts
}

function withoutHidden(entry: VoteView['proxies'][number], options: VoteView['options']): VoteView['proxies'][number] {
  const shown = new Set(options.filter(({ hidden }) => !hidden).map(({ id }) => id))
  const kept = <T>(counts: Record<string, T>) =>
    Object.fromEntries(Object.entries(counts).filter(([optionId]) => shown.has(optionId)))
  return { ...entry, dots: kept(entry.dots), positions: kept(entry.positions) }
}

function sum(counts: Record<(typeof sides)[number], number>): number {
  return sides.reduce((all, side) => all + counts[side], 0)
}
