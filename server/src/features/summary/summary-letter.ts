import type { PerSide, SummaryStep, SummaryView, SummaryVote } from '@meydan/shared/contracts/summary'
import { positions } from '@meydan/shared/contracts/votes'
import { type Language, languages } from '@meydan/shared/languages'
import { readings, smallSides } from '@meydan/shared/votes/readings'
import { type Side, sides } from '@meydan/shared/words'
import { type LetterPart, writeLetter } from '../../mail/letter.ts'
import { setApart, together } from '../../mail/set-apart.ts'
import { type LetterWords, letterWords } from './words.ts'

const THEMES_MOST = 40

type Telling = {
  words: LetterWords
  number: (value: number) => string
  list: (parts: readonly string[]) => string
  percent: (share: number) => string
  minutes: (value: number) => string
  date: (iso: string) => string
  moment: (iso: string) => string
  text: (texts: SummaryStep['title']) => string
  together: (facts: readonly (string | null)[]) => string
}

export type LetterFor = {
  language: Language
  /** The organisation of whoever asked for it. */
  askedBy: string
  /** Leads to the summary's page; null where nobody said where that is. */
  url: string | null
}

/** A meeting's summary as a mail in one language. No personal names: it goes to machines that aren't ours. */
export function summaryLetter(summary: SummaryView, { language, askedBy, url }: LetterFor) {
  const telling = tellingIn(language, summary.meeting.roomLanguage)
  const { words, date } = telling
  const { openedAt, title } = summary.meeting
  const parts = [
    { heading: title },
    ...headOf(summary, telling),
    ...thanksOf(summary, telling),
    ...attendanceOf(summary, telling),
    ...stepsOf(summary, telling),
    ...themesOf(summary, telling),
    ...votesOf(summary, telling),
    ...decisionsOf(summary, telling),
    ...questionsOf(summary, telling),
    ...(url === null ? [] : [{ link: { label: words.open, url } }]),
    { paragraph: words.foot(askedBy) },
  ]
  return writeLetter(language, words.subject(date(openedAt ?? new Date().toISOString())), parts)
}

function tellingIn(language: Language, ofRoom: Language): Telling {
  // In UTC: where the readers are, the server doesn't know.
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  const moments = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  const numbers = new Intl.NumberFormat(language)
  const lists = new Intl.ListFormat(language)
  const percents = new Intl.NumberFormat(language, { style: 'percent' })
  const minutes = new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'short' })
  return {
    words: setApart(letterWords[language], language),
    number: (value) => numbers.format(value),
    list: (parts) => lists.format(parts),
    percent: (share) => percents.format(share),
    minutes: (value) => minutes.format(value),
    date: (iso) => dates.format(new Date(iso)),
    moment: (iso) => `${moments.format(new Date(iso))} UTC`,
    text: (texts) => texts[[language, ofRoom, ...languages].find((each) => texts[each]) ?? language] ?? '',
    together: (facts) => together(facts, language),
  }
}

/** Each side's count, those that have none left out: “Civil society 4 and Public institutions 3”. */
function bySide(counts: PerSide, { words, number, list }: Telling): string {
  return list(sides.filter((side) => counts[side] > 0).map((side) => `${words.sides[side]} ${number(counts[side])}`))
}

const sum = (counts: PerSide) => counts.civil + counts.public + counts.neutral

/** A count with its sides in brackets; `all`: with those of no side, where there can be such. */
function told(counts: PerSide, telling: Telling, all = sum(counts)): string {
  const details = bySide(counts, telling)
  return telling.number(all) + (details && ` (${details})`)
}

function section(heading: string, ...parts: LetterPart[]): LetterPart[] {
  return [{ heading }, ...parts]
}

function headOf({ meeting }: SummaryView, { words, date, together }: Telling): LetterPart[] {
  const facts = [meeting.openedAt && date(meeting.openedAt), meeting.place, meeting.roomName, meeting.programmeName]
  const head = { paragraph: together(facts) }
  return meeting.state === 'ended' ? [head] : [head, { paragraph: words.stillOpen }]
}

