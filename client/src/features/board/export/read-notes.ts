import {
  EVIDENCE_MAX,
  NOTE_TEXT_MAX,
  type Note,
  Note as NoteRecord,
  TITLE_MAX,
} from '@meydan/shared/documents/board/records'
import { pastedLines } from '../../../documents/pasted-lines.ts'
import { type CsvRow, readCsv, shownText } from '../../../exchange/csv.ts'
import { type NoteColumn } from './note-table.ts'
import { foldedHead } from '../../../exchange/folded-head.ts'
import type { TableLanguage } from './table-language.ts'
import { linkProblem, type TextProblem, textProblem } from '../../../exchange/text-problem.ts'

export const IMPORT_NOTES_MAX = 500
const AFFECTED_MAX = 300

/** A note to be made. `theme` is the title of the theme it is to be in. */
export type ImportedNote = {
  text: string
  theme: string
  fields: Partial<Pick<Note, 'kind' | 'affected' | 'fields' | 'locality' | 'severity' | 'evidence'>>
}

/** Why rows can't be taken: `line` is that of the file; 0 where it is about all of it. */
export type RowProblem = {
  line: number
  problem: TextProblem | 'too_long' | 'severity' | 'kind' | 'field' | 'quote_open' | 'too_many' | 'nothing'
  /** What the row says there, shortened; how many characters or rows. */
  value: string
  count: number
}

export type Table = {
  rows: CsvRow[]
  /** The columns by our heads; null where the first row isn't a head of ours. */
  heads: ReadonlyMap<NoteColumn, number> | null
  columns: number
}

/** A file's or clipboard's text as a table; a plain list is a table of one column. */
export function readTable(text: string, language: TableLanguage): Table | RowProblem {
  const read = readCsv(text)
  if ('problem' in read) return { ...read, value: '', count: 0 }
  const [first] = read.rows
  const heads = new Map<NoteColumn, number>()
  first?.cells.forEach((cell, index) => {
    const column = language.columns.get(foldedHead(cell))
    if (column && !heads.has(column)) heads.set(column, index)
  })
  if (heads.has('text')) return { rows: read.rows.slice(1), heads, columns: first!.cells.length }
  const widths = new Set(read.rows.map(({ cells }) => cells.length))
  const columns = first?.cells.length ?? 0
  // Sentences have commas too: only where every row has as many of them is it a table.
  const isTable = (widths.size === 1 && columns > 1 && read.rows.length > 1) || text.trimStart().startsWith('"')
  if (isTable) return { rows: read.rows, heads: null, columns: Math.max(1, ...widths) }
  const lines = pastedLines(text).map((line, index) => ({ line: index + 1, cells: [line] }))
  return { rows: lines, heads: null, columns: 1 }
}

/** The column that most likely holds the words: the one with the most letters. */
export function wordiestColumn({ rows, columns }: Table): number {
  const letters = Array.from({ length: columns }, (_, column) =>
    rows.reduce((sum, { cells }) => sum + (cells[column]?.replace(/[^\p{L}]/gu, '').length ?? 0), 0),
  )
  return Math.max(0, letters.indexOf(Math.max(...letters)))
}

/** The notes of a table, or every reason why not: nothing is made of a table with one bad row. */
export function notesOfTable(
  table: Table,
  textColumn: number,
  language: TableLanguage,
): { notes: ImportedNote[]; problems: RowProblem[] } {
  const problems: RowProblem[] = []
  const notes = table.rows.flatMap((row) => {
    const read = new RowReader(row, table.heads, textColumn, language)
    problems.push(...read.problems)
    return read.note.text === '' ? [] : [read.note]
  })
  if (notes.length > IMPORT_NOTES_MAX) problems.unshift(whole('too_many', notes.length))
  if (notes.length === 0 && problems.length === 0) problems.push(whole('nothing', 0))
  return { notes, problems }
}

function whole(problem: RowProblem['problem'], count: number): RowProblem {
  return { line: 0, problem, value: '', count }
}

class RowReader {
  readonly problems: RowProblem[] = []
  readonly note: ImportedNote
  readonly #row: CsvRow
  readonly #heads: Table['heads']

  constructor(row: CsvRow, heads: Table['heads'], textColumn: number, language: TableLanguage) {
    this.#row = row
    this.#heads = heads
    const text = this.#checked(heads ? this.#cell('text') : (row.cells[textColumn] ?? ''), NOTE_TEXT_MAX)
    this.note = {
      text: text.replace(/\r\n?/g, '\n').trim(),
      theme: this.#checked(this.#cell('theme'), TITLE_MAX),
      fields: heads ? this.#fields(language) : {},
    }
  }

  #fields(language: TableLanguage): ImportedNote['fields'] {
    const fields = this.#cell('fields')
      .split(/[;,،]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
    const severity = this.#cell('severity')
    if (severity !== '' && !/^[1-5]$/.test(severity)) this.#fail('severity', severity)
    const evidence = this.#checked(this.#cell('evidence'), EVIDENCE_MAX, linkProblem)
    const kind = this.#cell('kind')
    return {
      kind: kind === '' ? null : this.#meaning(kind, language.kinds, 'kind'),
      affected: this.#checked(this.#cell('affected'), AFFECTED_MAX),
      fields: fields.flatMap((field) => this.#meaning(field, language.fields, 'field') ?? []),
      locality: this.#checked(this.#cell('locality'), AFFECTED_MAX),
      severity: NoteRecord.shape.severity.parse(severity === '' ? null : Number(severity)),
      evidence,
    }
  }

  #cell(column: NoteColumn): string {
    const index = this.#heads?.get(column)
    return index === undefined ? '' : shownText(this.#row.cells[index] ?? '').trim()
  }

  #checked(text: string, max: number, problemOf = textProblem): string {
    const problem = problemOf(text)
    if (problem) this.#fail(problem, text)
    else if (text.length > max) this.#fail('too_long', text, text.length)
    return text
  }

  #meaning<Name>(word: string, names: ReadonlyMap<string, Name>, problem: 'kind' | 'field'): Name | null {
    const name = names.get(foldedHead(word))
    if (name === undefined) this.#fail(problem, word)
    return name ?? null
  }

  #fail(problem: RowProblem['problem'], value: string, count = 0): void {
    this.problems.push({ line: this.#row.line, problem, value: value.slice(0, 60), count })
  }
}
