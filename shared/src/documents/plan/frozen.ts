import { z } from 'zod'
import { byOrder } from '../order.ts'
import type { Plan } from './plan.ts'
import { type Action, Priority } from './records.ts'
import { FieldOfWork } from '../../words.ts'

const amount = z.number().nullable()
const day = z.iso.date().nullable()

/**
 * What is promised by one action. How far it is, its ticks, its indicator's current value and the person who sees to it
 * follow up on the promise and are no part of it.
 */
export const FrozenAction = z.object({
  id: z.string(),
  goal: z.string().nullable(),
  title: z.string(),
  description: z.string(),
  /** Organisations are named below. */
  responsible: z.string().nullable(),
  supporting: z.array(z.string()),
  start: day,
  due: day,
  priority: Priority.nullable(),
  indicator: z.object({ name: z.string(), unit: z.string(), baseline: amount, target: amount, source: z.string() }),
  resources: z.string(),
  budget: amount,
  currency: z.string().nullable(),
  fields: z.array(FieldOfWork),
  locality: z.string(),
  after: z.array(z.string()),
  checks: z.array(z.object({ id: z.string(), text: z.string() })),
  /** How many notes, themes, votes and actions it came from. */
  sources: z.int(),
})
export type FrozenAction = z.infer<typeof FrozenAction>

/** A plan as it is signed: in the plan's order, without anything that tells who edited it, or when. */
export const FrozenPlan = z.object({
  format: z.literal('meydan.frozen-plan'),
  version: z.literal(1),
  document: z.string(),
  title: z.string(),
  goals: z.array(z.object({ id: z.string(), title: z.string() })),
  actions: z.array(FrozenAction),
  /** All that are named above, by id; one that had left the programme has no name. */
  organisations: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type FrozenPlan = z.infer<typeof FrozenPlan>

export type PlanNames = {
  document: string
  title: string
  /** Names of organisations by id. */
  organisations: ReadonlyMap<string, string>
}

/**
 * What signatories of a plan commit to. The same plan gives the same content, in whatever order and by whomever it was
 * written. Dropped actions are promised by nobody and left out, but for those of `signed`: what was signed and is
 * dropped later is a promise not kept, not another plan.
 */
export function frozenPlan(plan: Plan, names: PlanNames, signed: ReadonlySet<string> = new Set()): FrozenPlan {
  const goals = plan.orderedGoals()
  const places = new Map(goals.map(({ id }, index) => [id, index]))
  const placeOf = ({ goal }: Action) => places.get(goal ?? '') ?? goals.length
  const actions = plan.actions
    .all()
    .filter(({ id, status }) => status !== 'dropped' || signed.has(id))
    .sort((a, b) => placeOf(a) - placeOf(b) || byOrder(a, b))
  const known = { goals: new Set(places.keys()), actions: new Set(actions.map(({ id }) => id)) }
  const involved = new Set(actions.flatMap(({ responsible, supporting }) => [responsible ?? [], supporting].flat()))
  return {
    format: 'meydan.frozen-plan',
    version: 1,
    document: names.document,
    title: plainText(names.title),
    goals: goals.map(({ id, title }) => ({ id, title: plainText(title) })),
    actions: actions.map((action) => frozenAction(plan, action, known)),
    organisations: sorted(involved).map((id) => ({ id, name: plainText(names.organisations.get(id) ?? '') })),
  }
}

type Known = { goals: ReadonlySet<string>; actions: ReadonlySet<string> }

function frozenAction(plan: Plan, action: Action, known: Known): FrozenAction {
  const { id, goal, responsible, start, due, priority, budget, currency } = action
  return {
    ...{ id, responsible, start, due, priority, budget, currency },
    goal: goal !== null && known.goals.has(goal) ? goal : null,
    title: plainText(action.title),
    description: plainText(plan.descriptionOf(id)),
    supporting: sorted(action.supporting),
    indicator: {
      name: plainText(action.indicatorName),
      unit: plainText(action.indicatorUnit),
      baseline: action.indicatorBaseline,
      target: action.indicatorTarget,
      source: plainText(action.indicatorSource),
    },
    resources: plainText(action.resources),
    fields: sorted(action.fields),
    locality: plainText(action.locality),
    after: sorted(action.after).filter((other) => known.actions.has(other)),
    checks: plan.checksOf(id).map((check) => ({ id: check.id, text: plainText(check.text) })),
    sources: plan.sourcesOf(id).length,
  }
}

/** By their bytes, the same on every machine; each once. */
function sorted<T extends string>(values: Iterable<T>): T[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : 1))
}

/** Canonical JSON knows no half characters; two that wrote at once can leave one behind. */
function plainText(text: string): string {
  return text.toWellFormed()
}

/**
 * The plan with the words of these records (goals, actions, lines of lists) emptied, wherever they are no longer what
 * the document says: those were erased from it. Null where there was nothing to take out.
 */
export function redactedPlan(frozen: FrozenPlan, now: FrozenPlan, written: ReadonlySet<string>): FrozenPlan | null {
  const goals = new Map(now.goals.map((goal) => [goal.id, goal]))
  const actions = new Map(now.actions.map((action) => [action.id, action]))
  let isChanged = false
  const kept = (words: string, today: string | undefined) => {
    if (words === '' || words === today) return words
    isChanged = true
    return ''
  }
  const redacted = {
    ...frozen,
    goals: frozen.goals.map((goal) =>
      written.has(goal.id) ? { ...goal, title: kept(goal.title, goals.get(goal.id)?.title) } : goal,
    ),
    actions: frozen.actions.map((action) => {
      const today = actions.get(action.id)
      const checks = new Map(today?.checks.map(({ id, text }) => [id, text]))
      const listed = action.checks.map(({ id, text }) => ({
        id,
        text: written.has(id) ? kept(text, checks.get(id)) : text,
      }))
      if (!written.has(action.id)) return { ...action, checks: listed }
      return {
        ...action,
        checks: listed,
        title: kept(action.title, today?.title),
        description: kept(action.description, today?.description),
        resources: kept(action.resources, today?.resources),
        locality: kept(action.locality, today?.locality),
        indicator: {
          ...action.indicator,
          name: kept(action.indicator.name, today?.indicator.name),
          unit: kept(action.indicator.unit, today?.indicator.unit),
          source: kept(action.indicator.source, today?.indicator.source),
        },
      }
    }),
  }
  return isChanged ? redacted : null
}
