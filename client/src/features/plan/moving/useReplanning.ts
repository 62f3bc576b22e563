import { needsReason, setDays } from '@meydan/shared/documents/plan/promise'
import type { Action } from '@meydan/shared/documents/plan/records'
import { shallowRef } from 'vue'
import { usePlanContext } from '../plan-context.ts'
import type { Move } from '../ReasonDialog.vue'

export type Days = Partial<Pick<Action, 'start' | 'due'>>
export type Outcome = 'moved' | 'kept'
export type Replanning = ReturnType<typeof useReplanning>

/**
 * Moving an action's days in one step of undo. Where its end was promised, the reason is asked for first (the view
 * shows `ReasonDialog` with what is given here); whoever closes that keeps the old days.
 */
export function useReplanning() {
  const { plan, step, author } = usePlanContext()
  const moves = shallowRef<readonly Move[]>([])
  const isAsking = shallowRef(false)
  let waiting: { id: string; days: Days; answer: (outcome: Outcome) => void } | null = null

  function replan(id: string, days: Days): Promise<Outcome> {
    const action = plan.actions.get(id)
    if (!action || isAsking.value) return Promise.resolve('kept')
    const changes = (['start', 'due'] as const).some((end) => days[end] !== undefined && days[end] !== action[end])
    if (!changes) return Promise.resolve('kept')
    const due = days.due === undefined ? action.due : days.due
    if (!needsReason(action, due)) {
      const isMoved = step(() => setDays(plan, id, days, { author: author() }))
      return Promise.resolve(isMoved ? 'moved' : 'kept')
    }
    return new Promise((answer) => {
      waiting = { id, days, answer }
      moves.value = [{ action, due }]
      isAsking.value = true
    })
  }

  function confirm(reason: string): void {
    const asked = waiting
    waiting = null
    if (!asked) return
    const isMoved = step(() => setDays(plan, asked.id, asked.days, { reason, author: author() }))
    asked.answer(isMoved ? 'moved' : 'kept')
  }

  function cancel(): void {
    waiting?.answer('kept')
    waiting = null
  }

  return { replan, moves, isAsking, confirm, cancel }
}
