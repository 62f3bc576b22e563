import type { DecisionView } from '@meydan/shared/contracts/decisions'
import type { VoteView } from '@meydan/shared/contracts/votes'
import { type Side, sides } from '@meydan/shared/words'

export type Counts = { agree: number; object: number; abstain: number }
export type SideCounts = { all: Counts; bySide: { side: Side; counts: Counts }[] }

const words = ['agree', 'object', 'abstain'] as const
const sumOf = (counts: Counts) => words.reduce((sum, word) => sum + counts[word], 0)

/**
 * How many agreed, objected and abstained: organisations where the register counted them, people or organisations where
 * a vote on positions about this one thing did. Null where nobody counted, and of votes that say it otherwise.
 */
export function countsOf({ tally }: Pick<DecisionView, 'tally'>, vote: VoteView | null | undefined): SideCounts | null {
  if (tally) return { all: tally.all, bySide: shown(sides.map((side) => ({ side, counts: tally[side] }))) }
  if (vote?.kind !== 'positions' || !vote.result) return null
  const hidden = new Set(vote.options.filter((option) => option.hidden).map(({ id }) => id))
  const [only, ...others] = vote.result.options.filter(({ optionId }) => !hidden.has(optionId))
  if (!only || others.length > 0) return null
  const { agree, object, abstain } = only
  const bySide = sides.map((side) => ({
    side,
    counts: { agree: agree[side], object: object[side], abstain: abstain[side] },
  }))
  const all = { agree: 0, object: 0, abstain: 0 }
  for (const { counts } of bySide) for (const word of words) all[word] += counts[word]
  return { all, bySide: shown(bySide) }
}

const shown = (rows: SideCounts['bySide']) => rows.filter(({ counts }) => sumOf(counts) > 0)
