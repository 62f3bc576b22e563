import { showsSame } from '@meydan/shared/calendar/local-time'
import type { Language } from '@meydan/shared/languages'
import { formatDateTime, localesOf } from '../i18n/format.ts'

/** The zone that this browser's clock is set to. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** IANA names a zone by its region and a city: "Istanbul". */
export function cityOf(timeZone: string): string {
  return timeZone.split('/').at(-1)!.replaceAll('_', ' ')
}

export type MeetingTime = {
  /** By the reader's own clock. */
  here: string
  /** By the clock of the meeting, where that shows something else. */
  there: { time: string; city: string } | null
}

/** When a meeting is, as its reader needs it; `timeZone` null where nobody said by whose clock it was planned. */
export function spellMeetingTime(
  { plannedAt, timeZone }: { plannedAt: string; timeZone: string | null },
  language: Language,
  reader = ownZone(),
): MeetingTime {
  const at = new Date(plannedAt)
  const here = formatDateTime(at, language)
  if (!timeZone || showsSame(at, timeZone, reader)) return { here, there: null }
  const dayIn = (zone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at)
  const isSameDay = dayIn(timeZone) === dayIn(reader)
  const style = { timeStyle: 'short' as const, ...(!isSameDay && { dateStyle: 'medium' as const }) }
  const time = new Intl.DateTimeFormat(localesOf(language), { ...style, timeZone }).format(at)
  return { here, there: { time, city: cityOf(timeZone) } }
}
