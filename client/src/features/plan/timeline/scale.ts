import { momentOf, numberOfDay, weekdayOf } from '../moving/day-numbers.ts'

export const zooms = ['weeks', 'months', 'quarters'] as const
export type Zoom = (typeof zooms)[number]

/** Pixels of a day at each zoom. */
export const dayWidths: Record<Zoom, number> = { weeks: 26, months: 8, quarters: 2.75 }
const NARROWEST = 0.35
const WIDEST = 40

/** Days `from` to `to` (which is no longer in it), at so many pixels a day. Offsets run from the inline start. */
export type Scale = { from: number; to: number; perDay: number }

/** What is drawn of an action: both ends are days in it. A bar of one day is a point (diamond) if only its end is known. */
export type Span = { first: number; last: number; kind: 'bar' | 'point' | 'open'; isReversed: boolean }

type Days = { start: string | null; due: string | null }

/** Null where neither day is known. Only a beginning is `open`: nobody knows where it ends. */
export function spanOf({ start, due }: Days): Span | null {
  if (start === null && due === null) return null
  if (start === null) return { first: numberOfDay(due!), last: numberOfDay(due!), kind: 'point', isReversed: false }
  if (due === null) return { first: numberOfDay(start), last: numberOfDay(start), kind: 'open', isReversed: false }
  const [a, b] = [numberOfDay(start), numberOfDay(due)]
  return { first: Math.min(a, b), last: Math.max(a, b), kind: 'bar', isReversed: b < a }
}

/** Years beyond which a day is taken for a slip of the pen: it is reached, and the scale isn't made for it alone. */
const MOST_YEARS = 12

/** From the first day to the last, today among them, with room on both sides. */
export function rangeOf(days: readonly number[], today: number): { from: number; to: number } {
  const reach = MOST_YEARS * 366
  const near = days.filter((day) => Math.abs(day - today) <= reach)
  const first = near.reduce((least, day) => Math.min(least, day), today)
  const last = near.reduce((most, day) => Math.max(most, day), today)
  return { from: monthStart(first - 14), to: nextMonth(last + 45) }
}

/** Where a day begins, in pixels from the inline start. */
export const offsetOf = (scale: Scale, day: number): number => (day - scale.from) * scale.perDay

export const widthOf = (scale: Scale): number => (scale.to - scale.from) * scale.perDay

/** The day that lies at an offset. */
export const dayAt = (scale: Scale, offset: number): number => scale.from + Math.floor(offset / scale.perDay)

/** By how many whole days something was carried that moved by so many pixels. */
export const daysMoved = (perDay: number, pixels: number): number => Math.round(pixels / perDay) + 0

/** The width of a day with which everything is in sight. */
export function fitting({ from, to }: Pick<Scale, 'from' | 'to'>, pixels: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, pixels / Math.max(1, to - from)))
}

/** Which zoom a width of day looks like: what is written above the rows. */
export function zoomOf(perDay: number): Zoom | 'years' {
  if (perDay >= 14) return 'weeks'
  if (perDay >= 4.5) return 'months'
  return perDay >= 0.9 ? 'quarters' : 'years'
}

export function monthStart(day: number): number {
  const at = momentOf(day)
  return day - at.getUTCDate() + 1
}

export function nextMonth(day: number): number {
  return monthStart(monthStart(day) + 32)
}

export type TickUnit = 'week' | 'month' | 'quarter' | 'year'
export type Tick = { first: number; days: number }

const unitsOf: Record<Zoom | 'years', [upper: TickUnit, lower: TickUnit]> = {
  weeks: ['month', 'week'],
  months: ['year', 'month'],
  quarters: ['year', 'quarter'],
  years: ['year', 'year'],
}

/** What stands above the rows: the longer unit over the shorter one. */
export const tickUnits = (perDay: number): [upper: TickUnit, lower: TickUnit] => unitsOf[zoomOf(perDay)]

/** The units that lie in a stretch of days, cut where it begins and ends. `firstWeekday`: 0 is Sunday. */
export function ticksOf(unit: TickUnit, { from, to }: Pick<Scale, 'from' | 'to'>, firstWeekday: number): Tick[] {
  const ticks: Tick[] = []
  for (let day = from; day < to; ) {
    const end = Math.min(to, afterUnit(unit, day, firstWeekday))
    ticks.push({ first: day, days: end - day })
    day = end
  }
  return ticks
}

/** The first day after the unit in which a day lies. */
function afterUnit(unit: TickUnit, day: number, firstWeekday: number): number {
  if (unit === 'week') return day + 7 - ((weekdayOf(day) - firstWeekday + 7) % 7)
  const at = momentOf(day)
  const month = at.getUTCMonth()
  const left = unit === 'month' ? 1 : unit === 'quarter' ? 3 - (month % 3) : 12 - month
  let next = day
  for (let step = 0; step < left; step++) next = nextMonth(next)
  return next
}

/** 1 to 4. */
export const quarterOf = (day: number): number => Math.floor(momentOf(day).getUTCMonth() / 3) + 1
