import {
  ACTION_TITLE_MAX,
  Action,
  CHECK_MAX,
  DESCRIPTION_MAX,
  GOAL_TITLE_MAX,
} from '@meydan/shared/documents/plan/records'
import { foldName } from '@meydan/shared/names'
import { textProblem, type TextProblem } from '../../../exchange/text-problem.ts'
import type { SheetCell } from '../../../exchange/xlsx/sheet.ts'
import { type NumberHabits, readDay, readNumber, textOf, withPlainDigits } from './cell-values.ts'
import type { PlanColumn } from './columns.ts'
import type { TableLanguage } from './table-language.ts'

/** Who and what a table may name, by `foldName`; null for a name that two people have. */
export type Names = {
  organisations: ReadonlyMap<string, string>
  people: ReadonlyMap<string, string | null>
}

export type Reading = NumberHabits & { language: TableLanguage; names: Names }

export type FieldProblem =
  | TextProblem
  | ('no_value' | 'failed' | 'too_long' | 'title_missing' | 'day' | 'number' | 'percent' | 'negative')
  | ('status' | 'priority' | 'field' | 'currency')
export type FieldWarning = 'organisation' | 'person' | 'same_name' | 'too_many'

/** What a cell says; `warning`: what of it can't be taken, which is no reason to leave the row out. */
export type Field =
  | { value: unknown; warning?: { about: FieldWarning; value: string } }
  | { error: FieldProblem; value: string }

const most: Partial<Record<PlanColumn, number>> = {
  goal: GOAL_TITLE_MAX,
  title: ACTION_TITLE_MAX,
  indicatorName: 300,
  indicatorUnit: 60,
  indicatorSource: 300,
  resources: 1000,
  locality: 300,
  description: DESCRIPTION_MAX,
}
const SUPPORTING_MAX = 20
const FIELDS_MAX = 10
const CHECKS_MAX = 200

/** Reads one cell. Total: whatever it holds, the answer is a value or a reason. */
export function readField(column: PlanColumn, cell: SheetCell, reading: Reading): Field {
  if (cell !== null && typeof cell === 'object' && 'problem' in cell) return { error: cell.problem, value: cell.value }
  const given = textOf(cell)
  const problem = textProblem(given)
  if (problem) return { error: problem, value: given }
  switch (column) {
    case 'start':
    case 'due':
    case 'agreedDue':
      return orError(readDay(cell, reading), 'day', given)
    case 'progress':
      return percentOf(cell, reading)
    case 'budget':
      return amountOf(cell, reading)
    case 'indicatorBaseline':
    case 'indicatorTarget':
    case 'indicatorCurrent':
      return orError(readNumber(cell, reading), 'number', given)
    case 'status':
      return wordOf(given, reading.language.statuses, 'status')
    case 'priority':
      return wordOf(given, reading.language.priorities, 'priority')
    case 'currency':
      return currencyOf(given)
    case 'fields':
      return fieldsOf(given, reading)
    case 'responsible':
      return organisationOf(given, reading)
    case 'supporting':
      return supportingOf(given, reading)
    case 'person':
      return personOf(given, reading)
    case 'checklist':
      return checklistOf(given)
    case 'sources':
      return { value: null }
    case 'id':
      return { value: given.trim() }
    default:
      return wordsOf(column, given)
  }
}

function orError(value: unknown, error: FieldProblem, given: string): Field {
  return value === undefined ? { error, value: given } : { value }
}

function wordsOf(column: PlanColumn, given: string): Field {
  const isLong = column === 'description' || column === 'resources'
  const text = isLong ? given.replace(/\r\n?/g, '\n').trim() : given.replace(/\s+/g, ' ').trim()
  if (column === 'title' && text === '') return { error: 'title_missing', value: '' }
  return text.length > (most[column] ?? Number.POSITIVE_INFINITY) ? { error: 'too_long', value: text } : { value: text }
}

function percentOf(cell: SheetCell, reading: Reading): Field {
  const given = textOf(cell)
  const number = readNumber(cell, reading)
  if (number === null) return { value: null }
  if (number === undefined || number < 0 || number > 100) return { error: 'percent', value: given }
  return { value: Math.round(number) }
}

function amountOf(cell: SheetCell, reading: Reading): Field {
  const number = readNumber(cell, reading)
  if (number === undefined) return { error: 'number', value: textOf(cell) }
  return number !== null && (number < 0 || number > 1e15)
    ? { error: 'negative', value: textOf(cell) }
    : { value: number }
}

