/** The value below which this share (0 to 1) of the numbers lies; NaN for none. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = Float64Array.from(numbers).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export type Spread = { min: number; median: number; max: number }

/** Smallest, middle (of an even count the mean of the two middle ones) and largest; NaN for none. */
export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = numbers.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? Number.NaN, sorted[half] ?? Number.NaN]
  return { min: sorted[0] ?? Number.NaN, median: (low + high) / 2, max: sorted.at(-1) ?? Number.NaN }
}

/** As people read it: three figures that matter, thousands apart. */
export function shown(number: number): string {
  if (!Number.isFinite(number)) return '–'
  const digits = Math.abs(number) >= 100 ? 0 : Math.abs(number) >= 10 ? 1 : Math.abs(number) >= 1 ? 2 : 3
  return Number(number.toFixed(digits)).toLocaleString('en-GB', { maximumFractionDigits: digits })
}
