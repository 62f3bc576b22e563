import { mergeActions, splitAction } from '@meydan/shared/documents/plan/lineage'
import { ACTION_TITLE_MAX } from '@meydan/shared/documents/plan/records'
import type { PlanContext } from '../plan-context.ts'
import { undoable } from './undoable.ts'

/** The actions that can be stepped through from this one: those that the view shows, in its order. */
export function besides({ filter, data }: PlanContext, id: string) {
  const shown = filter.shown.value
  const all = shown.some(({ action }) => action.id === id) ? shown : data.ordered.value
  const ids = all.map(({ action }) => action.id)
  const at = ids.indexOf(id)
  return { place: at + 1, total: ids.length, previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null }
}

/** Another one like it, right behind it: to be done anew, so nothing of it is promised or begun yet. */
export function duplicate(context: PlanContext, id: string): void {
  const { plan, t, said, standing } = context
  const action = plan.actions.get(id)
  if (!action) return
  const {
    seat: _,
    side: __,
    createdAt: ___,
    id: ____,
    order: _____,
    agreedStart: _start,
    agreedDue: _due,
    progress: _progress,
    ...kept
  } = action
  const following = plan.actionsOf(action.goal)
  const next = following[following.findIndex((other) => other.id === id) + 1]?.id ?? null
  const title = t('plan.details.copyOf', { title: action.title }).slice(0, ACTION_TITLE_MAX)
  const copy = {
    ...kept,
    title,
    status: 'proposed' as const,
    description: plan.descriptionBlocksOf(id),
    sources: plan.sourcesOf(id),
    checks: plan.checksOf(id).map(({ text }) => ({ text })),
  }
  const [made] = context.step(() => plan.addActions([copy], context.author(), next))
  standing.value = made!
  said.value = t('plan.details.duplicated')
}

/** Deletes it and goes on to the next one; it can be taken back. */
export function remove(context: PlanContext, id: string): void {
  const { plan, standing, panel, t } = context
  const { previous, next } = besides(context, id)
  undoable(
    context,
    () => {
      plan.removeActions([id])
      standing.value = next ?? previous
    },
    t('plan.details.deleted'),
    () => {
      standing.value = id
      panel.value = 'details'
    },
  )
}

/** This one goes into another, which is shown then. */
export function mergeInto(context: PlanContext, id: string, into: string): void {
  const { plan, standing, t, panel } = context
  undoable(
    context,
    () => {
      standing.value = into
      mergeActions(plan, [id], into, context.author())
    },
    t('plan.details.merged'),
    () => {
      standing.value = id
      panel.value = 'details'
    },
  )
}

/** Several of one: the first title stays its own. Answers how many there are then. */
export function split(context: PlanContext, id: string, titles: readonly string[]): number {
  let made: string[] = []
  undoable(
    context,
    () => {
      made = splitAction(context.plan, id, titles, context.author())
    },
    context.t('plan.details.splitDone', { count: titles.length }),
  )
  return made.length + 1
}
