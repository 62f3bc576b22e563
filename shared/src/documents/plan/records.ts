import { z } from 'zod'
import { FieldOfWork, Side } from '../../words.ts'

/** How far an action is: from an idea to a promise, and from there to a deed. Named under `plan.status.`. */
export const actionStatuses = ['proposed', 'agreed', 'started', 'done', 'dropped'] as const
export const ActionStatus = z.enum(actionStatuses)
export type ActionStatus = z.infer<typeof ActionStatus>

export const priorities = ['high', 'medium', 'low'] as const
export const Priority = z.enum(priorities)
export type Priority = z.infer<typeof Priority>

/** What an action can come from. A vote is known to the database alone; the others are records of documents. */
export const sourceKinds = ['note', 'theme', 'vote', 'action'] as const
export const SourceKind = z.enum(sourceKinds)
export type SourceKind = z.infer<typeof SourceKind>

export const ACTION_TITLE_MAX = 300
export const GOAL_TITLE_MAX = 300
export const DESCRIPTION_MAX = 8000
/** The same with its paragraphs counted: see `lengthOf`. */
export const DESCRIPTION_HOLDS = DESCRIPTION_MAX + 1
export const CHECK_MAX = 300
export const REASON_MAX = 1000
/** Most of a kind that a plan holds; a spreadsheet longer than that is another plan. */
export const ACTIONS_MAX = 5000

const Id = z.string().min(1).max(64)
const ref = Id.nullable().catch(null)
const order = z.string().max(256).catch('a0')
const amount = z.number().min(-1e15).max(1e15).nullable().catch(null)
/** A day of the proleptic Gregorian calendar, without time or zone: `2027-03-31`. */
const day = z.iso.date().nullable().catch(null)
const words = (most: number) => z.string().max(most).catch('')

/** Who made it, by claim; who really wrote is in the database's `document_client`. */
const made = { seat: ref, side: Side.catch('neutral'), createdAt: z.number().catch(0) }

export const Goal = z.object({ id: Id, title: words(GOAL_TITLE_MAX), order })
export type Goal = z.infer<typeof Goal>

/**
 * What somebody is to do. Every field is its own unit of conflict; its description is the rich text of the same id
 * in `texts`. People and organisations are ids: names never enter a document.
 */
export const Action = z.object({
  id: Id,
  goal: ref,
  order,
  title: words(ACTION_TITLE_MAX),
  status: ActionStatus.catch('proposed'),
  /** The organisation that answers for it. */
  responsible: ref,
  supporting: z.array(Id).max(20).catch([]),
  /** The seat of whoever sees to it, where that is said. */
  person: ref,
  start: day,
  due: day,
  /** What was promised when it was agreed: a later change of the end stands beside it. */
  agreedStart: day,
  agreedDue: day,
  /** Percent. */
  progress: z.number().int().min(0).max(100).nullable().catch(null),
  priority: Priority.nullable().catch(null),
  indicatorName: words(300),
  indicatorUnit: words(60),
  indicatorBaseline: amount,
  indicatorTarget: amount,
  indicatorCurrent: amount,
  indicatorSource: words(300),
  /** Whom and what it takes, in free words. */
  resources: words(1000),
  budget: z.number().min(0).max(1e15).nullable().catch(null),
  /** ISO 4217. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable()
    .catch(null),
  fields: z.array(FieldOfWork).max(10).catch([]),
  /** Quarter, town, institution: in free words. */
  locality: words(300),
  /** Actions that have to be done before it begins. */
  after: z.array(Id).max(50).catch([]),
  ...made,
})
export type Action = z.infer<typeof Action>

/** A line of an action's checklist. */
export const Check = z.object({ id: Id, action: Id, order, text: words(CHECK_MAX), done: z.boolean().catch(false) })
export type Check = z.infer<typeof Check>

/**
 * What an action came from: the first link of the chain of evidence. A record of its own, so that two people who add
 * sources at once keep both. `document` is null for a vote, and for what is in this same plan. It says nothing of what
 * its source says: those words are their author's, and the database keeps them for when the source is gone.
 */
export const Source = z.object({
  id: Id,
  action: Id,
  kind: SourceKind,
  document: ref,
  record: Id,
  ...made,
})
export type Source = z.infer<typeof Source>

/** Why an agreed end was moved. */
export const Replanning = z.object({
  id: Id,
  action: Id,
  from: day,
  to: day,
  reason: words(REASON_MAX),
  ...made,
})
export type Replanning = z.infer<typeof Replanning>

export const planRoots = ['meta', 'goals', 'actions', 'checks', 'sources', 'replannings', 'texts'] as const
