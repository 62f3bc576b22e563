import type { ActionPatch, Author, NewAction, Plan } from '@meydan/shared/documents/plan/plan'
import { isPromised, setDays, setStatus } from '@meydan/shared/documents/plan/promise'
import type { Action, ActionStatus } from '@meydan/shared/documents/plan/records'
import { foldName } from '@meydan/shared/names'
import type { PlanColumn } from './columns.ts'
import type { ReadRow } from './read-actions.ts'

type Checks = { text: string; done: boolean }[]
/** A row's values as `readField` gives them. */
type Values = Partial<Omit<Action, 'goal'>> & { goal?: string; description?: string; checklist?: Checks }

/** Columns that are fields of an action, written as they are. */
const plain = [
  ...(['title', 'responsible', 'supporting', 'person', 'progress', 'priority', 'resources', 'budget'] as const),
  ...(['indicatorName', 'indicatorUnit', 'indicatorBaseline', 'indicatorTarget', 'indicatorCurrent'] as const),
  ...(['indicatorSource', 'currency', 'fields', 'locality'] as const),
] satisfies readonly PlanColumn[]

export type ImportGiven = {
  rows: readonly ReadRow[]
  author: Author
  /** Why ends that were promised move. */
  reason: string
}

/**
 * Writes what the rows say, as one transaction: nobody sees half a table, and the link cuts what it sends into frames
 * that the server takes. Rows with errors are left out. Answers with the ids of the actions that are new.
 */
export function applyImport(plan: Plan, { rows, author, reason }: ImportGiven): string[] {
  return plan.transact(() => {
    const goals = new Goals(plan)
    for (const row of rows) if (row.outcome === 'change') change(plan, row, goals, { author, reason })
    const added = rows.filter(({ outcome }) => outcome === 'new')
    if (added.length === 0) return []
    return plan.addActions(
      added.map((row) => newAction(row.values as Values, goals)),
      author,
    )
  })
}

/** Goals by their titles; one that isn't there is made, once. */
class Goals {
  readonly #plan: Plan
  readonly #known: Map<string, string>

  constructor(plan: Plan) {
    this.#plan = plan
    this.#known = new Map(plan.orderedGoals().map(({ id, title }) => [foldName(title), id]))
  }

  called(title: string | undefined): string | null {
    if (!title) return null
    // Of signs alone nothing is left when it is folded.
    const key = foldName(title) || title
    const id = this.#known.get(key) ?? this.#plan.addGoal(title)
    this.#known.set(key, id)
    return id
  }
}

export function fieldsOfRow(values: Values, columns: readonly PlanColumn[]): ActionPatch {
  const named = plain.filter((column) => columns.includes(column) && values[column] !== undefined)
  return Object.fromEntries(named.map((column) => [column, values[column]]))
}

function newAction(values: Values, goals: Goals): NewAction {
  const status = values.status ?? 'proposed'
  const { start = null, due = null, checklist = [], description } = values
  const isAgreed = isPromised({ status })
  return {
    ...fieldsOfRow(values, plain),
    goal: goals.called(values.goal),
    status,
    start,
    due,
    agreedStart: isAgreed ? start : null,
    agreedDue: values.agreedDue ?? (isAgreed ? due : null),
    progress: saidProgress(status, values.progress ?? null, checklist),
    checks: checklist,
    ...(description && { description }),
  }
}

/** What status and list say by themselves isn't said again: it would stay when they change. */
function saidProgress(status: ActionStatus, progress: number | null, checks: Checks): number | null {
  if (status === 'done' && progress === 100) return null
  const done = checks.filter((check) => check.done).length
  return checks.length > 0 && progress === Math.round((done / checks.length) * 100) ? null : progress
}

function change(plan: Plan, row: ReadRow, goals: Goals, { author, reason }: Pick<ImportGiven, 'author' | 'reason'>) {
  const id = row.action!
  const values = row.values as Values
  const says = (column: PlanColumn) => row.changes.includes(column)
  // Days before status: what becomes agreed by this table is promised for the day that the table says.
  if (says('start') || says('due')) {
    const days = {
      ...(says('start') && { start: values.start ?? null }),
      ...(says('due') && { due: values.due ?? null }),
    }
    setDays(plan, id, days, { reason, author })
  }
  if (says('status') && values.status) setStatus(plan, [id], values.status)
  plan.edit(id, fieldsOfRow(values, row.changes))
  if (says('goal')) plan.edit(id, { goal: goals.called(values.goal) })
  if (says('description')) plan.describe(id, values.description ?? '')
  if (says('checklist')) setChecks(plan, id, values.checklist ?? [])
}

/** Lines that stay keep their records: somebody may be ticking one just now. */
function setChecks(plan: Plan, action: string, wanted: Checks): void {
  const left = [...plan.checksOf(action)]
  for (const { text, done } of wanted) {
    const at = left.findIndex((check) => check.text.replace(/\s*\n\s*/g, ' ') === text)
    const [kept] = at < 0 ? [] : left.splice(at, 1)
    const id = kept?.id ?? plan.addCheck(action, text)
    if (id && done !== (kept?.done ?? false)) plan.editCheck(id, { done })
  }
  for (const { id } of left) plan.removeCheck(id)
}
