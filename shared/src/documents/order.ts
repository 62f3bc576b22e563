import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

/** Fractional keys between two neighbours (null = the end of the list). Ties, made by two people at once, fall to ids. */
export function keysBetween(before: string | null, after: string | null, count: number): string[] {
  const low = isOrderKey(before) ? before : null
  const high = isOrderKey(after) ? after : null
  if (low !== null && high !== null && low >= high) return generateNKeysBetween(low, null, count)
  return generateNKeysBetween(low, high, count)
}

/** A key that came from another hand may be any string; the generator throws on one it didn't make. */
export function isOrderKey(key: string | null): key is string {
  if (key === null) return false
  try {
    generateKeyBetween(key, null)
    return true
  } catch {
    return false
  }
}

export function byOrder(a: { order: string; id: string }, b: { order: string; id: string }): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
