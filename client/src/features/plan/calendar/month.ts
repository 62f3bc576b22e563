import type { Language } from '@meydan/shared/languages'
import { addDays, addMonths, daysOfMonth, monthOf, startOfWeek } from '../../../i18n/days.ts'

const WEEK = 7

/** The weeks of a month (`2027-03`), each whole: with days of the months around it. */
export function weeksOf(month: string, language: Language): string[][] {
  const days = daysOfMonth(month)
  const last = days.at(-1)!
  const weeks: string[][] = []
  for (let start = startOfWeek(days[0]!, language); start <= last; start = addDays(start, WEEK))
    weeks.push(Array.from({ length: WEEK }, (_, index) => addDays(start, index)))
  return weeks
}

/** The same day of another month; its last one where that month is shorter. */
export function sameDayOf(day: string, months: number): string {
  const days = daysOfMonth(addMonths(monthOf(day), months))
  return days[Math.min(Number(day.slice(8)), days.length) - 1]!
}

export type GridKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * Where a key goes from a day: days, weeks, the ends of the week, months (Page) and years (Shift+Page). Null: the key
 * means nothing here. Where the week runs from right to left, the arrow to the left goes on.
 */
export function dayByKey(day: string, event: GridKey, language: Language, isRtl: boolean): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  const onwards = isRtl ? -1 : 1
  const months = event.shiftKey ? 12 : 1
  switch (event.key) {
    case 'ArrowRight':
      return addDays(day, onwards)
    case 'ArrowLeft':
      return addDays(day, -onwards)
    case 'ArrowDown':
      return addDays(day, WEEK)
    case 'ArrowUp':
      return addDays(day, -WEEK)
    case 'Home':
      return startOfWeek(day, language)
    case 'End':
      return addDays(startOfWeek(day, language), WEEK - 1)
    case 'PageDown':
      return sameDayOf(day, months)
    case 'PageUp':
      return sameDayOf(day, -months)
    default:
      return null
  }
}

/** How many of so many things are shown in so many lines: all, or all but the last line, which says how many more. */
export function fittingInDay(count: number, lines: number): number {
  return count <= lines ? count : Math.max(0, lines - 1)
}
