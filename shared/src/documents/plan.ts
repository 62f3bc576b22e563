import type * as Y from 'yjs'
import { z } from 'zod'
import { Collection, type RecordRoot } from './collection.ts'
import { byOrder } from './order.ts'

export const actionStatuses = ['proposed', 'agreed', 'started', 'done', 'dropped'] as const

export const Goal = z.object({
  id: z.string().min(1).max(64),
  title: z.string().max(300).catch(''),
  order: z.string().max(256).catch('a0'),
})
export type Goal = z.infer<typeof Goal>

/** `sources` keeps the ids of what an action came from: the evidence chain starts here. Its description is in `texts`. */
export const Action = z.object({
  id: z.string().min(1).max(64),
  goal: z.string().max(64).nullable().catch(null),
  title: z.string().max(300).catch(''),
  status: z.enum(actionStatuses).catch('proposed'),
  responsible: z.string().max(64).nullable().catch(null),
  due: z.iso.date().nullable().catch(null),
  order: z.string().max(256).catch('a0'),
  sources: z
    .array(z.object({ document: z.string().max(64), record: z.string().max(64) }))
    .max(200)
    .catch([]),
})
export type Action = z.infer<typeof Action>

export const planRoots = ['meta', 'goals', 'actions', 'texts'] as const

/** The only writer of plan documents. */
export class Plan {
  readonly doc: Y.Doc
  readonly goals: Collection<Goal>
  readonly actions: Collection<Action>
  readonly texts: Y.Map<Y.Text>

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.goals = new Collection(doc.getMap('goals') as RecordRoot, Goal)
    this.actions = new Collection(doc.getMap('actions') as RecordRoot, Action)
    this.texts = doc.getMap('texts')
  }
}

export function parsePlan(doc: Y.Doc): { goals: Goal[]; actions: Action[]; problems: string[] } {
  const plan = new Plan(doc)
  return {
    goals: plan.goals.all().sort(byOrder),
    actions: plan.actions.all().sort(byOrder),
    problems: [...plan.goals.problems(), ...plan.actions.problems()],
  }
}
