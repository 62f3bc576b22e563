const MS_PER_DAY = 86_400_000

const number = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY)
/** What the fields for days take. */
const FIRST = number('1970-01-01')
const LAST = number('2999-12-31')

/** The number of a day (`2027-03-31`), counted from 1970: days that can be added and measured, without a zone. */
export const numberOfDay = number

/** The day of such a number; beyond the first and the last that a plan takes, that one. */
export function dayOfNumber(day: number): string {
  return momentOf(Math.min(LAST, Math.max(FIRST, day)))
    .toISOString()
    .slice(0, 10)
}

/** The same day as a moment in UTC. */
export const momentOf = (day: number): Date => new Date(day * MS_PER_DAY)

/** 0 is Sunday, as in `Date`. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7