function thanksOf({ meeting }: SummaryView, { words }: Telling): LetterPart[] {
  return meeting.thanks ? section(words.thanks, { paragraph: meeting.thanks }) : []
}

function attendanceOf({ attendance }: SummaryView, { words, number }: Telling): LetterPart[] {
  const present = attendance.organisations.filter(({ people }) => people > 0)
  if (present.length === 0) return section(words.attendance, { paragraph: words.nobody })
  const ofSide = (side: Side) => {
    const { people, organisations } = attendance.bySide[side]
    return `${words.sides[side]}: ${number(people)} (${words.organisations}: ${number(organisations)})`
  }
  return section(
    words.attendance,
    { list: sides.filter((side) => attendance.bySide[side].people > 0).map(ofSide) },
    {
      list: present.map(
        ({ name, people, corrected }) => `${name}: ${number(people)}${corrected ? ` (${words.corrected})` : ''}`,
      ),
    },
  )
}

function stepsOf({ steps }: SummaryView, { words, minutes, text }: Telling): LetterPart[] {
  if (steps.length === 0) return []
  const how = ({ skipped, tookSeconds }: SummaryStep) => {
    if (tookSeconds !== null) return minutes(Math.max(1, Math.round(tookSeconds / 60)))
    return skipped ? words.skipped : words.notReached
  }
  const list = steps.map((step) => `${text(step.title)} – ${words.modes[step.mode]}, ${how(step)}`)
  return section(words.steps, { list })
}

function themesOf({ themes, notes }: SummaryView, telling: Telling): LetterPart[] {
  const { words } = telling
  const all = { paragraph: `${words.notes}: ${told(notes.bySide, telling, notes.count)}` }
  const list = themes
    .slice(0, THEMES_MOST)
    .map(({ title, notes: count, bySide: counts }) => `${title || words.untitled}: ${told(counts, telling, count)}`)
  return section(words.themes, all, ...(list.length > 0 ? [{ list }] : []))
}

function votesOf({ votes, openVotes }: SummaryView, telling: Telling): LetterPart[] {
  if (votes.length + openVotes.length === 0) return []
  const { words, moment } = telling
  return section(
    words.votes,
    ...votes.flatMap((vote): LetterPart[] => [
      { paragraph: `${vote.title}\n${turnout(vote, telling)}` },
      { list: optionLines(vote, telling) },
      ...fewVoted(vote, telling),
    ]),
    ...openVotes.map(({ title, deadline }) => ({ paragraph: `${title}\n${words.openUntil(moment(deadline))}` })),
  )
}

function turnout({ voters, eligible }: SummaryVote, telling: Telling): string {
  const details = bySide(voters, telling)
  const { words, number } = telling
  return words.voted(number(sum(voters)), number(sum(eligible))) + (details && ` (${details})`)
}

function fewVoted({ voters }: SummaryVote, { words, number }: Telling): LetterPart[] {
  return smallSides(voters).map((side) => ({ paragraph: words.few(words.sides[side], number(voters[side])) }))
}

function optionLines(vote: SummaryVote, telling: Telling): string[] {
  const { words, percent } = telling
  const { options } = readings(vote)
  return vote.options.map((option, index) => {
    const equal = options[index]!.equal
    const weighed = equal === null ? '' : `; ${words.equal}: ${percent(equal)}`
    const counts =
      vote.kind === 'dots'
        ? told(option.dots, telling)
        : positions
            .filter((position) => position === 'agree' || sum(option[position]) > 0)
            .map((position) => `${words.positions[position]} ${told(option[position], telling)}`)
            .join('; ')
    return `${option.label || words.untitled}: ${counts}${weighed}`
  })
}

function decisionsOf({ decisions }: SummaryView, { words }: Telling): LetterPart[] {
  if (decisions.length === 0) return []
  const list = decisions.map(({ label, outcome }) => `${label || words.untitled}: ${words.outcomes[outcome]}`)
  return section(words.decisions, { list })
}

function questionsOf({ questions: { asked, answered } }: SummaryView, { words, number }: Telling): LetterPart[] {
  if (asked === 0) return []
  return section(words.questions, {
    list: [`${words.asked}: ${number(asked)}`, `${words.answered}: ${number(answered)}`],
  })
}
