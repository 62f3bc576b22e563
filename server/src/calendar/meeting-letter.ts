import type { Language } from '@meydan/shared/languages'
import { type LetterPart, writeLetter } from '../mail/letter.ts'
import { setApart, together } from '../mail/set-apart.ts'
import { type MeetingFacts, meetingPath } from './meeting-facts.ts'
import { meetingWords } from './meeting-words.ts'

export type MeetingLetterFor = {
  language: Language
  origin: string
  /** Where the meeting itself names none. */
  timeZone: string
}

/**
 * A letter about one meeting: that it comes, or that an organisation has not said whether it comes. By the clock of the
 * meeting, which it names: where its reader is, the server doesn't know. The subject says the day and nothing else.
 */
export function meetingLetter(kind: 'soon' | 'asked', meeting: MeetingFacts, given: MeetingLetterFor) {
  const { language, origin } = given
  const words = setApart(meetingWords[language], language)
  const timeZone = meeting.timeZone ?? given.timeZone
  const said = (style: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...style, timeZone }).format(meeting.plannedAt)
  const { title, place, callUrl, roomName, programme } = meeting
  const parts: LetterPart[] = [
    { heading: title },
    { paragraph: words.at(said({ dateStyle: 'full', timeStyle: 'short' }), cityOf(timeZone)) },
    ...(place ? [{ paragraph: words.where(place) }] : []),
    ...(callUrl ? [{ link: { label: words.call, url: callUrl } }] : []),
    { paragraph: together([roomName, programme], language) },
    ...(kind === 'asked' ? [{ paragraph: words.askedText }] : []),
    { link: { label: kind === 'asked' ? words.answer : words.agenda, url: origin + meetingPath(meeting) } },
    { paragraph: words.foot },
  ]
  return writeLetter(language, words[kind](said({ dateStyle: 'long' })), parts)
}

/** IANA names a zone by its region and a city. */
function cityOf(timeZone: string): string {
  return timeZone.split('/').at(-1)!.replaceAll('_', ' ')
}
