import { useEventListener, useResizeObserver } from '@vueuse/core'
import { computed, type Ref, shallowRef, watch } from 'vue'

/** Rows drawn above and below what is in sight: a wheel's turn finds them there. */
const AHEAD = 12
/** The window moves by so many rows at once, and not for each. */
const PACE = 4

/** Which of many rows of one height are to be drawn, for what is in sight of the element that scrolls them. */
export function useRowWindow(scroller: Readonly<Ref<HTMLElement | null>>, count: () => number, rowHeight: number) {
  const first = shallowRef(0)
  const height = shallowRef(0)
  const measure = () => {
    const top = Math.floor((scroller.value?.scrollTop ?? 0) / rowHeight)
    first.value = Math.floor(top / PACE) * PACE
  }
  useEventListener(scroller, 'scroll', measure, { passive: true })
  useResizeObserver(scroller, ([entry]) => {
    height.value = entry?.contentRect.height ?? 0
    measure()
  })
  // Fewer rows than before may have scrolled the element without anybody hearing of it.
  watch(count, measure, { flush: 'post' })
  return {
    /** From this row up to, and without, that one. */
    range: computed(() => {
      const inSight = Math.ceil(height.value / rowHeight) + PACE
      return { from: Math.max(0, first.value - AHEAD), to: Math.min(count(), first.value + inSight + AHEAD) }
    }),
    /** How many whole rows are in sight: a page. */
    page: computed(() => Math.max(1, Math.floor(height.value / rowHeight) - 2)),
  }
}
