import type * as Y from 'yjs'
import { byOrder } from '../order.ts'
import { Plan } from './plan.ts'
import type { Action, Check, Goal, Replanning, Source } from './records.ts'

export type ParsedAction = Action & {
  description: string
  checks: readonly Check[]
  sources: readonly Source[]
  replannings: readonly Replanning[]
}
export type ParsedPlan = { goals: Goal[]; actions: ParsedAction[]; problems: string[] }

/** Everything readable in a plan, in order. Total: odd documents give fewer records and `problems`, never an error. */
export function parsePlan(doc: Y.Doc): ParsedPlan {
  const plan = new Plan(doc)
  const held = [plan.goals, plan.actions, plan.checks, plan.sources, plan.replannings]
  return {
    goals: plan.orderedGoals(),
    actions: plan.actions
      .all()
      .sort(byOrder)
      .map((action) => ({
        ...action,
        description: plan.descriptionOf(action.id),
        checks: plan.checksOf(action.id),
        sources: plan.sourcesOf(action.id),
        replannings: plan.replanningsOf(action.id),
      })),
    problems: held.flatMap((collection) => collection.problems()),
  }
}
