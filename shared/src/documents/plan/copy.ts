import { z } from 'zod'
import { RichText } from '../rich-text/write.ts'
import { byOrder, isOrderKey, keysBetween } from '../order.ts'
import { parsePlan } from './parse.ts'
import type { Plan } from './plan.ts'
import { Action, ACTIONS_MAX, Check, DESCRIPTION_MAX, Goal, Replanning, Source } from './records.ts'

const RECORDS_MAX = 20_000
const many = <T extends z.ZodType>(record: T, most = RECORDS_MAX) => z.array(record).max(most).default([])
const Named = z.object({ id: z.string().max(64), name: z.string().max(300) })

/**
 * A plan, or some of its actions, outside of a document: what the JSON export holds. Records are as the document has
 * them. Names of organisations and people stand beside them, so that another programme's plan can be read.
 */
export const PlanCopy = z.object({
  format: z.literal('meydan.plan'),
  version: z.literal(1),
  /** The document it was taken from. */
  document: z.string().max(64).nullable().catch(null),
  goals: many(Goal),
  /** Two people who wrote at once made the words longer than one may. */
  actions: many(
    Action.extend({
      description: z
        .string()
        .max(4 * DESCRIPTION_MAX)
        .catch(''),
      /** The same with its headings, lists and marks; a file from before has none. */
      rich: RichText.nullable().catch(null),
    }),
    ACTIONS_MAX,
  ),
  checks: many(Check),
  sources: many(Source),
  replannings: many(Replanning),
  organisations: many(Named),
  people: many(Named),
})
export type PlanCopy = z.infer<typeof PlanCopy>

/** These actions with their goals and all that belongs to them; of null, the whole plan. */
export function copyOf(plan: Plan, ids: readonly string[] | null, document: string | null): PlanCopy {
  const { goals, actions } = parsePlan(plan.doc)
  const wanted = ids && new Set(ids)
  const kept = actions.filter(({ id }) => !wanted || wanted.has(id))
  const held = new Set(kept.map(({ goal }) => goal))
  return {
    format: 'meydan.plan',
    version: 1,
    document,
    goals: goals.filter(({ id }) => !wanted || held.has(id)),
    actions: kept.map(({ checks: _, sources: __, replannings: ___, ...action }) => ({
      ...action,
      rich: plan.descriptionBlocksOf(action.id),
    })),
    checks: kept.flatMap(({ checks }) => checks),
    sources: kept.flatMap(({ sources }) => sources),
    replannings: kept.flatMap(({ replannings }) => replannings),
    organisations: [],
    people: [],
  }
}

/** Who is meant by an id of the file; null for somebody who isn't here. */
export type Known = { organisation: (id: string) => string | null; seat: (id: string) => string | null }

/**
 * Brings a copy into a plan, as one transaction: into an empty one as it was, ids and all; else behind what is there,
 * under new ids. Answers with the ids of the actions.
 */
export function bringIn(plan: Plan, copy: PlanCopy, known: Known): string[] {
  const isEmpty = plan.goals.all().length === 0 && plan.actions.all().length === 0
  const { renamed, own } = names(copy, isEmpty)
  const seatOf = (seat: string | null) => (seat === null ? null : known.seat(seat))
  const organisationOf = (id: string | null) => (id === null ? null : known.organisation(id))
  return plan.transact(() => {
    const goals = ordered(copy.goals, plan.goals.all(), isEmpty)
    for (const goal of goals) plan.goals.create({ ...goal, id: own(goal.id) })
    const actions = ordered(copy.actions, plan.actions.all(), isEmpty)
    const ids = actions.map(({ description, rich, ...action }) => {
      const id = own(action.id)
      plan.actions.create({
        ...action,
        id,
        goal: renamed(action.goal),
        after: action.after.flatMap((other) => renamed(other) ?? []),
        responsible: organisationOf(action.responsible),
        supporting: action.supporting.flatMap((other) => organisationOf(other) ?? []),
        person: seatOf(action.person),
        seat: seatOf(action.seat),
      })
      if (rich) plan.describeFurther(id, rich)
      else plan.describe(id, description.slice(0, DESCRIPTION_MAX))
      return id
    })
    const known = new Set(copy.actions.map(({ id }) => id))
    const isKept = ({ action }: { action: string }) => known.has(action)
    for (const check of copy.checks.filter(isKept)) {
      plan.checks.create({ ...check, id: own(check.id), action: own(check.action) })
    }
    for (const source of copy.sources.filter(isKept)) {
      const isHere = source.kind === 'action' && source.document === null
      const record = isHere ? (renamed(source.record) ?? source.record) : source.record
      plan.sources.create({
        ...source,
        id: own(source.id),
        action: own(source.action),
        record,
        seat: seatOf(source.seat),
      })
    }
    for (const reason of copy.replannings.filter(isKept)) {
      plan.replannings.create({ ...reason, id: own(reason.id), action: own(reason.action), seat: seatOf(reason.seat) })
    }
    return ids
  })
}

/** The id that each record of the copy gets; `renamed` is null for what isn't in the copy. */
function names({ goals, actions, checks, sources, replannings }: PlanCopy, isEmpty: boolean) {
  const ids = new Map(
    [goals, actions, checks, sources, replannings]
      .flat()
      .map(({ id }) => [id, isEmpty ? id : crypto.randomUUID()] as const),
  )
  return {
    own: (id: string): string => ids.get(id)!,
    // What an action refers to may be gone already: in the plan it came from, that is how it is.
    renamed: (id: string | null): string | null => (id === null ? null : (ids.get(id) ?? (isEmpty ? id : null))),
  }
}

type Ordered = { id: string; order: string }

/** In an empty plan every place is free; else they come behind the last. */
function ordered<R extends Ordered>(given: R[], there: Ordered[], isEmpty: boolean): R[] {
  if (isEmpty) return given
  const last = there.sort(byOrder).findLast(({ order }) => isOrderKey(order))?.order ?? null
  const keys = keysBetween(last, null, given.length)
  return given.toSorted(byOrder).map((record, index) => ({ ...record, order: keys[index]! }))
}
