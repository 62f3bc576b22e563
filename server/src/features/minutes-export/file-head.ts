import type { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { cleanWords } from './clean-words.ts'
import type { MinutesQuestion } from './message.ts'
import { minutesWords } from './words.ts'

/** What stands above the text: `over` whose it is, `under` when. */
export type FileHead = { over: string; title: string; under: string[] }

export function headOf(minutes: Minutes, question: MinutesQuestion): FileHead {
  const { language, today, names } = question
  const words = minutesWords[language]
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  const when = names.meetings.find(([id]) => id === minutes.meeting)?.[1]
  const line = (text: string) => cleanWords(text).replace(/\s+/g, ' ').trim()
  return {
    over: [question.programme, question.room].map(line).filter(Boolean).join(' · '),
    title: line(question.title) || words.minutes,
    under: [...(when ? [words.meeting(when)] : []), words.asOf(day.format(new Date(`${today}T00:00:00Z`)))],
  }
}
