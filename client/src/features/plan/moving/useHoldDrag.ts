import { useEventListener } from '@vueuse/core'
import { onScopeDispose, type ShallowRef, shallowRef } from 'vue'

const STARTS_AFTER = 5
/** How long a finger rests before it carries instead of scrolling. */
const HOLD_MS = 350
const SCROLL_ZONE = 48
const SCROLL_STEP = 12

export type Point = { x: number; y: number }
/** Something under way: what it is, where it was taken up and where it is, in pixels of the window. */
export type Carried<T> = { what: T; from: Point; at: Point }

type Way<T> = {
  /** What lies under a pointer that goes down, if it can be carried. */
  pick: (target: Element, event: PointerEvent) => T | null
  drop: (carried: Carried<T>) => void
  /** Called once it begins; and in the end, however it ends. */
  begin?: (what: T) => void
  end?: () => void
}

/**
 * Carrying things: by mouse from anywhere on them, by finger after a moment's rest, so that a page still scrolls. What
 * is marked `data-scrolls` goes on under what is held at its edge. Esc puts it back.
 */
export function useHoldDrag<T>(area: Readonly<ShallowRef<HTMLElement | null>>, way: Way<T>) {
  const carried = shallowRef<Carried<T> | null>(null)
  let waiting: { what: T; from: Point; pointer: number; timer: number; isTouch: boolean } | null = null
  let frame = 0

  function down(event: PointerEvent): void {
    const { target, pointerId, clientX: x, clientY: y } = event
    if (event.button !== 0 || !(target instanceof Element) || waiting) return
    const what = way.pick(target, event)
    if (what === null) return
    const isTouch = event.pointerType === 'touch'
    const timer = isTouch ? window.setTimeout(begin, HOLD_MS) : 0
    waiting = { what, from: { x, y }, pointer: pointerId, timer, isTouch }
  }

  function begin(): void {
    if (!waiting) return
    const { what, from } = waiting
    carried.value = { what, from, at: from }
    getSelection()?.removeAllRanges()
    way.begin?.(what)
    frame = requestAnimationFrame(scrollAtEdges)
  }

  function move(event: PointerEvent): void {
    if (!waiting || event.pointerId !== waiting.pointer) return
    const at = { x: event.clientX, y: event.clientY }
    if (!carried.value) {
      if (Math.hypot(at.x - waiting.from.x, at.y - waiting.from.y) < STARTS_AFTER) return
      if (waiting.isTouch) return stop()
      begin()
    }
    carried.value = { ...carried.value!, at }
  }

  function up(event: PointerEvent): void {
    if (!waiting || event.pointerId !== waiting.pointer) return
    const last = carried.value
    stop()
    if (!last) return
    // The click that follows means nothing.
    window.addEventListener('click', swallow, { capture: true, once: true })
    setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0)
    way.drop(last)
  }

  function stop(): void {
    if (waiting) clearTimeout(waiting.timer)
    waiting = null
    cancelAnimationFrame(frame)
    if (!carried.value) return
    carried.value = null
    way.end?.()
  }

  function scrollAtEdges(): void {
    frame = requestAnimationFrame(scrollAtEdges)
    const at = carried.value?.at
    if (!at) return
    let scrolls = document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('[data-scrolls]')
    for (; scrolls; scrolls = scrolls.parentElement?.closest<HTMLElement>('[data-scrolls]')) {
      const { left, right, top, bottom } = scrolls.getBoundingClientRect()
      const [x, y] = [towards(at.x, left, right), towards(at.y, top, bottom)]
      if (x !== 0 || y !== 0) scrolls.scrollBy(x * SCROLL_STEP, y * SCROLL_STEP)
    }
  }

  useEventListener(area, 'pointerdown', down)
  useEventListener(window, 'pointermove', move)
  useEventListener(window, 'pointerup', up)
  useEventListener(window, 'pointercancel', stop)
  // While something is carried, a finger must not scroll as well; nor may resting on it open the browser's own menu.
  const keepStill = (event: Event) => carried.value && event.cancelable && event.preventDefault()
  useEventListener(area, 'touchmove', keepStill, { passive: false })
  useEventListener(area, 'contextmenu', (event: Event) => waiting?.isTouch && event.preventDefault())
  useEventListener(area, 'dragstart', (event: Event) => event.preventDefault())
  useEventListener(
    window,
    'keydown',
    (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !carried.value) return
      event.preventDefault()
      event.stopPropagation()
      stop()
    },
    { capture: true },
  )
  onScopeDispose(stop)
  return { carried, stop }
}

function towards(at: number, from: number, to: number): number {
  if (to - from < 3 * SCROLL_ZONE) return 0
  return at < from + SCROLL_ZONE ? -1 : at > to - SCROLL_ZONE ? 1 : 0
}

function swallow(event: Event): void {
  event.stopPropagation()
  event.preventDefault()
}
