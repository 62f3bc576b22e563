import { type progressOf } from '@meydan/shared/documents/plan/promise'
import type { Action, ActionStatus, Check, Priority } from '@meydan/shared/documents/plan/records'
import type { FieldOfWork } from '@meydan/shared/words'
import type { CellToWrite } from '../../../exchange/xlsx/write-xlsx.ts'
import type { PlanColumn } from './columns.ts'

/** What a table needs in words, in the language it is written in. Names are undefined for who isn't here. */
export type PlanWords = {
  status: (status: ActionStatus) => string
  priority: (priority: Priority) => string
  field: (field: FieldOfWork) => string
  organisation: (id: string) => string | undefined
  person: (seat: string) => string | undefined
  goal: (goal: string) => string | undefined
}

export type ActionToWrite = {
  action: Action
  description: string
  checks: readonly Pick<Check, 'text' | 'done'>[]
  sources: readonly unknown[]
  progress: ReturnType<typeof progressOf>
}

/** What stands between several values in one cell. */
export const LIST_MARK = '; '
export const DONE_MARK = '[x] '
export const OPEN_MARK = '[ ] '

/** An action as a row: days are days and numbers are numbers, everything else is words. */
export function rowOf(given: ActionToWrite, words: PlanWords): Record<PlanColumn, CellToWrite> {
  const { action, description, checks, sources, progress } = given
  const names = action.supporting.flatMap((id) => words.organisation(id) ?? [])
  return {
    goal: action.goal ? (words.goal(action.goal) ?? '') : '',
    title: action.title,
    status: words.status(action.status),
    responsible: action.responsible ? (words.organisation(action.responsible) ?? '') : '',
    supporting: names.join(LIST_MARK),
    person: action.person ? (words.person(action.person) ?? '') : '',
    start: dayOf(action.start),
    due: dayOf(action.due),
    agreedDue: dayOf(action.agreedDue),
    progress,
    priority: action.priority ? words.priority(action.priority) : '',
    indicatorName: action.indicatorName,
    indicatorUnit: action.indicatorUnit,
    indicatorBaseline: action.indicatorBaseline,
    indicatorTarget: action.indicatorTarget,
    indicatorCurrent: action.indicatorCurrent,
    indicatorSource: action.indicatorSource,
    resources: action.resources,
    budget: action.budget,
    currency: action.currency ?? '',
    fields: action.fields.map(words.field).join(LIST_MARK),
    locality: action.locality,
    description,
    checklist: checks.map(({ text, done }) => `${done ? DONE_MARK : OPEN_MARK}${oneLine(text)}`).join('\n'),
    sources: sources.length,
    id: action.id,
  }
}

function dayOf(day: string | null): CellToWrite {
  return day === null ? null : { day }
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}
