import type { RoomSign } from '@meydan/shared/contracts/events'
import { onScopeDispose, type Ref, ref, shallowRef } from 'vue'

export const SHOWN_MS = 2500
const SHOWN_MOST = 12
const LANES = 12
const DIGEST_EVERY_MS = 5000
/** So that what comes at the same time is said together. */
const DIGEST_AFTER_MS = 800

export type FloatingSign = { id: number; sign: RoomSign; name: string; lane: number }

/**
 * Signs that are on the screen now, each for a moment, the oldest leaving when there are too many; and for those who
 * don't see them, what came, gathered, at most every five seconds.
 */
export function useFloatingSigns(digest: (counts: ReadonlyMap<RoomSign, number>) => string): {
  shown: Ref<readonly FloatingSign[]>
  said: Ref<string>
  show: (sign: RoomSign, name: string) => void
} {
  const shown = shallowRef<readonly FloatingSign[]>([])
  const said = ref('')
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let counts = new Map<RoomSign, number>()
  let last = 0
  let saidAt = Number.NEGATIVE_INFINITY
  let isWaiting = false

  function later(run: () => void, ms: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
  }

  function say(): void {
    isWaiting = false
    saidAt = performance.now()
    said.value = digest(counts)
    counts = new Map()
  }

  onScopeDispose(() => {
    for (const timer of timers) clearTimeout(timer)
  })
  return {
    shown,
    said,
    show(sign, name) {
      const id = ++last
      // Neighbours in time are not neighbours on the screen.
      shown.value = [...shown.value.slice(1 - SHOWN_MOST), { id, sign, name, lane: (id * 5) % LANES }]
      later(() => {
        shown.value = shown.value.filter((each) => each.id !== id)
      }, SHOWN_MS)
      counts.set(sign, (counts.get(sign) ?? 0) + 1)
      if (isWaiting) return
      isWaiting = true
      later(say, Math.max(DIGEST_AFTER_MS, saidAt + DIGEST_EVERY_MS - performance.now()))
    },
  }
}
