import type { PlanContext } from '../plan-context.ts'

/** Runs a gesture that takes something away, as one step, says so, and offers to take it back. */
export function undoable(context: PlanContext, write: () => void, text: string, afterUndo?: () => void): void {
  const { step, toasts, undo, t, said } = context
  step(write)
  const removed = undo.manager.undoStack.at(-1)
  toasts.say(text, {
    label: t('common.undo'),
    // After later acts this button would take back the wrong one.
    run: () => {
      if (undo.manager.undoStack.at(-1) !== removed || !undo.undo()) return void toasts.say(t('plan.details.tooLate'))
      said.value = t('plan.undo.said')
      afterUndo?.()
    },
  })
}
