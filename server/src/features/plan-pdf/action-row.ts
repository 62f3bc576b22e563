import type { Plan } from '@meydan/shared/documents/plan/plan'
import { endsBeforeStart, isOverdue, isPromised, progressOf } from '@meydan/shared/documents/plan/promise'
import type { Action, ActionStatus } from '@meydan/shared/documents/plan/records'
import type { Side } from '@meydan/shared/words'
import { type Line, printedParagraphs } from '../../print/printed-words.ts'
import { type Detail, detailsOf } from './action-details.ts'
import type { Formats } from './formats.ts'
import type { Party, PlanQuestion } from './message.ts'
import type { PlanPdfWords } from './words.ts'

/** One action as plan.typ draws it: own words are texts, what anybody wrote are lines. */
export type ActionRow = {
  number: string
  title: Line[]
  isOver: boolean
  /** Null: nobody yet. `side` null: it left the programme. */
  responsible: PrintedParty | null
  nobody: string
  supporting: { label: string; parties: PrintedParty[] } | null
  person: { label: string; name: Line[] } | null
  when: { text: string; tone: 'plain' | 'muted' | 'late' }[]
  status: ActionStatus
  statusWord: string
  underStatus: string[]
  indicator: { name: Line[]; way: string; unit: Line[] } | null
  details: Detail[]
  /** So long that it may go on over the page. */
  isLong: boolean
}

export type PrintedParty = { name: Line[]; side: Side | null }

export type RowDeps = {
  plan: Plan
  question: PlanQuestion
  words: PlanPdfWords
  formats: Formats
  /** The place of each action among all, by its id. */
  numbers: ReadonlyMap<string, number>
  /** Indicators have a column of their own. */
  hasIndicator: boolean
}

/** Widths of the narrowest places, at a size of 1: there a long word has to break. */
const NARROW = 12
const TITLE = 22
const LONG_LETTERS = 1_200

export function rowOf(deps: RowDeps): (action: Action) => ActionRow {
  const { plan, question, words, formats, numbers, hasIndicator } = deps
  const organisations = new Map(question.organisations)
  const people = new Map(question.people)
  const details = detailsOf(deps)
  const partyOf = (id: string): PrintedParty => printedParty(organisations.get(id), words)
  return (action) => {
    const person = action.person ? people.get(action.person) : undefined
    const below = details(action)
    const progress = progressOf(plan, action)
    return {
      number: formats.number(numbers.get(action.id) ?? 0),
      title: printedParagraphs(action.title.trim() || words.untitled, { most: 300, width: TITLE }),
      isOver: action.status === 'dropped',
      responsible: action.responsible ? partyOf(action.responsible) : null,
      nobody: words.nobody,
      supporting:
        action.supporting.length > 0
          ? { label: words.fields.supporting, parties: action.supporting.map(partyOf) }
          : null,
      person: person ? { label: words.fields.person, name: narrow(person) } : null,
      when: whenOf(action, deps),
      status: action.status,
      statusWord: words.statuses[action.status],
      underStatus: [
        ...(progress !== null && action.status !== 'done' ? [formats.percent(progress)] : []),
        ...(action.priority ? [`${words.fields.priority}: ${words.priorities[action.priority]}`] : []),
      ],
      indicator: hasIndicator ? indicatorOf(action, formats, words) : null,
      details: below,
      isLong: JSON.stringify(below).length > LONG_LETTERS * 4,
    }
  }
}

export function printedParty(party: Party | undefined, words: PlanPdfWords): PrintedParty {
  return party ? { name: narrow(party.name), side: party.side } : { name: narrow(words.left), side: null }
}

function narrow(text: string): Line[] {
  return printedParagraphs(text.replace(/\s+/g, ' '), { most: 200, width: NARROW })
}

function whenOf(action: Action, { question, words, formats }: RowDeps): ActionRow['when'] {
  const { start, due, agreedDue } = action
  const lines: ActionRow['when'] = []
  if (start && due) lines.push({ text: formats.between(start, due), tone: 'plain' })
  else if (due) lines.push({ text: formats.day(due), tone: 'plain' })
  else if (start) lines.push({ text: `${formats.day(start)} –`, tone: 'plain' })
  if (isOverdue(action, question.today)) lines.push({ text: words.overdue, tone: 'late' })
  if (endsBeforeStart(action)) lines.push({ text: words.endsBefore, tone: 'late' })
  const isMoved = agreedDue !== null && agreedDue !== due && (isPromised(action) || action.status === 'done')
  if (isMoved) lines.push({ text: words.promised(formats.day(agreedDue)), tone: 'muted' })
  return lines
}

/** Baseline → now → target, with a dash for what isn't known; one alone by its name. */
export function indicatorOf(action: Action, formats: Formats, words: PlanPdfWords): ActionRow['indicator'] {
  const { indicatorName, indicatorUnit } = action
  const values = [
    ['baseline', action.indicatorBaseline],
    ['current', action.indicatorCurrent],
    ['target', action.indicatorTarget],
  ] as const
  const known = values.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]))
  if (!indicatorName && known.length === 0) return null
  const [only] = known
  const all = values.map(([, value]) => (value === null ? '–' : formats.number(value))).join(formats.arrow)
  const way = known.length === 1 ? `${words.indicator[only!.name]}: ${formats.number(only!.value)}` : all
  return {
    name: narrow(indicatorName),
    way: only ? way : '',
    unit: only ? narrow(indicatorUnit) : [],
  }
}
