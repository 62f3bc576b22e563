import { generateNKeysBetween } from 'fractional-indexing'

/** Fractional keys between two neighbours (null = the end of the list). Ties, made by two people at once, fall to ids. */
export function keysBetween(before: string | null, after: string | null, count: number): string[] {
  if (before !== null && after !== null && before >= after) return generateNKeysBetween(before, null, count)
  return generateNKeysBetween(before, after, count)
}

export function byOrder(a: { order: string; id: string }, b: { order: string; id: string }): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
