/** A moment as people say it: a day and a time by the clock of a place. */
export type LocalTime = {
  /** `2027-03-28` */
  day: string
  /** `14:30` */
  time: string
  /** IANA: `Europe/Istanbul`. */
  timeZone: string
}

export type LocalProblem = 'zone_unknown' | 'time_skipped'

const DAY_MS = 86_400_000
/** Names as IANA gives them: what else Intl takes, as `+03:00`, knows no summer time. */
const ZONE_NAME = /^[A-Za-z][A-Za-z_]*(\/[A-Za-z0-9_+-]+){0,2}$/
const ZONE_NAME_MAX = 64

const formats = new Map<string, Intl.DateTimeFormat>()

/** Whether it is the name of a zone that this machine knows the rules of. */
export function isZone(name: string): boolean {
  if (name.length > ZONE_NAME_MAX || !ZONE_NAME.test(name)) return false
  try {
    formatIn(name)
    return true
  } catch {
    return false
  }
}

/**
 * The moment at which a clock there shows this; of two, where summer time ends, the first. What no clock ever shows,
 * because summer time begins, is a problem and no moment, as is a zone that nobody knows.
 */
export function momentOf({ day, time, timeZone }: LocalTime): Date | LocalProblem {
  if (!isZone(timeZone)) return 'zone_unknown'
  const shown = Date.parse(`${day}T${time}:00Z`)
  // No zone changes twice within two days: the clocks of the day before and the day after are all that can be meant.
  const offsets = [shown - DAY_MS, shown + DAY_MS].map((near) => shownIn(timeZone, near) - near)
  const moments = offsets.map((offset) => shown - offset).filter((moment) => shownIn(timeZone, moment) === shown)
  return moments.length === 0 ? 'time_skipped' : new Date(Math.min(...moments))
}

/** What a clock there shows at a moment, to the minute. Throws RangeError where nobody knows the zone. */
export function localOf(moment: Date, timeZone: string): LocalTime {
  const shown = new Date(shownIn(timeZone, moment.getTime())).toISOString()
  return { day: shown.slice(0, 10), time: shown.slice(11, 16), timeZone }
}

/** Whether clocks of two zones show the same at a moment. */
export function showsSame(moment: Date, one: string, other: string): boolean {
  return shownIn(one, moment.getTime()) === shownIn(other, moment.getTime())
}

/** What a clock there shows, as if it were UTC, ms. */
function shownIn(timeZone: string, moment: number): number {
  const parts = formatIn(timeZone).formatToParts(moment)
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
}

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  formats.set(timeZone, format)
  return format
}
