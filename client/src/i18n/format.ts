import type { Language } from '@meydan/shared/languages'
import { basqueDate, basqueDateTime, basqueRelativeTime } from './basque.ts'

/** What Intl is asked for: Basque numbers look like Spanish ones, and Chromium knows only those. */
export const localesOf = (language: Language): string[] => (language === 'eu' ? ['eu', 'es'] : [language])

const steps: [limitSeconds: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [45, 'second', 1],
  [45 * 60, 'minute', 60],
  [22 * 3600, 'hour', 3600],
  [6.5 * 86400, 'day', 86400],
  [26 * 86400, 'week', 7 * 86400],
  [320 * 86400, 'month', 30.44 * 86400],
  [Number.POSITIVE_INFINITY, 'year', 365.25 * 86400],
]

const lacksBasque = Intl.DateTimeFormat.supportedLocalesOf('eu').length === 0

/** "3 days ago", "in 2 hours", "now"; `now` is given so that tests need no clock. */
export function relativeTime(at: Date, language: Language, now: Date = new Date()): string {
  const seconds = (at.getTime() - now.getTime()) / 1000
  const [, unit, length] = steps.find(([limit]) => Math.abs(seconds) < limit)!
  const value = unit === 'second' ? 0 : Math.trunc(seconds / length) || Math.sign(seconds)
  if (language === 'eu' && lacksBasque) return basqueRelativeTime(value, unit)
  return new Intl.RelativeTimeFormat(localesOf(language), { numeric: 'auto' }).format(value, unit)
}

export function formatDate(at: Date, language: Language): string {
  if (language === 'eu' && lacksBasque) return basqueDate(at)
  return new Intl.DateTimeFormat(localesOf(language), { dateStyle: 'medium' }).format(at)
}

export function formatDateTime(at: Date, language: Language): string {
  if (language === 'eu' && lacksBasque) return basqueDateTime(at)
  return new Intl.DateTimeFormat(localesOf(language), { dateStyle: 'medium', timeStyle: 'short' }).format(at)
}

/** `share` of 1. */
export function formatPercent(share: number, language: Language): string {
  return new Intl.NumberFormat(localesOf(language), { style: 'percent' }).format(share)
}

/** “A, B and C”: a comma alone is not what every script puts between words. */
export function formatList(parts: readonly string[], language: Language): string {
  return new Intl.ListFormat(localesOf(language)).format(parts)
}

export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(localesOf(language)).format(value)
}
