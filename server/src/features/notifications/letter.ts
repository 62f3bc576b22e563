import type { Language } from '@meydan/shared/languages'
import { type LetterPart, writeLetter } from '../../mail/letter.ts'
import { setApart } from '../../mail/set-apart.ts'
import type { Mail } from '../../mail/outbox.ts'
import { counted } from './counted.ts'
import { letterWords } from './letter-words.ts'
import { kindOf, pathOf, type ToldRow } from './told.ts'

/** A notification with what is said in it, and in how many others the letter could have told of beside it. */
export type TellRow = ToldRow & { total: number }

export type NewsLetter = {
  recipient: string
  personId: string
  language: Language
  timeZone: string
  origin: string
  /** At least one, the newest first. */
  rows: readonly TellRow[]
  said: (row: ToldRow) => string
  /** Of a room, at once; or what the day brought in all rooms. */
  of: 'room' | 'day'
  unsubscribeToken: string
}

/**
 * A letter with what somebody hasn't read. The subject stands in lists that others may see: it says what happened or how
 * much it is, and nothing of who, where or what about.
 */
export function newsLetter(letter: NewsLetter): Mail {
  const { rows, language, origin, recipient, personId, unsubscribeToken } = letter
  const words = letterWords[language]
  const { total } = rows[0]!
  const more = total - rows.length
  const subject = total === 1 ? words.subject[kindOf(rows[0]!)] : counted(words.subjectOfSeveral, language, total)
  const parts = [...Map.groupBy(rows, ({ roomId }) => roomId).values()].flatMap((ofRoom): LetterPart[] => [
    { heading: ofRoom[0]!.roomName },
    ...ofRoom.map((row) => newsOf(row, letter)),
  ])
  if (more > 0) parts.push({ link: { label: counted(words.more, language, more), url: `${origin}/notifications` } })
  const unsubscribeUrl = `${origin}/api/unsubscribe/${unsubscribeToken}`
  // By its reader: whose words in it are to be gone finds it by that (mail/take-back-news.ts).
  return { recipient, about: personId, unsubscribeUrl, ...writeLetter(language, subject, [...parts, footOf(letter)]) }
}

function newsOf(row: TellRow, { language, origin, timeZone, said }: NewsLetter): LetterPart {
  const { sentence, somebody } = setApart(letterWords[language], language)
  const label = sentence[kindOf(row)](row.byName ?? somebody)
  // Who is named in the sentence needn't be named twice.
  const name = row.byName !== null && label.includes(row.byName) ? null : row.byName
  const when = timesOf(language, timeZone).format(row.createdAt)
  const facts = [name, row.byOrganisation, when].filter((fact) => fact !== null)
  return { news: { label, url: origin + pathOf(row), facts, quote: said(row) } }
}

function footOf({ language, origin, rows, of, unsubscribeToken }: NewsLetter): LetterPart {
  const words = setApart(letterWords[language], language)
  const isRoom = of === 'room'
  return {
    foot: isRoom ? words.whyRoom(rows[0]!.roomName) : words.whyDaily,
    links: [
      { label: isRoom ? words.endRoom : words.endAll, url: `${origin}/unsubscribe#${unsubscribeToken}` },
      { label: words.settings, url: `${origin}/notification-settings` },
    ],
  }
}

const times = new Map<string, Intl.DateTimeFormat>()

/** Making one costs more than a whole letter. */
function timesOf(language: Language, timeZone: string): Intl.DateTimeFormat {
  const key = `${language} ${timeZone}`
  const known = times.get(key) ?? new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone })
  times.set(key, known)
  return known
}
