import type { Language } from '@meydan/shared/languages'
import { localesOf } from './format.ts'

/**
 * Days of plans and asks are days without time or zone, `2027-03-31`, and months `2027-03`. Counting and naming happens
 * in UTC, where every day has 24 hours.
 */

const DAY_MS = 86_400_000
const WEEK = 7
const lacksBasque = Intl.DateTimeFormat.supportedLocalesOf('eu').length === 0
const basqueMonths = [
  'urtarrila',
  'otsaila',
  'martxoa',
  'apirila',
  'maiatza',
  'ekaina',
  'uztaila',
  'abuztua',
  'iraila',
  'urria',
  'azaroa',
  'abendua',
]
/** From Sunday on, as `getUTCDay` counts. */
const basqueWeekdays = ['igandea', 'astelehena', 'asteartea', 'asteazkena', 'osteguna', 'ostirala', 'larunbata']
const basqueWeekdaysShort = ['ig.', 'al.', 'ar.', 'az.', 'og.', 'or.', 'lr.']

const atMidnight = (day: string): Date => new Date(`${day}T00:00:00Z`)
const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** The day it is here at a moment. */
export function localDay(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** `short`: 31 Mar 2027 · `long`: 31 March 2027 · `full`: with the day of the week · `bare`: 31 Mar. */
export type DayStyle = 'short' | 'long' | 'full' | 'bare'

const stylesOf: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  short: { dateStyle: 'medium' },
  long: { dateStyle: 'long' },
  full: { dateStyle: 'full' },
  bare: { day: 'numeric', month: 'short' },
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Kept: a table asks for as many as it has rows, and making one costs more than using it a hundred times. */
function formatOf(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options)
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(localesOf(language), { ...options, timeZone: 'UTC' })
  formats.set(key, made)
  return made
}

/** A day in words of the language. */
export function dayInWords(day: string, language: Language, style: DayStyle = 'short'): string {
  if (language === 'eu' && lacksBasque) return basqueDay(day, style)
  return formatOf(language, stylesOf[style]).format(atMidnight(day))
}

function basqueDay(day: string, style: DayStyle): string {
  if (style === 'short') return day.replaceAll('-', '/')
  const at = atMidnight(day)
  const month = basqueMonths[at.getUTCMonth()]!
  if (style === 'bare') return `${month.slice(0, 3)}. ${at.getUTCDate()}`
  const long = `${at.getUTCFullYear()}(e)ko ${month.replace(/a$/, '')}aren ${at.getUTCDate()}a`
  return style === 'full' ? `${long}, ${basqueWeekdays[at.getUTCDay()]}` : long
}

export function addDays(day: string, count: number): string {
  return dayOf(new Date(atMidnight(day).getTime() + count * DAY_MS))
}

/** How many days lie from one to the other: 1 for the next day, below 0 where the other comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((atMidnight(to).getTime() - atMidnight(from).getTime()) / DAY_MS)
}

export type Distance = { count: number; unit: 'day' | 'week' | 'month' | 'year' }

/** How far a day is, in the unit people would say it in; the count is never below 0 and says nothing of before or after. */
export function distanceOf(days: number): Distance {
  const far = Math.abs(days)
  if (far < 2 * WEEK) return { count: far, unit: 'day' }
  if (far < 60) return { count: Math.floor(far / WEEK), unit: 'week' }
  if (far < 700) return { count: Math.round(far / 30.44), unit: 'month' }
  return { count: Math.round(far / 365.25), unit: 'year' }
}

/** "tomorrow", "in 3 weeks", "5 days ago". */
export function relativeDay(day: string, today: string, language: Language): string {
  const days = daysBetween(today, day)
  const { count, unit } = distanceOf(days)
  if (language === 'eu' && lacksBasque) return basqueDistance(Math.sign(days) * count, unit)
  return new Intl.RelativeTimeFormat(localesOf(language), { numeric: 'auto' }).format(Math.sign(days) * count, unit)
}

function basqueDistance(count: number, unit: Distance['unit']): string {
  const near = unit === 'day' ? { [-1]: 'atzo', 0: 'gaur', 1: 'bihar' }[count] : undefined
  if (near) return near
  const name = { day: 'egun', week: 'aste', month: 'hilabete', year: 'urte' }[unit]
  const far = Math.abs(count)
  const measured = far === 1 ? `${name} bat` : `${far} ${name}`
  return count < 0 ? `duela ${measured}` : `${measured} barru`
}

export const monthOf = (day: string): string => day.slice(0, 7)

export function addMonths(month: string, count: number): string {
  const at = atMidnight(`${month}-01`)
  at.setUTCMonth(at.getUTCMonth() + count)
  return monthOf(dayOf(at))
}

/** All days of a month, the first one first. */
export function daysOfMonth(month: string): string[] {
  const first = `${month}-01`
  const count = daysBetween(first, `${addMonths(month, 1)}-01`)
  return Array.from({ length: count }, (_, index) => addDays(first, index))
}

/** "March 2027", or "Mar" alone. */
export function monthInWords(month: string, language: Language, style: 'long' | 'short' = 'long'): string {
  const at = atMidnight(`${month}-01`)
  if (language === 'eu' && lacksBasque) {
    const name = basqueMonths[at.getUTCMonth()]!
    return style === 'short' ? `${name.slice(0, 3)}.` : `${at.getUTCFullYear()}(e)ko ${name}`
  }
  return formatOf(language, style === 'short' ? { month: 'short' } : { month: 'long', year: 'numeric' }).format(at)
}

/** 0 for Sunday to 6: Monday everywhere but in Arabic, where Saturday begins the week. */
export function firstWeekday(language: Language): number {
  return language === 'ar' ? 6 : 1
}

export const weekdayOf = (day: string): number => atMidnight(day).getUTCDay()

/** The days of the week in the order of the language. */
export function weekdaysInWords(language: Language, style: 'long' | 'short' = 'short'): string[] {
  const sunday = '2027-01-03'
  const first = firstWeekday(language)
  return Array.from({ length: WEEK }, (_, index) => (first + index) % WEEK).map((weekday) => {
    if (language === 'eu' && lacksBasque) return (style === 'long' ? basqueWeekdays : basqueWeekdaysShort)[weekday]!
    return formatOf(language, { weekday: style }).format(atMidnight(addDays(sunday, weekday)))
  })
}

/** The first day of the week in which a day lies. */
export function startOfWeek(day: string, language: Language): string {
  return addDays(day, -((weekdayOf(day) - firstWeekday(language) + WEEK) % WEEK))
}
