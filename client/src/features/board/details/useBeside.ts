import { boundsOf } from '@meydan/shared/documents/board/geometry'
import { useElementSize, useMediaQuery } from '@vueuse/core'
import { onScopeDispose, type Ref, watch } from 'vue'
import type { BoardContext } from '../board-context.ts'
import { useInlineSides } from '../useInlineSides.ts'
import type { Insets } from '../viewport.ts'

const GAP = 24

/**
 * While a drawer stands at the end of the board (at its foot on phones), that much of the board isn't free: what is
 * selected is brought into what is, and stays there.
 */
export function useBeside(context: BoardContext, drawer: Readonly<Ref<HTMLElement | null>>): void {
  const { viewport, selection, data } = context
  const { width, height } = useElementSize(drawer, undefined, { box: 'border-box' })
  const narrow = useMediaQuery('(max-width: 639px)')
  const { direction } = useInlineSides()
  const before = viewport.insets.value

  function free(): Insets {
    const { top, right, bottom, left } = before
    if (narrow.value) return { top, right, left, bottom: height.value + GAP }
    const end = width.value + GAP
    return direction.value === 'ltr' ? { top, bottom, left, right: end } : { top, bottom, right, left: end }
  }

  watch(
    [width, height, narrow, direction, () => [...selection.ids.value].join()],
    () => {
      if (width.value === 0) return
      viewport.insets.value = free()
      const bounds = boundsOf([...selection.ids.value].flatMap((id) => data.rectOf(id) ?? []))
      if (bounds) viewport.reveal(bounds)
    },
    { flush: 'post' },
  )
  onScopeDispose(() => {
    viewport.insets.value = before
  })
}
