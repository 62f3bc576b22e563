export const everyKinds = ['week', 'fortnight', 'month'] as const
export type Every = (typeof everyKinds)[number]

const DAYS = { week: 7, fortnight: 14 } as const

/**
 * The `n`th day after the first one of a series: `2027-03-28`. Months count from the first day, so that a series of the
 * 31st comes back to it after a shorter month, whose last day it takes.
 */
export function dayOfSeries(first: string, every: Every, n: number): string {
  const [year, month, day] = first.split('-').map(Number) as [number, number, number]
  if (every !== 'month') return isoDay(Date.UTC(year, month - 1, day + n * DAYS[every]))
  const lastOfMonth = new Date(Date.UTC(year, month + n, 0)).getUTCDate()
  return isoDay(Date.UTC(year, month - 1 + n, Math.min(day, lastOfMonth)))
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
