import type { ActionPatch } from '@meydan/shared/documents/plan/plan'
import { needsReason, setDays, setStatus } from '@meydan/shared/documents/plan/promise'
import { shallowRef } from 'vue'
import type { PlanContext } from '../plan-context.ts'
import type { Move } from '../ReasonDialog.vue'

export type Change = { id: string; patch: ActionPatch }
export type Writing = ReturnType<typeof createWriting>

/**
 * Writes cells, as many as there are in one step of undo. Where ends were promised the reason is asked for first, once
 * for all; whoever gives none keeps those days, and everything else is written.
 */
export function createWriting(context: PlanContext) {
  const { plan, step, author } = context
  const moves = shallowRef<readonly Move[]>([])
  const isAsking = shallowRef(false)
  let waiting: { changes: readonly Change[]; besides: () => void; done: () => void } | null = null

  function apply(changes: readonly Change[], reason: string | undefined, besides: () => void): void {
    step(() =>
      plan.transact(() => {
        for (const { id, patch } of changes) writeOne(id, patch, reason)
        besides()
      }),
    )
  }

  function writeOne(id: string, { status, start, due, ...rest }: ActionPatch, reason?: string): void {
    if (!plan.actions.has(id)) return
    if (Object.keys(rest).length > 0) plan.edit(id, rest)
    const days = { ...(start === undefined ? {} : { start }), ...(due === undefined ? {} : { due }) }
    if (Object.keys(days).length > 0) setDays(plan, id, days, { author: author(), ...(reason ? { reason } : {}) })
    // After its days: what becomes agreed is promised for those it has now.
    if (status) setStatus(plan, [id], status)
  }

  function movesOf(changes: readonly Change[]): Move[] {
    return changes.flatMap(({ id, patch: { due } }) => {
      const action = plan.actions.get(id)
      return action && due !== undefined && needsReason(action, due) ? { action, due } : []
    })
  }

  return {
    moves,
    isAsking,
    /** `besides` is written in the same step; `done` is called when all is, at once or after the answer. */
    write(changes: readonly Change[], besides: () => void = () => {}, done: () => void = () => {}): void {
      if (!context.canWrite.value || isAsking.value) return
      moves.value = movesOf(changes)
      if (moves.value.length > 0) {
        waiting = { changes, besides, done }
        isAsking.value = true
        return
      }
      apply(changes, undefined, besides)
      done()
    },
    /** Within a step that somebody else runs; nothing is asked. */
    setNow: (id: string, patch: ActionPatch): void => writeOne(id, patch),
    confirm(reason: string): void {
      const asked = waiting
      waiting = null
      if (!asked) return
      apply(asked.changes, reason, asked.besides)
      asked.done()
    },
    cancel(): void {
      const asked = waiting
      waiting = null
      if (!asked) return
      const kept = new Set(moves.value.map(({ action }) => action.id))
      const others = asked.changes.map(({ id, patch }) => {
        if (!kept.has(id)) return { id, patch }
        const { due: _, ...rest } = patch
        return { id, patch: rest }
      })
      apply(others, undefined, asked.besides)
      asked.done()
    },
  }
}

/** Takes back a step from its message, as long as nothing of one's own came after it. */
export function undoOf({ undo, toasts, t }: PlanContext) {
  const made = undo.manager.undoStack.at(-1)
  return {
    label: t('common.undo'),
    run: () => {
      if (made && undo.manager.undoStack.at(-1) === made) undo.undo()
      else toasts.say(t('plan.table.undoLater'))
    },
  }
}
