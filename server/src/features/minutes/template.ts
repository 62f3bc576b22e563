import type { Language } from '@meydan/shared/languages'
import type { RichBlock, RichCell, RichPiece } from '@meydan/shared/documents/rich-text/read'
import type { Side } from '@meydan/shared/words'
import { sides } from '@meydan/shared/words'
import { type MinutesWords, minutesWords } from './words.ts'

/** What is known of a meeting whose minutes are begun. */
export type MeetingToWrite = {
  title: string
  place: string
  /** When it was opened, else when it is planned. */
  at: Date | null
  timeZone: string
  /** Of organisations, how many people were there. */
  present: readonly { organisationId: string; name: string; side: Side; people: number }[]
  /** `instruction`: what is to be done there, '' where nothing is said. */
  steps: readonly { title: string; instruction: string }[]
  decisions: readonly { id: string; title: string; text: string }[]
  votes: readonly { id: string; title: string }[]
  next: { at: Date; timeZone: string; place: string } | null
}

const line = (...pieces: RichPiece[]): RichBlock => ({ type: 'paragraph', pieces: pieces.filter(isSomething) })
const words = (text: string): RichPiece => ({ text })
const heading = (text: string, level: 2 | 3 = 2): RichBlock => ({ type: 'heading', level, pieces: [words(text)] })
const isSomething = (piece: RichPiece) => !('text' in piece) || piece.text !== ''

export function blankMinutes(): RichBlock[] {
  return [line()]
}

/** A meeting's minutes as they begin: what is known already, and a place for what was said to each step. */
export function meetingMinutes(meeting: MeetingToWrite, language: Language): RichBlock[] {
  const said = minutesWords[language]
  return [
    factsTable(meeting, language, said),
    heading(said.present),
    ...presence(meeting.present, said),
    ...meeting.steps.flatMap(({ title, instruction }) => [heading(title), ...asked(instruction), line()]),
    ...(meeting.votes.length === 0
      ? []
      : [heading(said.votes), bullets(meeting.votes.map(({ id, title }) => line(chip('vote', id, title))))]),
    heading(said.decisions),
    ...(meeting.decisions.length === 0 ? [line()] : meeting.decisions.map(decisionBlock)),
    heading(said.tasks),
    { type: 'taskList', tasks: [{ checked: false, action: null, blocks: [line()] }] },
    ...(meeting.next ? [heading(said.next), line(words(whenAndWhere(meeting.next, language)))] : []),
    line(),
  ]
}

/** Clauses that a room begins with, and changes as it likes. */
export function charter(language: Language, newId: () => string = () => crypto.randomUUID()): RichBlock[] {
  const { preamble, clauses } = minutesWords[language]
  return [
    line(words(preamble)),
    ...clauses.map(
      ({ title, text }): RichBlock => ({
        type: 'clause',
        id: newId(),
        blocks: [{ type: 'paragraph', pieces: [{ text: title, bold: true }] }, line(words(text))],
      }),
    ),
    line(),
  ]
}

function factsTable({ at, timeZone, place }: MeetingToWrite, language: Language, said: MinutesWords): RichBlock {
  const row = (name: string, value: string): RichCell[] => [
    { isHeader: true, colspan: 1, rowspan: 1, blocks: [line(words(name))] },
    { isHeader: false, colspan: 1, rowspan: 1, blocks: [line(words(value))] },
  ]
  const when = at ? dateTime(at, timeZone, language) : said.nobodyYet
  return { type: 'table', rows: [row(said.date, when), row(said.place, place || said.nobodyYet)] }
}

/** By side and organisation; people by name are in the attendance that the room keeps. */
function presence(present: MeetingToWrite['present'], said: MinutesWords): RichBlock[] {
  if (present.length === 0) return [line(words(said.nobodyYet))]
  return sides.flatMap((side) => {
    const own = present.filter((organisation) => organisation.side === side)
    if (own.length === 0) return []
    const items = own.map(({ organisationId, name, people }) =>
      line(
        { mention: { kind: 'organisation', target: organisationId, label: name } },
        words(`: ${said.people(people)}`),
      ),
    )
    return [heading(said.sides[side], 3), bullets(items)]
  })
}

/** What a step was for, set apart from what is written down below it. */
function asked(instruction: string): RichBlock[] {
  const lines = instruction.split('\n').filter((each) => each.trim() !== '')
  if (lines.length === 0) return []
  return [{ type: 'blockquote', blocks: lines.map((each) => line(words(each))) }]
}

function decisionBlock({ id, title, text }: MeetingToWrite['decisions'][number]): RichBlock {
  const paragraphs = text.split('\n').filter((each) => each.trim() !== '')
  return { type: 'decision', entry: id, blocks: [line(words(title)), ...paragraphs.map((each) => line(words(each)))] }
}

function chip(kind: 'vote', record: string, title: string): RichPiece {
  return { chip: { kind, document: null, record, label: title.slice(0, 300).toWellFormed() } }
}

function bullets(items: readonly RichBlock[]): RichBlock {
  return { type: 'bulletList', items: items.map((item) => [item]) }
}

function whenAndWhere({ at, timeZone, place }: NonNullable<MeetingToWrite['next']>, language: Language): string {
  return [dateTime(at, timeZone, language), place].filter(Boolean).join(', ')
}

function dateTime(at: Date, timeZone: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(at)
}
