import { useEventListener } from '@vueuse/core'
import { onScopeDispose, type ShallowRef, shallowRef } from 'vue'
import { accepts, dropBeside, moveInto } from './move-acts.ts'
import { siblingsOf } from './list-tree.ts'
import type { List } from './useList.ts'

const STARTS_AFTER = 6
const SCROLL_ZONE = 56
const SCROLL_STEP = 14

export type Drop = { id: string; where: 'before' | 'after' | 'into' }
export type Dragged = { ids: readonly string[]; x: number; y: number; drop: Drop | null }

/**
 * Dragging rows: by mouse from anywhere on a row, by finger from its handle, so that a list still scrolls. What would
 * happen is shown while it is dragged; Esc takes it back.
 */
export function useListDrag(list: List, scroller: Readonly<ShallowRef<HTMLElement | null>>) {
  const { context } = list
  const dragged = shallowRef<Dragged | null>(null)
  let from: { x: number; y: number; id: string; pointer: number } | null = null
  let scrolling = 0

  function down(event: PointerEvent): void {
    const target = event.target
    if (event.button !== 0 || !(target instanceof Element) || !context.canWrite.value) return
    if (target.closest('button, input, textarea')) return
    const row = target.closest<HTMLElement>('[data-row]')
    const id = row?.dataset['item'] ?? null
    if (!list.isObject(id) || context.data.typeOf(id) === 'connector') return
    if (event.pointerType === 'touch' && !target.closest('[data-grip]')) return
    from = { x: event.clientX, y: event.clientY, id, pointer: event.pointerId }
    if (event.pointerType === 'mouse') event.preventDefault()
  }

  function move(event: PointerEvent): void {
    if (!from || event.pointerId !== from.pointer) return
    const { clientX: x, clientY: y } = event
    if (!dragged.value) {
      if (Math.hypot(x - from.x, y - from.y) < STARTS_AFTER) return
      const { selection } = context
      if (!selection.ids.value.has(from.id)) selection.select([from.id])
      list.current.value = from.id
      keepScrolling()
    }
    const ids = list.chosen.value
    dragged.value = { ids, x, y, drop: dropAt(x, y, ids) }
  }

  function dropAt(x: number, y: number, ids: readonly string[]): Drop | null {
    const row = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-list] [data-row]')
    const id = row?.dataset['item']
    if (!row || !id) return null
    const { top, height } = row.getBoundingClientRect()
    const part = (y - top) / height
    const into = accepts(list, id, ids)
    const beside = mayStandBeside(id, ids)
    if (into && (!beside || (part > 0.3 && part < 0.7))) return { id, where: 'into' }
    return beside ? { id, where: part < 0.5 ? 'before' : 'after' } : null
  }

  function mayStandBeside(id: string, ids: readonly string[]): boolean {
    if (!list.isObject(id) || ids.includes(id) || list.isSorted.value) return false
    const siblings = siblingsOf(list.whole.value, id)
    if (ids.every((each) => siblings.includes(each))) return context.data.typeOf(id) !== 'connector'
    const parent = list.whole.value.nodes.get(id)?.parent
    return typeof parent === 'string' && accepts(list, parent, ids)
  }

  function up(event: PointerEvent): void {
    if (!from || event.pointerId !== from.pointer) return
    const now = dragged.value
    stop()
    if (!now?.drop) return
    const { id, where } = now.drop
    if (where === 'into') moveInto(list, { id }, now.ids)
    else dropBeside(list, now.ids, id, where === 'after')
    const [first] = now.ids
    if (first) context.focus(first)
    // The click that follows a drag means nothing.
    window.addEventListener('click', swallow, { capture: true, once: true })
    setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0)
  }

  function stop(): void {
    from = null
    dragged.value = null
    cancelAnimationFrame(scrolling)
  }

  /** Near its edges the list scrolls on under what is held. */
  function keepScrolling(): void {
    scrolling = requestAnimationFrame(keepScrolling)
    const box = scroller.value?.getBoundingClientRect()
    const now = dragged.value
    if (!box || !now) return
    if (now.y < box.top + SCROLL_ZONE) scroller.value!.scrollTop -= SCROLL_STEP
    else if (now.y > box.bottom - SCROLL_ZONE) scroller.value!.scrollTop += SCROLL_STEP
  }

  useEventListener(scroller, 'pointerdown', down)
  useEventListener(window, 'pointermove', move)
  useEventListener(window, 'pointerup', up)
  useEventListener(window, 'pointercancel', stop)
  useEventListener(
    window,
    'keydown',
    (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !dragged.value) return
      event.preventDefault()
      stop()
    },
    { capture: true },
  )
  onScopeDispose(stop)
  return { dragged }
}

function swallow(event: Event): void {
  event.stopPropagation()
  event.preventDefault()
}
