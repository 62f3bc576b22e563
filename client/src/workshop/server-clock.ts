import { shallowRef } from 'vue'

/** How far the server's clock is ahead of this device's, ms. Timers are right on a phone whose clock is wrong. */
const aheadMs = shallowRef(0)
/** The answer that took the least time says it best. */
let quickestMs = Number.POSITIVE_INFINITY

/** What the server said its time was, in answer to something asked at `askedAt` (this device's `performance.now()`). */
export function heardServerTime(serverMs: number, askedAt: number): void {
  const tookMs = performance.now() - askedAt
  // A device's clock may be set while the page is open: an old quick answer doesn't count for ever.
  quickestMs = Math.min(quickestMs * 1.2, 10_000)
  if (tookMs > quickestMs) return
  quickestMs = tookMs
  aheadMs.value = serverMs + tookMs / 2 - Date.now()
}

/** The time at the server, ms since 1970. */
export function serverNow(): number {
  return Date.now() + aheadMs.value
}
