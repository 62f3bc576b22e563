import type { Language } from '@meydan/shared/languages'
import { formatNumber, localesOf } from '../../../i18n/format.ts'
import type { Translate } from '../../../i18n/index.ts'
import { dayOfNumber, momentOf } from '../moving/day-numbers.ts'
import { monthInWords, monthOf } from '../../../i18n/days.ts'
import { quarterOf, type TickUnit } from './scale.ts'

const years = new Map<Language, Intl.DateTimeFormat>()

function yearInWords(day: number, language: Language): string {
  const format =
    years.get(language) ?? new Intl.DateTimeFormat(localesOf(language), { year: 'numeric', timeZone: 'UTC' })
  years.set(language, format)
  return format.format(momentOf(day))
}

/** What is written over a unit that begins on a day; `isUpper`: in the upper line, where there is room. */
export function tickInWords(unit: TickUnit, day: number, isUpper: boolean, language: Language, t: Translate): string {
  if (unit === 'year') return yearInWords(day, language)
  if (unit === 'quarter') return t('plan.timeline.quarter', { quarter: quarterOf(day) })
  if (unit === 'week') return formatNumber(momentOf(day).getUTCDate(), language)
  return monthInWords(monthOf(dayOfNumber(day)), language, isUpper ? 'long' : 'short')
}
