import type { DecisionTally, DecisionView, StanceKind, StanceView } from '@meydan/shared/contracts/decisions'
import { isGranted } from '@meydan/shared/permissions'
import type { Side } from '@meydan/shared/words'
import { type RawBuilder, sql } from 'kysely'
import { grantsOf, type Seat } from '../../access/seats.ts'
import { type Voice, voicesOf } from '../../access/voices.ts'
import type { Executor } from '../../database/schema.ts'
import { awaitedOf, tallyOf } from './outcome.ts'

export type DecisionRow = Pick<
  DecisionView,
  'id' | 'kind' | 'state' | 'title' | 'text' | 'rule' | 'quorum' | 'seatId'
> & {
  roomId: string
  closesAt: Date | null
  extendedAt: Date | null
  decidedAt: Date | null
  createdAt: Date
  editedAt: Date | null
  outcome: { tally: DecisionTally; awaited: Voice[] } | null
  voteId: string | null
  voteTitle: string | null
  meetingId: string | null
  meetingTitle: string | null
}

export type Word = Omit<StanceView, 'at' | 'earlier'> & { decisionId: string; createdAt: Date }

/** All that was said to these decisions, each organisation's last word first. */
export async function wordsOn(db: Executor, decisionIds: readonly string[]): Promise<Word[]> {
  if (decisionIds.length === 0) return []
  const rows = await db
    .selectFrom('stance')
    .select(['decisionId', 'organisationId', 'side', 'kind', 'reason', 'seatId', 'createdAt'])
    .where('decisionId', 'in', decisionIds)
    .orderBy('organisationId')
    .orderBy('position', 'desc')
    .execute()
  return rows.map((row) => ({ ...row, side: row.side as Side, kind: row.kind as StanceKind }))
}

/** The last word of each organisation, with the earlier ones; the newest first. */
export function stancesOf(words: readonly Word[]): StanceView[] {
  const byOrganisation = new Map<string, StanceView>()
  for (const { organisationId, side, kind, reason, seatId, createdAt } of words) {
    const said = { kind, reason, seatId, at: createdAt.toISOString() }
    const last = byOrganisation.get(organisationId)
    if (last) last.earlier.push(said)
    else byOrganisation.set(organisationId, { organisationId, side, ...said, earlier: [] })
  }
  return [...byOrganisation.values()].sort((a, b) => (a.at < b.at ? 1 : -1))
}

export type Reading = { seat: Seat; now: Date }

/** Decisions of a room, which `chosen` chooses as `decision.*` and orders, as the holder of a seat reads them. */
export async function decisionViews(
  db: Executor,
  { seat, now }: Reading,
  chosen: RawBuilder<unknown>,
): Promise<DecisionView[]> {
  const { rows } = await sql<DecisionRow>`
    select decision.*, vote.title as vote_title, meeting.title as meeting_title
    from (${chosen}) as decision
    left join vote on vote.id = decision.vote_id
    left join meeting on meeting.id = decision.meeting_id
    order by decision.rank, decision.ordinal, decision.id`.execute(db)
  const ids = rows.map(({ id }) => id)
  const [words, voices] = [await wordsOn(db, ids), await voicesOf(db, seat.roomId, 'decision.speak')]
  return rows.map((row) => {
    const stances = stancesOf(words.filter(({ decisionId }) => decisionId === row.id))
    return viewOf(row, stances, { seat, now, voices })
  })
}

type Around = Reading & { voices: readonly Voice[] }

function viewOf(row: DecisionRow, stances: StanceView[], { seat, now, voices }: Around): DecisionView {
  const { id, kind, state, title, text, rule, quorum, outcome, seatId } = row
  const isOpen = state === 'open'
  return {
    ...{ id, kind, state, title, text, rule, quorum, stances, seatId },
    tally: isOpen ? tallyOf(stances, voices) : (outcome?.tally ?? null),
    awaited: isOpen ? awaitedOf(stances, voices) : (outcome?.awaited ?? []),
    closesAt: row.closesAt?.toISOString() ?? null,
    extendedAt: row.extendedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    vote: row.voteId === null ? null : { id: row.voteId, title: row.voteTitle ?? '' },
    meeting: row.meetingId === null ? null : { id: row.meetingId, title: row.meetingTitle ?? '' },
    maySpeak: isOpen && row.closesAt! > now && isGranted('decision.speak', grantsOf(seat)),
    mayEdit: isEditable(row) && isTheirs(row, seat),
  }
}

/** An open proposal, or what was put down; what was decided here stays as it is. */
export function isEditable({ kind, state }: Pick<DecisionRow, 'kind' | 'state'>): boolean {
  return kind === 'proposal' ? state === 'open' : state !== 'withdrawn'
}

/** One's own proposal, or any decision for those who lead. */
export function isTheirs({ kind, seatId }: { kind: string; seatId: string | null }, seat: Seat): boolean {
  return isGranted('decision.record', grantsOf(seat)) || (kind === 'proposal' && seatId === seat.id)
}