function wordOf(given: string, meanings: ReadonlyMap<string, string>, error: FieldProblem): Field {
  const folded = foldName(withPlainDigits(given))
  if (folded === '') return { value: null }
  return orError(meanings.get(folded), error, given)
}

const currencySigns: Record<string, string> = { '₺': 'TRY', TL: 'TRY', '€': 'EUR', $: 'USD', '£': 'GBP', KR: 'DKK' }

function currencyOf(given: string): Field {
  const text = given.trim().toUpperCase()
  if (text === '') return { value: null }
  const code = currencySigns[text] ?? text
  return Action.shape.currency.parse(code) === null ? { error: 'currency', value: given } : { value: code }
}

/** So many signs that stand between names may be part of one. */
const PIECES_MAX = 8

/**
 * Several in one cell. Names may have the signs in them that stand between names: the longest one that is known counts.
 * What isn't known goes up to the next semicolon or line.
 */
function listOf(given: string, isKnown: (part: string) => boolean): string[] {
  const pieces = given.split(/([;؛,،\n])/)
  const found: string[] = []
  let unknown = ''
  const closeUnknown = () => {
    if (unknown.trim() !== '')
      found.push(
        unknown
          .trim()
          .replace(/[,،؛]$/, '')
          .trim(),
      )
    unknown = ''
  }
  for (let at = 0; at < pieces.length; ) {
    const most = Math.min(pieces.length, at + PIECES_MAX * 2 - 1)
    let end = most - ((most - at + 1) % 2)
    while (end > at && !isKnown(pieces.slice(at, end).join(''))) end -= 2
    if (end > at) {
      closeUnknown()
      found.push(pieces.slice(at, end).join('').trim())
      at = end + 1
      continue
    }
    const sign = pieces[at + 1] ?? ''
    unknown += pieces[at]! + sign
    if (sign === ';' || sign === '\n') unknown = unknown.slice(0, -1)
    if (sign === ';' || sign === '\n' || sign === '') closeUnknown()
    at += 2
  }
  closeUnknown()
  return found
}

function fieldsOf(given: string, { language }: Reading): Field {
  const isKnown = (part: string) => language.fields.has(foldName(part))
  const words = listOf(given, isKnown)
  const unknown = words.find((word) => !isKnown(word))
  if (unknown !== undefined) return { error: 'field', value: unknown }
  return { value: [...new Set(words.map((word) => language.fields.get(foldName(word))!))].slice(0, FIELDS_MAX) }
}

function organisationOf(given: string, { names }: Reading): Field {
  const folded = foldName(given)
  if (folded === '') return { value: null }
  const id = names.organisations.get(folded)
  return id ? { value: id } : { value: undefined, warning: { about: 'organisation', value: given.trim() } }
}

function supportingOf(given: string, { names }: Reading): Field {
  const isKnown = (part: string) => names.organisations.has(foldName(part))
  const words = listOf(given, isKnown)
  const ids = [...new Set(words.flatMap((word) => names.organisations.get(foldName(word)) ?? []))]
  const unknown = words.filter((word) => !isKnown(word)).join('; ')
  const value = ids.slice(0, SUPPORTING_MAX)
  if (unknown !== '') return { value, warning: { about: 'organisation', value: unknown } }
  return ids.length > SUPPORTING_MAX ? { value, warning: { about: 'too_many', value: String(ids.length) } } : { value }
}

function personOf(given: string, { names }: Reading): Field {
  const folded = foldName(given)
  if (folded === '') return { value: null }
  const seat = names.people.get(folded)
  if (seat) return { value: seat }
  return { value: undefined, warning: { about: seat === null ? 'same_name' : 'person', value: given.trim() } }
}

function checklistOf(given: string): Field {
  const lines = given.split(/[\r\n]+/).map((line) => line.trim())
  const checks = lines
    .filter((line) => line !== '')
    .map((line) => {
      const [, mark, text = ''] = /^(?:\[([ xX✓✔]?)\]|[-•*])?\s*(.*)$/.exec(line) ?? []
      return { text, done: /[xX✓✔]/.test(mark ?? '') }
    })
    .filter(({ text }) => text !== '')
  const long = checks.find(({ text }) => text.length > CHECK_MAX)
  if (long) return { error: 'too_long', value: long.text }
  const value = checks.slice(0, CHECKS_MAX)
  return checks.length > CHECKS_MAX
    ? { value, warning: { about: 'too_many', value: String(checks.length) } }
    : { value }
}
