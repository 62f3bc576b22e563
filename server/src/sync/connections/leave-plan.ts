const PER_SECOND = 60
const WITHIN_MS = 4_000
const EVERY_MS = 100
const HINT_MAX_MS = 15_000

/** How a node sends its sockets away: `perStep` of them each `everyMs`; ours wait up to `hintMs` more before they return. */
export type LeavePlan = { perStep: number; everyMs: number; hintMs: number }

/**
 * Sixty a second come back elsewhere, where that fits into four seconds; where more are here, they go faster, and those
 * that understand the hint spread themselves over the time that is missing.
 */
export function leavePlan(sockets: number): LeavePlan {
  const wholeMs = (sockets / PER_SECOND) * 1_000
  const steps = Math.max(1, Math.ceil(Math.min(wholeMs, WITHIN_MS) / EVERY_MS))
  const hintMs = Math.round(Math.min(HINT_MAX_MS, Math.max(0, wholeMs - WITHIN_MS)))
  return { perStep: Math.max(1, Math.ceil(sockets / steps)), everyMs: EVERY_MS, hintMs }
}
