import type { Action } from '@meydan/shared/documents/plan/records'
import { type Line, printedParagraphs } from '../../print/printed-words.ts'
import { indicatorOf, type PrintedParty, printedParty, type RowDeps } from './action-row.ts'
import type { PrintedAnswer, PrintedSource } from './message.ts'

/** What stands under an action: a label of ours, empty for the description, and what there is to say. */
/** `beside`: stands in the second column where there are two. */
export type Detail = { label: string; under?: string; beside?: boolean; entries: Entry[] }
/**
 * `head` and `note` are our words; a mark is drawn before the lines of a checklist. `wordsFirst`: of a source, which is
 * read for what it says; of an answer it matters first whose it is.
 */
export type Entry = {
  mark: 'done' | 'open' | null
  wordsFirst: boolean
  head: string
  party: PrintedParty | null
  lines: Line[]
  note: string
}

const DESCRIPTION_MOST = 8_000
const ENTRIES_MAX = 30
const WIDTH = 40

const prose = (text: string, most = 1_000): Line[] => printedParagraphs(text, { most, width: WIDTH })
const entry = (given: Partial<Entry>): Entry => ({
  mark: null,
  wordsFirst: false,
  head: '',
  party: null,
  lines: [],
  note: '',
  ...given,
})

export function detailsOf(deps: RowDeps): (action: Action) => Detail[] {
  const { plan, question, words, formats, hasIndicator } = deps
  const shows = new Set(question.shows)
  const sources = new Map(question.sources)
  const answers = new Map(question.answers)
  const { fields } = words
  const field = (label: string, text: string): Detail => ({
    label,
    entries: text ? [entry({ lines: prose(text) })] : [],
  })
  return (action) => {
    const description = shows.has('descriptions') ? plan.descriptionOf(action.id).trim() : ''
    const checks = shows.has('checklists') ? plan.checksOf(action.id) : []
    const budget = action.budget === null ? '' : formats.money(action.budget, action.currency)
    const done = checks.filter((check) => check.done).length
    const all: Detail[] = [
      { label: '', entries: description ? [entry({ lines: prose(description, DESCRIPTION_MOST) })] : [] },
      field(fields.locality, action.locality),
      field(fields.budget, budget),
      field(fields.resources, action.resources),
      { label: words.columns.indicator, entries: hasIndicator ? [] : indicatorEntry(action, deps) },
      { label: fields.moved, entries: plan.replanningsOf(action.id).map((each) => movedEntry(each, deps)) },
      {
        label: fields.checklist,
        beside: true,
        under: words.checks(formats.number(done), formats.number(checks.length)),
        entries: checks.map(({ text, done: isDone }) => entry({ mark: isDone ? 'done' : 'open', lines: prose(text) })),
      },
      {
        label: fields.answers,
        beside: true,
        entries: (answers.get(action.id) ?? []).map((each) => answerEntry(each, deps)),
      },
      {
        label: fields.sources,
        beside: true,
        entries: (sources.get(action.id) ?? []).map((each) => sourceEntry(each, deps)),
      },
    ]
    return all.filter(({ entries }) => entries.length > 0).map((detail) => inMeasure(detail, deps))
  }
}

function inMeasure(detail: Detail, { words, formats }: RowDeps): Detail {
  const { entries } = detail
  const rest = entries.length - ENTRIES_MAX
  if (rest <= 0) return detail
  return { ...detail, entries: [...entries.slice(0, ENTRIES_MAX), entry({ note: words.more(formats.number(rest)) })] }
}

function indicatorEntry(action: Action, { formats, words }: RowDeps): Entry[] {
  const indicator = indicatorOf(action, formats, words)
  if (!indicator) return []
  const { baseline, current, target } = words.indicator
  const isWhole = indicator.way.includes(formats.arrow)
  const way = isWhole ? `${[baseline, current, target].join(formats.arrow)}: ${indicator.way}` : indicator.way
  return [entry({ lines: [...prose(action.indicatorName), ...(indicator.way ? indicator.unit : [])], note: way })]
}

type Moved = { from: string | null; to: string | null; reason: string }

function movedEntry({ from, to, reason }: Moved, { formats }: RowDeps): Entry {
  const days = [from, to].map((day) => (day === null ? '–' : formats.day(day))).join(formats.arrow)
  return entry({ note: days, lines: prose(reason) })
}

function answerEntry(answer: PrintedAnswer, { question, words, formats }: RowDeps): Entry {
  const { organisation, kind, reason, passedTo, replyBy, isDone } = answer
  const party = printedParty(organisation, words)
  if (!kind) {
    const day = formats.day(replyBy)
    return entry({ party, note: replyBy < question.today ? words.unanswered(day) : words.waiting(day) })
  }
  const lines = [...(passedTo ? prose(passedTo) : []), ...prose(reason, 2_000)]
  return entry({ party, head: words.answers[kind], lines, note: isDone ? words.isDone : '' })
}

function sourceEntry({ kind, words: said, state, side, organisation }: PrintedSource, { words }: RowDeps): Entry {
  const party = organisation && side ? printedParty({ name: organisation, side }, words) : null
  return entry({
    wordsFirst: true,
    head: words.kinds[kind],
    lines: prose(said),
    party,
    note: state === 'here' ? '' : words.states[state],
  })
}
