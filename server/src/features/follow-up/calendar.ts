import type { Language } from '@meydan/shared/languages'
import { ICalCalendar, ICalEventStatus, ICalEventTransparency } from 'ical-generator'
import { addMeeting } from '../../calendar/meeting-event.ts'
import type { MeetingFacts } from '../../calendar/meeting-facts.ts'
import { calendarWords } from './calendar-words.ts'
import type { CalendarEntry } from './entries.ts'

const HOURS_BETWEEN_READS = 4

export type CalendarOf = {
  language: Language
  /** Whose days they are; null for what is mine. */
  organisation: string | null
  /** Where our pages are: `https://meydan.example.org`. */
  origin: string
}

/**
 * A calendar as RFC 5545 has it, one day-long event for each day that is due, and the meetings; the same bytes for the
 * same content. What is done or gone is left out: a calendar that is read anew drops it, and `CANCELLED` would keep it in
 * sight, struck out, as a meeting that was cancelled has to be.
 */
export function calendarText(
  { entries, meetings }: { entries: readonly CalendarEntry[]; meetings: readonly MeetingFacts[] },
  { language, organisation, origin }: CalendarOf,
): string {
  const words = calendarWords[language]
  const calendar = new ICalCalendar({
    name: oneLine(organisation === null ? words.mine : words.of(organisation)),
    prodId: { company: 'Meydan', product: 'Meydan', language: language.toUpperCase() },
    ttl: HOURS_BETWEEN_READS * 60 * 60,
  })
  for (const { uid, kind, title, day, sequence, changedAt, isAgreed, organisation: who, ...entry } of entries) {
    const said = oneLine(title) || words.untitled
    const facts = [who, entry.roomName, kind === 'action' && !isAgreed ? words.proposed : null]
    calendar.createEvent({
      id: uid,
      sequence,
      stamp: changedAt,
      lastModified: changedAt,
      // A day without zone: the library reads it in UTC, and writes the day alone.
      start: new Date(`${day}T00:00:00Z`),
      allDay: true,
      summary: kind === 'ask' ? words.answer(said) : words.due(said),
      description: facts.flatMap((fact) => (fact ? [oneLine(fact)] : [])).join('\n'),
      url: origin + entry.path,
      status: isAgreed ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE,
      // Nobody is busy for a day because something is due on it.
      transparency: ICalEventTransparency.TRANSPARENT,
    })
  }
  for (const meeting of meetings) addMeeting(calendar, meeting, { language, origin })
  return calendar.toString()
}

/** A line break in a title would begin another line of the calendar where a reader doesn't know the rules. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
