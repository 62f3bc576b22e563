import type { NewAction } from '@meydan/shared/documents/plan/plan'
import { mergeActions, splitAction } from '@meydan/shared/documents/plan/lineage'
import { actionRow, placeBeside, seedOf } from './rows.ts'
import type { Table } from './table-context.ts'
import { undoOf } from './writing.ts'

/** Opens an action beside the table. */
export function openDetails({ context }: Table, id: string): void {
  context.standing.value = id
  context.panel.value = 'details'
}

export function removeActions(table: Table, ids: readonly string[]): void {
  const { context } = table
  if (!context.canWrite.value || ids.length === 0) return
  context.step(() => context.plan.removeActions(ids))
  table.letGo()
  context.toasts.say(context.t('plan.table.removed', { count: ids.length }), undoOf(context))
}

/** A second one like it below: proposed anew, with the same words, list and sources. */
export function duplicate(table: Table, id: string): void {
  const { context } = table
  const view = context.data.viewOf(id)
  if (!view || !context.canWrite.value) return
  const {
    title,
    goal,
    responsible,
    supporting,
    person,
    start,
    due,
    priority,
    resources,
    budget,
    currency,
    fields,
    locality,
  } = view.action
  const shared = {
    title,
    goal,
    responsible,
    supporting,
    person,
    start,
    due,
    priority,
    resources,
    budget,
    currency,
    fields,
    locality,
  }
  const { indicatorName, indicatorUnit, indicatorBaseline, indicatorTarget, indicatorSource } = view.action
  const measured = { indicatorName, indicatorUnit, indicatorBaseline, indicatorTarget, indicatorSource }
  const copy: NewAction = {
    ...shared,
    ...measured,
    description: view.description,
    checks: view.checks.map(({ text }) => ({ text })),
    sources: view.sources,
  }
  const siblings = context.plan.actionsOf(goal)
  const next = siblings[siblings.findIndex((other) => other.id === id) + 1]?.id ?? null
  const [made] = context.step(() => context.plan.addActions([copy], context.author(), next))
  context.said.value = context.t('plan.table.duplicated')
  if (made) table.go({ row: actionRow(made), column: 0 })
}

/** An action written at the end of a group. Answers whether it is shown: a filter may hide it. */
export function addAt(table: Table, of: string | null, title: string): void {
  const { context } = table
  const words = title.trim()
  if (!words || !context.canWrite.value) return
  const action: NewAction = { ...seedOf(table.grouping.value, of), title: words }
  const { status: _, ...rest } = action
  const [id] = context.step(() => {
    const made = context.plan.addActions([rest], context.author())
    if (action.status) table.writing.setNow(made[0]!, { status: action.status })
    return made
  })
  const isHidden = context.filter.isActive.value && !context.filter.shown.value.some((view) => view.action.id === id)
  if (isHidden)
    context.toasts.say(context.t('plan.new.hidden'), {
      label: context.t('plan.filter.clear'),
      run: context.filter.clear,
    })
  context.said.value = context.t('plan.new.said')
}

export function moveToGoal({ context }: Table, ids: readonly string[], goal: string | null): void {
  if (!context.canWrite.value) return
  context.step(() =>
    context.plan.transact(() => {
      for (const id of ids) context.plan.moveAction(id, goal, null)
    }),
  )
  context.said.value = context.t('plan.table.movedToGoal', { count: ids.length })
}

/** One row up or down; over the end of a goal into the next one. */
export function moveRow(table: Table, id: string, way: -1 | 1): void {
  const { context } = table
  if (!context.canWrite.value) return
  if (!table.isInOrder.value) {
    context.said.value = context.t('plan.table.notInOrder')
    return
  }
  const goalOf = (other: string) => context.data.viewOf(other)?.action.goal ?? null
  const place = placeBeside(table.rows.value, id, way, goalOf)
  if (!place) return
  context.step(() => context.plan.moveAction(id, place.goal, place.before))
  const goal = context.data.goals.value.find((each) => each.id === place.goal)?.title
  context.said.value = context.t('plan.table.moved', { goal: goal || context.t('plan.filter.noGoal') })
  table.go({ row: actionRow(id), column: table.at.value.column })
}

export function merge(table: Table, ids: readonly string[], into: string): void {
  const { context } = table
  const isDone = context.canWrite.value && context.step(() => mergeActions(context.plan, ids, into, context.author()))
  if (!isDone) return
  table.letGo()
  context.toasts.say(context.t('plan.table.merged', { count: ids.length }), undoOf(context))
  table.go({ row: actionRow(into), column: 0 })
}

export function split(table: Table, id: string, titles: readonly string[]): void {
  const { context } = table
  if (!context.canWrite.value) return
  const made = context.step(() => splitAction(context.plan, id, titles, context.author()))
  if (made.length > 0)
    context.toasts.say(context.t('plan.table.splitDone', { count: made.length + 1 }), undoOf(context))
  table.go({ row: actionRow(id), column: 0 })
}

export function renameGoal({ context }: Table, id: string, title: string): void {
  const words = title.trim()
  const goal = context.data.goals.value.find((each) => each.id === id)
  if (!words || !goal || words === goal.title) return
  context.step(() => context.plan.renameGoal(id, words))
}

export function moveGoal(table: Table, id: string, way: -1 | 1): void {
  const { context } = table
  const goals = context.data.goals.value
  const index = goals.findIndex((goal) => goal.id === id)
  const to = index + way
  if (!context.canWrite.value || index < 0 || to < 0 || to >= goals.length) return
  context.step(() => context.plan.moveGoal(id, goals[way < 0 ? to : to + 1]?.id ?? null))
  context.said.value = context.t('plan.table.goalMoved', { place: to + 1, count: goals.length })
  table.go(table.at.value)
}

/** Its actions stay, without a goal. */
export function removeGoal({ context }: Table, id: string): void {
  if (!context.canWrite.value) return
  const count = context.plan.actionsOf(id).length
  context.step(() => context.plan.removeGoal(id))
  context.toasts.say(context.t('plan.table.goalRemoved', { count }), undoOf(context))
}
