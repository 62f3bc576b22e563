import type { Language } from '@meydan/shared/languages'
import { type LetterPart, writeLetter } from '../../mail/letter.ts'
import { setApart } from '../../mail/set-apart.ts'
import { lastDayOfLinks } from './ask-link.ts'
import { letterWords } from './letter-words.ts'
import type { AskRow } from './rows.ts'

/** ask: it was asked just now · soon: its day comes · overdue: its day is over. */
export type AskMailKind = 'ask' | 'soon' | 'overdue'

export type AskLetterFor = {
  kind: AskMailKind
  language: Language
  url: string
  /** The organisation that passed it on; null where nobody did. */
  passedBy: string | null
}

/**
 * A mail in one language that asks for an answer. Its subject stands in lists that others may see: it names the
 * organisation and the day, and nothing of what is asked. Nobody's name is in it.
 */
export function askLetter(ask: AskRow, { kind, language, url, passedBy }: AskLetterFor) {
  const words = setApart(letterWords[language], language)
  const { askedName: asked, askingName: asking, replyBy, question, roomName, programmeName } = ask
  const date = (day: string) =>
    // A day, wherever it is read: not the moment at which it begins somewhere.
    new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
  const told = { asked, asking, date: date(replyBy) }
  const parts: LetterPart[] = [
    { paragraph: words.intro[kind](told) },
    ...(passedBy === null ? [] : [{ paragraph: words.passedOn(passedBy) }]),
    ...(ask.isHidden || !ask.words ? [] : [{ heading: words.about }, { paragraph: ask.words }]),
    ...(question ? [{ heading: words.question }, { paragraph: question }] : []),
    { paragraph: words.answers },
    { link: { label: words.answer, url } },
    { paragraph: words.link(date(lastDayOfLinks(replyBy))) },
    ...(ask.publishesAnswers && ask.publishable && ask.subjectKind !== 'note' ? [{ paragraph: words.isPublic }] : []),
    { paragraph: words.foot({ asked, room: roomName, programme: programmeName }) },
  ]
  return writeLetter(language, words.subject[kind](told), parts)
}
