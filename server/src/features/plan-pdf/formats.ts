import { directionOf, type Language } from '@meydan/shared/languages'

export type Formats = ReturnType<typeof formatsOf>

/** How numbers and days are written in a language. Days are days without a zone, `2027-03-31`: counted in UTC. */
export function formatsOf(language: Language) {
  const numbers = new Intl.NumberFormat(language)
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  const longDays = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  const at = (day: string) => new Date(`${day}T00:00:00Z`)
  const day = (given: string) => days.format(at(given))
  return {
    /** From one value to the next, the way one reads. */
    arrow: directionOf(language) === 'rtl' ? ' ← ' : ' → ',
    number: (value: number) => numbers.format(value),
    percent: (value: number) => percents.format(value / 100),
    day,
    longDay: (given: string) => longDays.format(at(given)),
    /** Two days as one time; one that ends before it begins is told as it is. */
    between: (from: string, to: string) =>
      from <= to ? days.formatRange(at(from), at(to)) : `${day(from)} – ${day(to)}`,
    money: (value: number, currency: string | null) =>
      [numbers.format(value), currency].filter((part) => part !== null).join(' '),
  }
}
