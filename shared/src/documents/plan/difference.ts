import { canonicalJson } from '../canonical-json.ts'
import type { FrozenAction, FrozenPlan } from './frozen.ts'

/** What can differ between two versions of an action; named as the plan's fields are. */
export const frozenFields = [
  'title',
  'description',
  'goal',
  'responsible',
  'supporting',
  'start',
  'due',
  'priority',
  'indicator',
  'resources',
  'budget',
  'fields',
  'locality',
  'after',
  'checklist',
  'sources',
] as const
export type FrozenField = (typeof frozenFields)[number]

type Named = { id: string; title: string }

export type PlanDifference = {
  actions: { added: Named[]; removed: Named[]; changed: (Named & { fields: FrozenField[] })[] }
  goals: { added: Named[]; removed: Named[]; renamed: (Named & { before: string })[] }
  isNone: boolean
}

/**
 * What is promised otherwise in the second than in the first. In which order things stand promises nothing, nor does how
 * an organisation is called. `now` must have been made knowing the actions of `frozen` (see `signedIn`).
 */
export function planDifference(frozen: FrozenPlan, now: FrozenPlan): PlanDifference {
  const goals = added(frozen.goals, now.goals)
  const actions = added(frozen.actions, now.actions)
  const before = new Map(frozen.actions.map((action) => [action.id, action]))
  const titles = new Map(frozen.goals.map(({ id, title }) => [id, title]))
  const changed = now.actions.flatMap((action) => {
    const earlier = before.get(action.id)
    const fields = earlier ? frozenFields.filter((field) => valueOf(earlier, field) !== valueOf(action, field)) : []
    return fields.length > 0 ? [{ ...named(action), fields }] : []
  })
  const renamed = now.goals.flatMap((goal) => {
    const earlier = titles.get(goal.id)
    return earlier === undefined || earlier === goal.title ? [] : [{ ...named(goal), before: earlier }]
  })
  const all = [...Object.values(goals), ...Object.values(actions), changed, renamed]
  return {
    actions: { ...actions, changed },
    goals: { ...goals, renamed },
    isNone: all.every((list) => list.length === 0),
  }
}

/** Ids of the actions that a frozen plan holds. */
export function signedIn(frozen: FrozenPlan): Set<string> {
  return new Set(frozen.actions.map(({ id }) => id))
}

function added(before: readonly Named[], now: readonly Named[]): { added: Named[]; removed: Named[] } {
  const [old, recent] = [before, now].map((list) => new Set(list.map(({ id }) => id)))
  return {
    added: now.filter(({ id }) => !old!.has(id)).map(named),
    removed: before.filter(({ id }) => !recent!.has(id)).map(named),
  }
}

const named = ({ id, title }: Named): Named => ({ id, title })

function valueOf(action: FrozenAction, field: FrozenField): string {
  if (field === 'budget') return canonicalJson([action.budget, action.currency])
  if (field === 'checklist') return canonicalJson(action.checks.map(({ text }) => text).sort())
  return canonicalJson([action[field]])
}
