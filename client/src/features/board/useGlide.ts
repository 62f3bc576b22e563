import type { ConnectorLine } from '@meydan/shared/documents/board/connectors'
import type { Point } from '@meydan/shared/documents/board/records'
import { onScopeDispose, type Ref, shallowRef, watch } from 'vue'

/** As long as `--others`: objects that others move take this to arrive, and their connectors go with them. */
const GLIDE_MS = 240

/** A line that follows at once, or, while others move its ends, as smoothly as these do. */
export function useGlide(line: Readonly<Ref<ConnectorLine>>, glides: () => boolean): Readonly<Ref<ConnectorLine>> {
  const shown = shallowRef(line.value)
  let frame = 0
  watch(
    line,
    (to) => {
      cancelAnimationFrame(frame)
      if (!glides() || matchMedia('(prefers-reduced-motion: reduce)').matches) {
        shown.value = to
        return
      }
      const from = shown.value
      const began = performance.now()
      const step = (now: number) => {
        const part = Math.min(1, Math.max(0, (now - began) / GLIDE_MS))
        shown.value = { from: between(from.from, to.from, part), to: between(from.to, to.to, part) }
        if (part < 1) frame = requestAnimationFrame(step)
      }
      frame = requestAnimationFrame(step)
    },
    { flush: 'sync' },
  )
  onScopeDispose(() => cancelAnimationFrame(frame))
  return shown
}

function between(from: Point, to: Point, part: number): Point {
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}
