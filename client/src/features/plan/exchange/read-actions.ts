import { endsBeforeStart, needsReason } from '@meydan/shared/documents/plan/promise'
import { foldName } from '@meydan/shared/names'
import type { SheetRow } from '../../../exchange/xlsx/sheet.ts'
import { textOf } from './cell-values.ts'
import type { PlanColumn } from './columns.ts'
import { type ActionToWrite, type PlanWords, rowOf } from './plan-table.ts'
import { type FieldProblem, type FieldWarning, readField, type Reading } from './read-fields.ts'

export type RowProblem = FieldProblem | 'twice'
export type RowWarning =
  | FieldWarning
  | ('due_before_start' | 'agreed_kept' | 'same_row' | 'already_there' | 'merged' | 'other_plan')

export type Remark = {
  isError: boolean
  about: RowProblem | RowWarning
  column: PlanColumn | null
  /** What the cell says there, shortened; of `same_row` and `twice` the line of the other one. */
  value: string
}

/** What would become of a row. same: it says what the plan says already. */
export const outcomes = ['new', 'change', 'same', 'error'] as const
export type Outcome = (typeof outcomes)[number]

export type ReadRow = {
  line: number
  outcome: Outcome
  /** The action of this plan that it is about. */
  action: string | null
  title: string
  /** By column, as `readField` gives them; what is undefined stays as it is. */
  values: Readonly<Partial<Record<PlanColumn, unknown>>>
  changes: readonly PlanColumn[]
  remarks: readonly Remark[]
  /** It moves an end that was promised. */
  isReplanned: boolean
}

export type PlanAsItIs = {
  actions: ReadonlyMap<string, ActionToWrite>
  words: PlanWords
}

const VALUE_SHOWN = 60
/** What a table tells, and can't change. */
const told: ReadonlySet<PlanColumn> = new Set(['id', 'sources', 'agreedDue'])

/** What would become of each row of a table, whose columns are these. Rows with nothing in them are left out. */
export function readActions(
  rows: readonly SheetRow[],
  columns: readonly (PlanColumn | null)[],
  reading: Reading,
  plan: PlanAsItIs,
): ReadRow[] {
  const seen = { rows: new Map<string, number>(), ids: new Map<string, number>() }
  const titles = new Set([...plan.actions.values()].map(({ action }) => foldName(action.title)))
  return rows.flatMap((row) => {
    const isBlank = columns.every((column, index) => column === null || textOf(row.cells[index] ?? null).trim() === '')
    return isBlank ? [] : [new RowReader(row, columns, reading, plan).result(seen, titles)]
  })
}

/** Without the space that our CSV puts before what a spreadsheet could take for a formula. */
export function comparable(value: unknown): string {
  return JSON.stringify(value ?? null).replace(/(?<=[,;]|\\[ntr]) (?=[=+\-@＝＋－＠])/g, '')
}

class RowReader {
  readonly #row: SheetRow
  readonly #columns: readonly (PlanColumn | null)[]
  readonly #reading: Reading
  readonly #plan: PlanAsItIs
  readonly #values: Partial<Record<PlanColumn, unknown>> = {}
  readonly #remarks: Remark[] = []

  constructor(row: SheetRow, columns: readonly (PlanColumn | null)[], reading: Reading, plan: PlanAsItIs) {
    this.#row = row
    this.#columns = columns
    this.#reading = reading
    this.#plan = plan
    columns.forEach((column, index) => {
      if (column !== null) this.#read(column, index)
    })
  }

  #read(column: PlanColumn, index: number): void {
    const cell = this.#row.cells[index] ?? null
    const field = readField(column, cell, this.#reading)
    if ('error' in field) return this.#say(field.error, column, field.value, true)
    this.#values[column] = field.value
    if (field.warning) this.#say(field.warning.about, column, field.warning.value)
    if (this.#row.merged.includes(index)) this.#say('merged', column, textOf(cell))
  }

  #say(about: Remark['about'], column: PlanColumn | null, value: string, isError = false): void {
    this.#remarks.push({ isError, about, column, value: value.replace(/\s+/g, ' ').slice(0, VALUE_SHOWN) })
  }

  result(seen: { rows: Map<string, number>; ids: Map<string, number> }, titles: ReadonlySet<string>): ReadRow {
    const id = String(this.#values.id ?? '')
    const known = this.#plan.actions.get(id)
    if (known) this.#onlyOnce(id, seen.ids)
    else this.#compare(id, seen.rows, titles)
    const isErroneous = this.#remarks.some(({ isError }) => isError)
    const changes = known && !isErroneous ? this.#changesOf(known) : []
    const days = this.#daysOf(known)
    if (endsBeforeStart(days)) this.#say('due_before_start', 'due', days.due ?? '')
    return {
      line: this.#row.line,
      outcome: isErroneous ? 'error' : !known ? 'new' : changes.length > 0 ? 'change' : 'same',
      action: known ? id : null,
      title: String(this.#values.title ?? known?.action.title ?? ''),
      values: this.#values,
      changes,
      remarks: this.#remarks,
      isReplanned: known !== undefined && changes.includes('due') && needsReason(known.action, days.due),
    }
  }

  #onlyOnce(id: string, ids: Map<string, number>): void {
    const other = ids.get(id)
    if (other !== undefined) this.#say('twice', 'id', String(other), true)
    else ids.set(id, this.#row.line)
  }

  #compare(id: string, rows: Map<string, number>, titles: ReadonlySet<string>): void {
    const { title, goal, responsible, due } = this.#values
    // A column with the title may be missing: then every row says so.
    if (title === undefined) {
      if (!this.#remarks.some(({ column }) => column === 'title')) this.#say('title_missing', 'title', '', true)
      return
    }
    if (id !== '') this.#say('other_plan', 'id', id)
    const key = JSON.stringify([foldName(String(title)), foldName(String(goal ?? '')), responsible, due])
    const other = rows.get(key)
    if (other !== undefined) this.#say('same_row', null, String(other))
    else if (titles.has(foldName(String(title)))) this.#say('already_there', 'title', String(title))
    rows.set(key, other ?? this.#row.line)
  }

  /** What the row says otherwise than a table of the plan as it is would. */
  #changesOf(known: ActionToWrite): PlanColumn[] {
    const before = rowOf(known, this.#plan.words)
    const differs = (column: PlanColumn) => {
      const was = readField(column, before[column], { ...this.#reading, decimal: '.' })
      return !('error' in was) && comparable(was.value) !== comparable(this.#values[column])
    }
    if (this.#values.agreedDue !== undefined && differs('agreedDue')) {
      this.#say('agreed_kept', 'agreedDue', String(this.#values.agreedDue ?? ''))
    }
    return this.#columns.filter((column): column is PlanColumn => {
      if (column === null || told.has(column) || this.#values[column] === undefined) return false
      // An action always has a status: an empty cell says nothing of it.
      return !(column === 'status' && this.#values.status === null) && differs(column)
    })
  }

  #daysOf(known: ActionToWrite | undefined): { start: string | null; due: string | null } {
    const of = (column: 'start' | 'due') => {
      const given = this.#values[column] as string | null | undefined
      return given === undefined ? (known?.action[column] ?? null) : given
    }
    return { start: of('start'), due: of('due') }
  }
}
