import type { Decision, Outcome, SummaryView, SummaryVote } from '@meydan/shared/contracts/summary'
import type { VoteKind } from '@meydan/shared/contracts/votes'
import { type OptionReading, readings } from '@meydan/shared/votes/readings'
import type { Side } from '@meydan/shared/words'
import type { Executor } from '../../database/schema.ts'
import { isHidden } from '../../sync/history/hidden-records.ts'

export type MeetingVote = SummaryVote & { isDecision: boolean }

const none = () => ({ civil: 0, public: 0, neutral: 0 })

/**
 * A meeting's closed votes, in the order they were opened. What is hidden on its board now says nothing, unless
 * `saysHidden`.
 */
export async function votesOf(
  db: Executor,
  { meetingId, saysHidden }: { meetingId: string; saysHidden: boolean },
): Promise<MeetingVote[]> {
  const rows = await db
    .selectFrom('vote')
    .leftJoin('meetingStep', 'meetingStep.id', 'vote.stepId')
    .select(['vote.id', 'vote.title', 'vote.kind', 'meetingStep.mode'])
    .where('vote.meetingId', '=', meetingId)
    .where('vote.state', '=', 'closed')
    .orderBy('vote.openedAt')
    .orderBy('vote.createdAt')
    .execute()
  const votes = new Map<string, MeetingVote>()
  for (const { id, title, kind, mode } of rows) {
    const isDecision = mode === 'decide' || kind === 'positions'
    votes.set(id, { id, title, kind: kind as VoteKind, options: [], voters: none(), eligible: none(), isDecision })
  }
  if (votes.size > 0) await addResults(db, votes, saysHidden)
  return [...votes.values()]
}

/** A meeting's votes that outlast it: each has a deadline of its own. */
export async function openVotesOf(db: Executor, meetingId: string): Promise<SummaryView['openVotes']> {
  const rows = await db
    .selectFrom('vote')
    .select(['id', 'title', 'deadline'])
    .where('meetingId', '=', meetingId)
    .where('state', '=', 'open')
    .where('deadline', 'is not', null)
    .orderBy('deadline')
    .orderBy('id')
    .execute()
  return rows.map(({ deadline, ...row }) => ({ ...row, deadline: deadline!.toISOString() }))
}

async function addResults(db: Executor, votes: ReadonlyMap<string, MeetingVote>, saysHidden: boolean): Promise<void> {
  const ids = [...votes.keys()]
  const tallies = await db
    .selectFrom('voteTally')
    .innerJoin('voteOption', 'voteOption.id', 'voteTally.optionId')
    .innerJoin('vote', 'vote.id', 'voteTally.voteId')
    .selectAll('voteTally')
    .select('voteOption.label as words')
    .select(isHidden({ documentId: 'vote.documentId', recordId: 'voteOption.recordId' }).as('hidden'))
    .where('voteTally.voteId', 'in', ids)
    .orderBy('voteOption.position')
    .execute()
  const options = new Map<string, SummaryVote['options'][number]>()
  for (const { voteId, optionId, words, hidden, side: name, dots, agree, object, abstain, byProxy } of tallies) {
    const side = name as Side
    let option = options.get(optionId)
    if (!option) {
      const label = hidden && !saysHidden ? '' : words
      option = { optionId, label, dots: none(), agree: none(), object: none(), abstain: none(), byProxy: 0 }
      options.set(optionId, option)
      votes.get(voteId)!.options.push(option)
    }
    option.dots[side] = dots
    option.agree[side] = agree
    option.object[side] = object
    option.abstain[side] = abstain
    option.byProxy += byProxy
  }
  for (const { voteId, side, voters, eligible } of await turnoutOf(db, ids)) {
    votes.get(voteId)!.voters[side as Side] = voters
    votes.get(voteId)!.eligible[side as Side] = eligible
  }
}

function turnoutOf(db: Executor, ids: string[]) {
  return db.selectFrom('voteTurnout').selectAll().where('voteId', 'in', ids).execute()
}

/**
 * What was decided: every option of a vote on positions; of dots in a step that decides, those that came first, by
 * everyone's sum or with both sides weighing the same.
 */
export function decisionsOf(votes: readonly MeetingVote[]): Decision[] {
  return votes
    .filter(({ isDecision }) => isDecision)
    .flatMap(({ id: voteId, title: voteTitle, kind, options }) =>
      readings({ kind, options }).options.flatMap((reading, index) => {
        const option = options[index]!
        if (kind === 'dots' && !isFirst(reading)) return []
        const { optionId, label } = option
        return [{ voteId, voteTitle, optionId, label, outcome: outcomeOf(kind, option, reading) }]
      }),
    )
}

function isFirst({ raw, places }: OptionReading): boolean {
  return raw > 0 && (places.raw.rank === 1 || places.equal.rank === 1)
}

function outcomeOf(kind: VoteKind, option: SummaryVote['options'][number], { quadrant }: OptionReading): Outcome {
  const { dots, agree, object, abstain } = option
  const given = kind === 'dots' ? [dots] : [agree, object, abstain]
  return given.some((each) => each.civil + each.public > 0) ? quadrant : 'unvoted'
}
