import { type ComputedRef, computed, nextTick, onScopeDispose, shallowRef, watch } from 'vue'
import type { Viewport } from './useViewport.ts'

/** What building may cost of a frame while the board rests, ms. */
const RESTING_MS = 24
const REST_AFTER_MS = 150
/** So many at the first time, and never fewer than LEAST: some of what is waited for must always come. */
const FIRST = 40
const LEAST = 3

export type Motion = 'none' | 'panning' | 'zooming'

/**
 * Which objects are elements now. While a gesture moves the board none comes or goes: a single one makes the browser
 * paint and layer all anew, in every frame of a pan. At rest as many are built in each frame as it has time for; what is
 * `urgent` at once. What has left goes the same way. `isBehind` until all are there.
 */
export function useBuilt(
  wanted: ComputedRef<ReadonlySet<string>>,
  urgent: ComputedRef<ReadonlySet<string>>,
  viewport: Viewport,
) {
  const built = shallowRef<ReadonlySet<string>>(new Set())
  const missing = shallowRef(0)
  let eachMs = 1
  let batch = FIRST
  let movedAt = Number.NEGATIVE_INFINITY
  let isMoving = false
  /** Told to those who show something else meanwhile; `zooming` from the first step that changes the zoom. */
  const motion = shallowRef<Motion>('none')
  let frame = 0
  let rest: ReturnType<typeof setTimeout> | undefined

  function advance(): void {
    const next = new Set(urgent.value)
    let left = 0
    for (const id of built.value) {
      if (wanted.value.has(id) || next.has(id)) next.add(id)
      else if (++left > batch) next.add(id)
    }
    let [added, late] = [0, 0]
    for (const id of wanted.value) {
      if (next.has(id)) continue
      if (added < batch) {
        next.add(id)
        added++
      } else late++
    }
    missing.value = late
    built.value = next
    if (late > 0 || left > batch) frame ||= requestAnimationFrame(again)
    if (added > LEAST) void measure(added)
  }

  function again(): void {
    frame = 0
    if (isMoving) {
      advanceUrgent()
      missing.value = [...wanted.value].filter((id) => !built.value.has(id)).length
      return
    }
    batch = Math.max(LEAST, Math.floor(RESTING_MS / eachMs))
    advance()
  }

  async function measure(count: number): Promise<void> {
    const began = performance.now()
    await nextTick()
    eachMs = Math.max(0.1, (performance.now() - began) / count)
  }

  watch(viewport.view, (view, before) => {
    const now = performance.now()
    // One step alone is a jump: what it leads to is built at once.
    isMoving = now - movedAt < REST_AFTER_MS
    movedAt = now
    clearTimeout(rest)
    rest = setTimeout(stand, REST_AFTER_MS)
    if (isMoving && motion.value !== 'zooming') motion.value = view.zoom === before.zoom ? 'panning' : 'zooming'
  })
  watch(
    [wanted, urgent],
    () => {
      // Between two frames others' news may come many times: they share the frame's time.
      if (frame === 0) again()
      else advanceUrgent()
    },
    { flush: 'pre' },
  )
  advance()
  onScopeDispose(() => {
    cancelAnimationFrame(frame)
    clearTimeout(rest)
  })

  function stand(): void {
    isMoving = false
    motion.value = 'none'
    frame ||= requestAnimationFrame(again)
  }

  function advanceUrgent(): void {
    if ([...urgent.value].every((id) => built.value.has(id))) return
    built.value = new Set([...built.value, ...urgent.value])
  }

  const isBehind = computed(() => missing.value > 0)
  return { built, isBehind, motion }
}
