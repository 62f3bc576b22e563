import { useEventListener, useStorage } from '@vueuse/core'
import type { Ref } from 'vue'
import type { PlanContext } from './plan-context.ts'

type Acts = { addAction: () => void; search: () => void; undo: () => void; redo: () => void }

/**
 * The plan's keys. They work while focus is in the plan, in the room's bar or nowhere in particular, and never while
 * something is being written; those of one letter can be switched off, with the board's.
 */
export function usePlanKeys(
  { canWrite, panel }: PlanContext,
  root: Readonly<Ref<HTMLElement | null>>,
  acts: Acts,
): void {
  const singleKeys = useStorage('meydan.board.singleKeys', true)

  function isOurs(target: EventTarget | null): boolean {
    if (!(target instanceof Element) || document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]'))
      return false
    // Whoever came by a tab still stands on it.
    return target === document.body || target.closest('header, nav') !== null || root.value?.contains(target) === true
  }

  function commandOf(event: KeyboardEvent): (() => void) | null {
    const key = event.key.toLowerCase()
    if (key === 'z') return event.shiftKey ? acts.redo : acts.undo
    if (key === 'y') return acts.redo
    return key === 'f' && !event.shiftKey ? acts.search : null
  }

  function letterOf({ key, altKey }: KeyboardEvent): (() => void) | null {
    if (altKey || !singleKeys.value) return null
    if (key === '/') return acts.search
    return key.toLowerCase() === 'n' && canWrite.value ? acts.addAction : null
  }

  useEventListener(document, 'keydown', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || !isOurs(event.target)) return
    if (event.key === 'Escape') {
      if (panel.value !== 'details') return
      event.preventDefault()
      panel.value = null
      return
    }
    if (isField(event.target)) return
    const act = event.ctrlKey || event.metaKey ? commandOf(event) : letterOf(event)
    if (!act) return
    event.preventDefault()
    act()
  })
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null
}
