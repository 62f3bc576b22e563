/** What is in one list only, in the other only, and then in both. */
export type Stretch<T> = { removed: T[]; added: T[]; same: T[] }

/** Beyond so many comparisons it is said only that all of it is other. */
const COMPARED_MAX = 6_000_000

/**
 * Two lists beside each other, by the longest that they have in common in order; `same` holds the parts of `now`.
 * `keyOf` says which parts are the same.
 */
export function aligned<T>(then: readonly T[], now: readonly T[], keyOf: (part: T) => string): Stretch<T>[] {
  const [a, b] = [then.map(keyOf), now.map(keyOf)]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [oldEnd, newEnd] = [a.length - end, b.length - end]
  const stretches: Stretch<T>[] = [{ removed: [], added: [], same: now.slice(0, start) }]
  let [i, j] = [start, start]
  for (const [x, y] of [
    ...pairs(a.slice(start, oldEnd), b.slice(start, newEnd)),
    [oldEnd - start, newEnd - start] as const,
  ]) {
    const [old, young] = [start + x, start + y]
    const same = young < newEnd ? [now[young]!] : now.slice(newEnd)
    const last = stretches.at(-1)!
    if (i === old && j === young) last.same.push(...same)
    else stretches.push({ removed: then.slice(i, old), added: now.slice(j, young), same })
    ;[i, j] = [old + 1, young + 1]
  }
  return stretches.filter(({ removed, added, same }) => removed.length + added.length + same.length > 0)
}

/** Places of what both have, in order. */
function pairs(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1
  if (a.length === 0 || b.length === 0 || a.length * b.length > COMPARED_MAX) return []
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
  const found: [number, number][] = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) found.push([i++, j++])
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++
    else j++
  }
  return found
}
