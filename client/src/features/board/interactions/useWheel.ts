import { useEventListener } from '@vueuse/core'
import type { BoardContext } from '../board-context.ts'

const LINE_PX = 18

/** The wheel pans, with Ctrl (which is also what a trackpad's pinch sends) it zooms about the pointer. */
export function useWheel(context: BoardContext): void {
  const { surface, viewport } = context
  useEventListener(
    surface,
    'wheel',
    (event: WheelEvent) => {
      if (scrollsItself(event)) return
      event.preventDefault()
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1
      if (event.ctrlKey || event.metaKey) {
        const box = surface.value!.getBoundingClientRect()
        const by = Math.max(-60, Math.min(60, event.deltaY * unit))
        const anchor = { x: event.clientX - box.left, y: event.clientY - box.top }
        viewport.zoomAbout(viewport.now().zoom * Math.exp(-by * 0.006), anchor)
        return
      }
      const sideways = event.shiftKey && event.deltaX === 0
      const x = sideways ? event.deltaY : event.deltaX
      viewport.pan({ x: -x * unit, y: sideways ? 0 : -event.deltaY * unit })
    },
    { passive: false },
  )
}

/** A selected note whose words don't fit scrolls them, like any field. */
function scrollsItself(event: WheelEvent): boolean {
  if (event.ctrlKey || event.metaKey) return false
  const box = event.target instanceof Element ? event.target.closest('[data-scrolls]') : null
  return box !== null && box.scrollHeight > box.clientHeight + 1
}
