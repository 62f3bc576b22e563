import { closeCodes } from '@meydan/shared/close-codes'

const FIRST_MS = 250
const LONGEST_MS = 4_000
/** A server that has no room for us is not asked again at once. */
const CROWDED_MS = 1_500
const SPREAD_MAX_MS = 30_000

/**
 * How long to wait before the next attempt, ms. A server that restarts says over how long its people should spread
 * themselves; otherwise the wait grows with each attempt that failed. Always partly by chance, so that a room which
 * lost its server together doesn't return together.
 */
export function reconnectDelay(
  close: { code: number; reason: string } | null,
  attempt: number,
  chance: () => number = Math.random,
): number {
  const spread = close?.code === closeCodes.restarting ? /^restarting:(\d{1,6})$/.exec(close.reason)?.[1] : undefined
  if (spread !== undefined) return chance() * Math.min(Number(spread), SPREAD_MAX_MS)
  const base = Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS)
  const least = close?.code === closeCodes.tryLater ? Math.max(base, CROWDED_MS) : base
  return least * (0.5 + chance() / 2)
}
