import type { PlanPaper } from '@meydan/shared/contracts/plan-pdf'
import { byOrder } from '@meydan/shared/documents/order'
import type { Plan } from '@meydan/shared/documents/plan/plan'
import { isOverdue } from '@meydan/shared/documents/plan/promise'
import { type Action, type ActionStatus, actionStatuses } from '@meydan/shared/documents/plan/records'
import { directionOf, type Language } from '@meydan/shared/languages'
import type { Side } from '@meydan/shared/words'
import { type Line, oneLine, printedLine, shortened } from '../../print/printed-words.ts'
import { sideColours } from '../../print/side-colours.ts'
import { type ActionRow, rowOf } from './action-row.ts'
import { formatsOf } from './formats.ts'
import type { PlanQuestion } from './message.ts'
import { planPdfWords } from './words.ts'

/** Everything plan.typ reads. */
export type PlanPages = {
  language: Language
  rtl: boolean
  paper: PlanPaper
  sides: Record<Side, string>
  /** What the file calls itself. */
  title: string
  head: { over: Line[]; title: Line[]; under: Line[][] }
  /** At the head of every page but the first. */
  running: Line[]
  counts: { status: ActionStatus; word: string; count: string }[]
  overdue: { word: string; count: string } | null
  legend: { side: Side; word: string }[]
  /** Digits from 0 to 9, and the words around a page's number and their count. */
  digits: string[]
  page: { text: string; number: 'page' | 'pages' | null }[]
  columns: { word: string; wide: boolean }[]
  hasIndicator: boolean
  goals: { title: Line[]; done: string; share: number; actions: ActionRow[] }[]
  empty: string
}

/** The pages that were asked for; null where nothing of what was chosen is there. */
export function pagesOf(plan: Plan, question: PlanQuestion): PlanPages | null {
  const { language, paper, today } = question
  const words = planPdfWords[language]
  const formats = formatsOf(language)
  const all = groupsOf(plan)
  const numbers = new Map(all.flatMap(({ actions }) => actions).map(({ id }, index) => [id, index + 1]))
  const groups = question.actions ? chosenOf(all, new Set(question.actions)) : all
  const actions = groups.flatMap((group) => group.actions)
  if (question.actions && actions.length === 0) return null
  const hasIndicator = paper === 'landscape' && actions.some(({ indicatorName }) => indicatorName !== '')
  const row = rowOf({ plan, question, words, formats, numbers, hasIndicator })
  const late = actions.filter((action) => isOverdue(action, today)).length
  const isWhole = actions.length === numbers.size
  return {
    language,
    rtl: directionOf(language) === 'rtl',
    paper,
    sides: sideColours,
    title: shortened(oneLine([question.title, question.room].filter(Boolean).join(' – ')), 200),
    head: {
      over: printedLine([question.programme, question.room].filter(Boolean).join(' · ')),
      title: printedLine(question.title || words.plan),
      under: [
        ...(question.host ? [printedLine(words.convened(question.host))] : []),
        printedLine(words.printed(formats.longDay(today))),
        ...(isWhole ? [] : [printedLine(words.some(formats.number(actions.length)))]),
      ],
    },
    running: printedLine([question.title || words.plan, question.room].filter(Boolean).join(' · ')),
    counts: actionStatuses.flatMap((status) => {
      const count = actions.filter((action) => action.status === status).length
      return count === 0 ? [] : [{ status, word: words.statuses[status], count: formats.number(count) }]
    }),
    overdue: late === 0 ? null : { word: words.overdue, count: formats.number(late) },
    legend: (['civil', 'public', 'neutral'] as const).map((side) => ({ side, word: words.sides[side] })),
    digits: Array.from({ length: 10 }, (_, digit) => formats.number(digit)),
    page: numbered(words.page('\u0001', '\u0002')),
    columns: [
      { word: words.columns.action, wide: true },
      { word: words.columns.responsible, wide: false },
      { word: words.columns.when, wide: false },
      { word: words.columns.status, wide: false },
      ...(hasIndicator ? [{ word: words.columns.indicator, wide: false }] : []),
    ],
    hasIndicator,
    goals: groups.map(({ title, actions: some }) => {
      const done = some.filter(({ status }) => status === 'done').length
      return {
        title: printedLine(title === null ? words.noGoal : title.trim() || words.untitledGoal),
        done: some.length === 0 ? '' : words.done(formats.number(done), formats.number(some.length)),
        share: some.length === 0 ? 0 : done / some.length,
        actions: some.map(row),
      }
    }),
    empty: words.empty,
  }
}

/** `title` null: of no goal. */
type Group = { title: string | null; actions: Action[] }

function groupsOf(plan: Plan): Group[] {
  const goals = plan.orderedGoals()
  // Once through all of them, and not once for each goal.
  const places = new Map(goals.map(({ id }, index) => [id, index]))
  const groups: Group[] = [...goals.map(({ title }) => ({ title, actions: [] })), { title: null, actions: [] }]
  for (const action of plan.actions.all().sort(byOrder))
    groups[places.get(action.goal ?? '') ?? goals.length]!.actions.push(action)
  return groups.filter(({ title, actions }) => title !== null || actions.length > 0)
}

function chosenOf(groups: readonly Group[], ids: ReadonlySet<string>): Group[] {
  return groups
    .map((group) => ({ ...group, actions: group.actions.filter(({ id }) => ids.has(id)) }))
    .filter(({ actions }) => actions.length > 0)
}

function numbered(text: string): PlanPages['page'] {
  return text
    .split(/(?=[\u0001\u0002])|(?<=[\u0001\u0002])/)
    .map((piece) => ({ text: piece, number: piece === '\u0001' ? 'page' : piece === '\u0002' ? 'pages' : null }))
}
