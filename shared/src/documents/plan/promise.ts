import type { Author, Plan } from './plan.ts'
import type { Action, ActionStatus } from './records.ts'

/** What was agreed to be done, and is neither done nor dropped: its end is a promise. */
export const isPromised = ({ status }: Pick<Action, 'status'>): boolean => status === 'agreed' || status === 'started'

export const isOpen = ({ status }: Pick<Action, 'status'>): boolean => status !== 'done' && status !== 'dropped'

/** `today` as `2027-03-31`; an action without an end is never late. */
export function isOverdue(action: Pick<Action, 'status' | 'due'>, today: string): boolean {
  return isOpen(action) && action.due !== null && action.due < today
}

/** Ends before it begins: shown where it is, and nothing is refused for it. */
export function endsBeforeStart({ start, due }: Pick<Action, 'start' | 'due'>): boolean {
  return start !== null && due !== null && due < start
}

/** Percent: what somebody said, else what the checklist says; all of it when it is done. Null: nobody knows. */
export function progressOf(plan: Plan, action: Action): number | null {
  if (action.status === 'done') return 100
  if (action.progress !== null) return action.progress
  const checks = plan.checksOf(action.id)
  return checks.length === 0 ? null : Math.round((checks.filter(({ done }) => done).length / checks.length) * 100)
}

/** Sets how far actions are. What becomes agreed keeps what was promised then, once. */
export function setStatus(plan: Plan, ids: readonly string[], status: ActionStatus): void {
  plan.transact(() => {
    for (const id of ids) {
      const action = plan.actions.get(id)
      if (!action) continue
      plan.actions.edit(id, { status })
      const isNew = isPromised({ status }) && action.agreedDue === null && action.agreedStart === null
      if (isNew) plan.actions.edit(id, { agreedStart: action.start, agreedDue: action.due })
    }
  })
}

/** Whether another end needs a reason: it was promised for a day, and the day becomes another one. */
export function needsReason(action: Action, due: string | null): boolean {
  return isPromised(action) && action.agreedDue !== null && due !== action.due
}

/**
 * Moves an action's days. An end that was promised is moved only with a reason, which stays beside it: without one
 * nothing changes (false).
 */
export function setDays(
  plan: Plan,
  id: string,
  days: Partial<Pick<Action, 'start' | 'due'>>,
  { reason, author }: { reason?: string; author: Author },
): boolean {
  const action = plan.actions.get(id)
  if (!action) return false
  const due = days.due === undefined ? action.due : days.due
  const isReplanned = needsReason(action, due)
  if (isReplanned && !reason?.trim()) return false
  plan.transact(() => {
    plan.actions.edit(id, days)
    // What had no end when it was agreed is promised for its first one.
    if (isPromised(action) && action.agreedDue === null && due !== null) plan.actions.edit(id, { agreedDue: due })
    if (!isReplanned) return
    const made = { ...author, id: crypto.randomUUID(), createdAt: Date.now() }
    plan.replannings.create({ ...made, action: id, from: action.due, to: due, reason: reason!.trim() })
  })
  return true
}

/** Whether an action would wait for itself if it waited for these, over however many others. */
export function wouldWaitForItself(plan: Plan, id: string, after: readonly string[]): boolean {
  const seen = new Set<string>()
  const open = [...after]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === id) return true
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...(plan.actions.get(next)?.after ?? []))
  }
  return false
}

/** Lets an action wait for others. Refused (false) where it would wait for itself. */
export function setAfter(plan: Plan, id: string, after: readonly string[]): boolean {
  const others = [...new Set(after)].filter((other) => plan.actions.has(other))
  if (wouldWaitForItself(plan, id, others)) return false
  plan.edit(id, { after: others })
  return true
}

/**
 * Actions that wait for each other in a circle, which two people can close at the same moment without either having
 * been wrong: shown with each of them, so that somebody opens it again.
 */
export function waitingInCircles(plan: Plan): ReadonlySet<string> {
  return new Set(
    plan.actions
      .all()
      .filter(({ id, after }) => after.length > 0 && wouldWaitForItself(plan, id, after))
      .map(({ id }) => id),
  )
}
