import { setStatus } from '@meydan/shared/documents/plan/promise'
import type { PlanContext } from '../plan-context.ts'
import type { Column } from './columns.ts'

/** Gives a card to a column, as one step of undo; false where it is there already or is gone. */
export function moveCard(context: PlanContext, id: string, column: Column): boolean {
  const { plan } = context
  const action = plan.actions.get(id)
  if (!action || !context.canWrite.value) return false
  if (column.by === 'status') {
    if (action.status === column.status) return false
    context.step(() => setStatus(plan, [id], column.status))
    return true
  }
  const { organisation } = column
  if (action.responsible === organisation) return false
  // Who answers for it doesn't support it as well.
  const supporting = action.supporting.filter((other) => other !== organisation)
  const patch = supporting.length < action.supporting.length ? { supporting } : {}
  context.step(() => plan.edit(id, { responsible: organisation, ...patch }))
  return true
}
