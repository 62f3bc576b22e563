import type { AnswerKind } from '@meydan/shared/contracts/answers'
import type { ActionStatus, Priority, SourceKind } from '@meydan/shared/documents/plan/records'
import type { Language } from '@meydan/shared/languages'
import type { Side } from '@meydan/shared/words'
import { deDaEu } from './words-de-da-eu.ts'
import { trEnAr } from './words-tr-en-ar.ts'

/** What a plan's PDF says of its own accord. What the screen has a name for is called so here: a test compares them. */
export type PlanPdfWords = {
  sides: Record<Side, string>
  statuses: Record<ActionStatus, string>
  priorities: Record<Priority, string>
  kinds: Record<SourceKind, string>
  columns: Record<'action' | 'responsible' | 'when' | 'status' | 'indicator', string>
  indicator: Record<'baseline' | 'current' | 'target' | 'source', string>
  fields: Record<
    | 'priority'
    | 'person'
    | 'checklist'
    | 'sources'
    | 'answers'
    | 'resources'
    | 'budget'
    | 'locality'
    | 'moved'
    | 'supporting',
    string
  >
  plan: string
  noGoal: string
  untitledGoal: string
  untitled: string
  left: string
  nobody: string
  overdue: string
  endsBefore: string
  /** What was agreed, where it is another day now. */
  promised: (day: string) => string
  answers: Record<AnswerKind, string>
  /** Why a source's words are not here, or are its last ones. */
  states: Record<'hidden' | 'elsewhere' | 'gone' | 'unknown', string>
  waiting: (day: string) => string
  unanswered: (day: string) => string
  isDone: string
  convened: (host: string) => string
  printed: (day: string) => string
  /** Not the whole plan: so many actions of it. */
  some: (count: string) => string
  done: (count: string, of: string) => string
  checks: (count: string, of: string) => string
  more: (count: string) => string
  page: (number: string, of: string) => string
  empty: string
}

export const planPdfWords: Record<Language, PlanPdfWords> = { ...trEnAr, ...deDaEu }
