import { type Spread, spreadOf } from './figures.ts'
import type { Goal } from './goals.ts'
import type { Results } from './results.ts'

const OURS = 'meydan'

export type Judged = { goal: Goal; spread: Spread; count: number; isMet: boolean; missedBy: number | undefined }

/**
 * A goal beside what was measured: met by the median; by the worst where one miss is a miss (lost edits). `missedBy` is
 * the factor that lacks (or the plain number, where the goal is 0). Undefined where nothing was measured.
 */
export function judge(goal: Goal, results: Results): Judged | undefined {
  const { scenario, variant, figure, beside, scale = 1 } = goal
  const values = beside
    ? results.ratios(scenario, variant, figure, [OURS, beside])
    : results.values(scenario, variant, OURS, figure)
  if (values.length === 0) return undefined
  const spread = spreadOf(values.map((value) => value * scale))
  const count = values.length
  if ('atLeast' in goal) {
    // All of them is what rounds to all: 6 digits are written.
    const isMet = spread.median >= goal.atLeast * 0.9999
    return { goal, spread, count, isMet, missedBy: isMet ? undefined : goal.atLeast / spread.median }
  }
  const value = goal.atMost === 0 ? spread.max : spread.median
  const isMet = value <= goal.atMost
  return { goal, spread, count, isMet, missedBy: isMet ? undefined : goal.atMost === 0 ? value : value / goal.atMost }
}
