import { computed, type ShallowRef } from 'vue'
import { useHoldDrag } from '../moving/useHoldDrag.ts'
import { ROW_HEIGHT } from './columns.ts'
import type { Place, Row } from './rows.ts'
import type { Table } from './table-context.ts'

/** Carrying rows by their handle, chosen ones together: to another place of their goal, or to another goal. */
export function useRowDrag(table: Table, scroller: Readonly<ShallowRef<HTMLElement | null>>) {
  const { context, rows } = table
  const { carried } = useHoldDrag<string>(scroller, {
    pick: (target) => {
      const id = target.closest('[data-grip]')?.closest<HTMLElement>('[data-action]')?.dataset['action']
      return id && context.canWrite.value && table.isInOrder.value ? id : null
    },
    drop: ({ what, at }) => {
      const to = placeAt(at.y)
      if (to) moveTo(what, to.place)
    },
  })

  /** The gap between two rows that a height of the window is nearest to. */
  function placeAt(y: number): { line: number; place: Place } | null {
    const body = scroller.value?.querySelector('.body')?.getBoundingClientRect()
    if (!body) return null
    const line = Math.min(Math.max(0, Math.round((y - body.top) / ROW_HEIGHT)), rows.value.length)
    const place = placeBefore(rows.value, line, (id) => context.data.viewOf(id)?.action.goal ?? null)
    return place && { line, place }
  }

  function moveTo(id: string, { goal, before }: Place): void {
    const ids = table.isChosen(id) ? table.chosen.value : [id]
    // What goes with it can't be what it stands before.
    const target = before !== null && ids.includes(before) ? nextOutside(rows.value, before, ids) : before
    context.step(() =>
      context.plan.transact(() => {
        for (const each of ids) context.plan.moveAction(each, goal, target)
      }),
    )
    const name = context.data.goals.value.find((each) => each.id === goal)?.title
    context.said.value = context.t('plan.table.moved', { goal: name || context.t('plan.filter.noGoal') })
  }

  return { drop: computed(() => (carried.value ? placeAt(carried.value.at.y) : null)) }
}

/** What standing at a line means: before the action below it, or last of the group above it. */
export function placeBefore(rows: readonly Row[], line: number, goalOf: (id: string) => string | null): Place | null {
  const below = rows[line]
  const above = rows[line - 1]
  if (below?.kind === 'action') return { goal: goalOf(below.id), before: below.id }
  if (below?.kind === 'add') return { goal: above?.kind === 'action' ? goalOf(above.id) : below.of, before: null }
  if (above?.kind === 'action') return { goal: goalOf(above.id), before: null }
  return above ? { goal: above.of, before: null } : null
}

function nextOutside(rows: readonly Row[], from: string, ids: readonly string[]): string | null {
  const start = rows.findIndex((row) => row.kind === 'action' && row.id === from)
  const group = rows[start]?.group
  const next = rows.slice(start).find((row) => row.kind === 'action' && row.group === group && !ids.includes(row.id))
  return next?.kind === 'action' ? next.id : null
}
