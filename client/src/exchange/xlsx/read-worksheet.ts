import type { Workbook } from './read-xlsx.ts'
import { dayOfSerial, placeOf, SHIFT_1904, type SheetCell, type SheetProblem, type SheetRow } from './sheet.ts'
import { attribute, decoded, type Tag, tagsOf, unescaped } from './xml.ts'

/** Columns further out are not read: nobody's table of actions is that wide, and a stray cell there costs nothing. */
const COLUMNS_MAX = 200

/** The rows of a sheet that have something in them. Cells that are merged downwards have the value of their first one. */
export function readWorksheet(xml: string, workbook: Workbook, most: number): SheetRow[] | SheetProblem {
  const reader = new RowsReader(xml, workbook)
  const merges: string[] = []
  for (const tag of tagsOf(xml)) {
    if (tag.name === 'mergeCell' && !tag.isEnd) merges.push(attribute(tag.attributes, 'ref') ?? '')
    reader.take(tag)
    if (reader.rows.length > most) return { problem: 'too_many', count: rowsWithin(xml) }
  }
  if (!reader.isWhole) return { problem: 'damaged' }
  return withMerges(reader.rows, merges)
}

/** A quick count, for whoever is told that it is too many. */
function rowsWithin(xml: string): number {
  return xml.match(/<\/(?:[\w.-]+:)?row\s*>/g)?.length ?? 0
}

type OpenCell = {
  column: number
  type: string
  style: number
  hasFormula: boolean
  value: string | null
  text: string
}

class RowsReader {
  readonly rows: SheetRow[] = []
  isWhole = false
  readonly #xml: string
  readonly #workbook: Workbook
  #line = 0
  #row: SheetRow | null = null
  #cell: OpenCell | null = null
  #from = -1
  #inPhonetic = false

  constructor(xml: string, workbook: Workbook) {
    this.#xml = xml
    this.#workbook = workbook
  }

  take(tag: Tag): void {
    if (tag.name === 'worksheet') this.isWhole = tag.isEnd
    else if (tag.name === 'row') this.#takeRow(tag)
    else if (tag.name === 'c' && this.#row) this.#takeCell(tag)
    else if (this.#cell) this.#takeWithin(tag, this.#cell)
  }

  #takeRow({ isEnd, isEmpty, attributes }: Tag): void {
    if (!isEnd) {
      const line = Number(attribute(attributes, 'r'))
      this.#line = Number.isInteger(line) && line > 0 ? line : this.#line + 1
      const isHidden = /\shidden\s*=\s*["'](1|true)["']/.test(attributes)
      this.#row = { line: this.#line, cells: [], isHidden, merged: [] }
    }
    if ((isEnd || isEmpty) && this.#row) {
      if (this.#row.cells.some((cell) => cell !== null && cell !== '')) this.rows.push(this.#row)
      this.#row = null
    }
  }

  #takeCell({ isEnd, isEmpty, attributes }: Tag): void {
    if (!isEnd) {
      const address = attribute(attributes, 'r')
      const column = address === undefined ? this.#row!.cells.length : placeOf(address)[0]
      const style = Number(attribute(attributes, 's') ?? 0)
      const type = attribute(attributes, 't') ?? 'n'
      this.#cell = { column, type, style, hasFormula: false, value: null, text: '' }
    }
    if (!(isEnd || isEmpty) || !this.#cell) return
    const { column } = this.#cell
    const value = this.#valueOf(this.#cell)
    this.#cell = null
    if (value === null || column < 0 || column >= COLUMNS_MAX) return
    const { cells } = this.#row!
    while (cells.length < column) cells.push(null)
    cells[column] = value
  }

  #takeWithin({ name, isEnd, isEmpty, start, end }: Tag, cell: OpenCell): void {
    if (name === 'f') cell.hasFormula = true
    else if (name === 'rPh') this.#inPhonetic = !isEnd && !isEmpty
    else if ((name === 'v' || name === 't') && !isEmpty) {
      if (!isEnd) this.#from = end
      else if (name === 'v') cell.value = decoded(this.#xml.slice(this.#from, start))
      else if (!this.#inPhonetic) cell.text += decoded(this.#xml.slice(this.#from, start))
    }
  }

  #valueOf({ type, style, hasFormula, value, text }: OpenCell): SheetCell {
    if (type === 'inlineStr') return unescaped(text) || null
    if (type === 'e') return { problem: 'failed', value: value ?? '' }
    if (value === null) return hasFormula ? { problem: 'no_value', value: '' } : null
    if (type === 'str') return unescaped(value)
    if (type === 's') return this.#workbook.strings[Number(value)] ?? null
    if (type === 'b') return value === '1' || value === 'true'
    if (type === 'd') return /^\d{4}-\d\d-\d\d/.test(value) ? { day: value.slice(0, 10) } : value
    const number = Number(value)
    if (value.trim() === '' || !Number.isFinite(number)) return value.trim() || null
    const format = this.#workbook.formats[style]
    if (format === 'percent') return { percent: Number((number * 100).toPrecision(12)) }
    const day = format === 'day' ? dayOfSerial(number + (this.#workbook.is1904 ? SHIFT_1904 : 0)) : null
    return day === null ? number : { day }
  }
}

function withMerges(rows: SheetRow[], merges: readonly string[]): SheetRow[] {
  const byLine = new Map(rows.map((row) => [row.line, row]))
  for (const merge of merges) {
    const [[column, first], [, last]] = merge.split(':').concat(merge).slice(0, 2).map(placeOf) as [
      [number, number],
      [number, number],
    ]
    const value = byLine.get(first)?.cells[column] ?? null
    if (value === null || column < 0 || last <= first) continue
    for (const row of rows) {
      if (row.line <= first || row.line > last) continue
      while (row.cells.length < column) row.cells.push(null)
      row.cells[column] = value
      row.merged.push(column)
    }
  }
  return rows
}
