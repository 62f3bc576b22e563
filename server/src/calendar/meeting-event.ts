import type { Language } from '@meydan/shared/languages'
import { ICalAlarmType, ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { type MeetingFacts, meetingPath } from './meeting-facts.ts'
import { meetingWords } from './meeting-words.ts'

const HOUR_S = 60 * 60
/** So long before it begins a calendar reminds of it. */
const ALARMS_S = [24 * HOUR_S, HOUR_S]

export type CalendarFor = {
  language: Language
  /** Where our pages are: `https://meydan.example.org`. */
  origin: string
}

/** Calendars know a meeting by this for ever, whether it comes in a file, a letter or a feed. */
export const meetingUid = (id: string) => `meeting-${id}@meydan`

/** Puts a meeting into a calendar; its alarms unless it was cancelled. The same bytes for the same content. */
export function addMeeting(calendar: ICalCalendar, meeting: MeetingFacts, { language, origin }: CalendarFor): void {
  const words = meetingWords[language]
  const { plannedAt, minutes, isCancelled, callUrl, place, roomName, programme } = meeting
  const title = oneLine(meeting.title)
  const url = origin + meetingPath(meeting)
  const event = calendar.createEvent({
    id: meetingUid(meeting.id),
    sequence: meeting.sequence,
    stamp: meeting.changedAt,
    lastModified: meeting.changedAt,
    // Without a zone the library writes UTC, which every calendar shows by its own clock.
    start: plannedAt,
    end: new Date(plannedAt.getTime() + minutes * 60_000),
    summary: isCancelled ? words.cancelled(title) : title,
    location: oneLine(place) || callUrl,
    description: [
      `${oneLine(roomName)} · ${oneLine(programme)}`,
      ...(callUrl ? [`${words.call}: ${callUrl}`] : []),
      `${words.agenda}: ${url}`,
    ].join('\n'),
    url,
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  })
  if (isCancelled) return
  for (const seconds of ALARMS_S) {
    event.createAlarm({ type: ICalAlarmType.display, trigger: seconds, description: title })
  }
}

/** A calendar file of one meeting (RFC 5545). */
export function meetingCalendar(meeting: MeetingFacts, given: CalendarFor): string {
  const calendar = new ICalCalendar({
    prodId: { company: 'Meydan', product: 'Meydan', language: given.language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
  })
  addMeeting(calendar, meeting, given)
  return calendar.toString()
}

/** A line break in a title would begin another line of the calendar where a reader doesn't know the rules. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
