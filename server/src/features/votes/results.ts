import type { Position, VoteResult } from '@meydan/shared/contracts/votes'
import type { Side } from '@meydan/shared/words'
import type { Executor } from '../../database/schema.ts'

const none = () => ({ civil: 0, public: 0, neutral: 0 })

/** What is left of closed votes: sums, turnout, and reasons without their authors. */
export async function resultsOf(db: Executor, voteIds: readonly string[]): Promise<Map<string, VoteResult>> {
  const results = new Map<string, VoteResult>()
  if (voteIds.length === 0) return results
  for (const id of voteIds) {
    results.set(id, { options: [], voters: none(), byProxy: none(), eligible: none(), reasons: [] })
  }
  await addTallies(db, results)
  const turnout = await db.selectFrom('voteTurnout').selectAll().where('voteId', 'in', voteIds).execute()
  for (const { voteId, side, voters, byProxy, eligible } of turnout) {
    const result = results.get(voteId)!
    result.voters[side as Side] = voters
    result.byProxy[side as Side] = byProxy
    result.eligible[side as Side] = eligible
  }
  // The ids are random, so their order says nothing about who wrote when.
  const reasons = await db.selectFrom('voteReason').selectAll().where('voteId', 'in', voteIds).orderBy('id').execute()
  for (const { voteId, optionId, side, position, reason } of reasons) {
    results.get(voteId)!.reasons.push({ optionId, side: side as Side | null, position: position as Position, reason })
  }
  return results
}

async function addTallies(db: Executor, results: Map<string, VoteResult>): Promise<void> {
  const rows = await db
    .selectFrom('voteTally')
    .innerJoin('voteOption', 'voteOption.id', 'voteTally.optionId')
    .selectAll('voteTally')
    .where('voteTally.voteId', 'in', [...results.keys()])
    .orderBy('voteOption.position')
    .execute()
  const byOption = new Map<string, VoteResult['options'][number]>()
  for (const { voteId, optionId, side: name, ...tally } of rows) {
    const side = name as Side
    let option = byOption.get(optionId)
    if (!option) {
      option = { optionId, dots: none(), agree: none(), object: none(), abstain: none(), byProxy: 0 }
      byOption.set(optionId, option)
      results.get(voteId)!.options.push(option)
    }
    option.dots[side] = tally.dots
    option.agree[side] = tally.agree
    option.object[side] = tally.object
    option.abstain[side] = tally.abstain
    option.byProxy += tally.byProxy
  }
}
