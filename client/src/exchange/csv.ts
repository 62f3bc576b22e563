/** What a spreadsheet would take for the beginning of a formula, and the apostrophe that says it isn't one. */
const FORMULA = /^['=+\-@\t\r\n＝＋－＠]/
/** The same behind what a spreadsheet set to another country takes for the end of a cell, in quotation marks or not. */
const FORMULA_WITHIN = /[,;\t\r\n](?=[=+\-@＝＋－＠])/g
const DELIMITERS = [',', ';', '\t'] as const

/**
 * A table as RFC 4180 has it, after a byte order mark, without which Excel takes it for Latin-1. Cells that a
 * spreadsheet would calculate begin with an apostrophe; `shownText` takes it off again. Where only a spreadsheet that
 * reads the file with another delimiter would, there is a space in between. Spreadsheets of languages that write
 * numbers with a comma take a semicolon for the end of a cell.
 */
export function writeCsv(rows: readonly (readonly string[])[], delimiter: ',' | ';' = ','): string {
  return `\ufeff${rows.map((row) => `${row.map(cell).join(delimiter)}\r\n`).join('')}`
}

function cell(text: string): string {
  const apart = text.replace(FORMULA_WITHIN, '$& ')
  const safe = FORMULA.test(apart) ? `'${apart}` : apart
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A cell of our own table as it was before it was made safe. */
export function shownText(text: string): string {
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text
}

export type CsvRow = { /** Of the file, from 1. */ line: number; cells: string[] }
export type CsvProblem = { problem: 'quote_open'; line: number }
export type CsvTooLong = { problem: 'too_many'; count: number }

/**
 * The rows of a table whose delimiter is guessed from its first row, or of a plain list: empty rows are left out.
 * Quotation marks that aren't at a cell's beginning are letters. A quotation mark that never closes is a problem:
 * everything behind it would be one cell. More rows than `most` are counted, and not read.
 */
export function readCsv(given: string): { rows: CsvRow[] } | CsvProblem
export function readCsv(given: string, most: number): { rows: CsvRow[] } | CsvProblem | CsvTooLong
export function readCsv(given: string, most = Number.POSITIVE_INFINITY): { rows: CsvRow[] } | CsvProblem | CsvTooLong {
  const text = given.replace(/^\ufeff/, '')
  const delimiter = delimiterOf(text)
  const rows: CsvRow[] = []
  let cells: string[] = []
  let [at, line, start] = [0, 1, 1]
  const closeRow = () => {
    if (cells.some((each) => each.trim() !== '')) rows.push({ line: start, cells })
    cells = []
    start = line
  }
  while (at < text.length) {
    const read = text[at] === '"' ? quotedCell(text, at, delimiter) : plainCell(text, at, delimiter)
    if (!read) return { problem: 'quote_open', line }
    cells.push(read.cell)
    line += read.cell.split(/\r\n|\r|\n/).length - 1
    at = read.end
    const end = /^\r\n|^[\r\n]/.exec(text.slice(at, at + 2))?.[0]
    if (end !== undefined) {
      at += end.length
      line++
      closeRow()
      if (rows.length > most) return { problem: 'too_many', count: rows.length + linesIn(text.slice(at)) }
    } else if (at < text.length) at++
  }
  closeRow()
  return { rows }
}

/** Those that say something. */
function linesIn(text: string): number {
  return text.split(/\r\n?|\n/).filter((line) => /[^\s,;]/.test(line)).length
}

/** Up to the closing quotation mark, and what stands behind it until the cell ends. */
function quotedCell(text: string, at: number, delimiter: string): { cell: string; end: number } | null {
  let cell = ''
  for (let from = at + 1; ; ) {
    const quote = text.indexOf('"', from)
    if (quote === -1) return null
    cell += text.slice(from, quote)
    if (text[quote + 1] !== '"') {
      const rest = plainCell(text, quote + 1, delimiter)
      return { cell: cell + rest.cell, end: rest.end }
    }
    cell += '"'
    from = quote + 2
  }
}

function plainCell(text: string, at: number, delimiter: string): { cell: string; end: number } {
  let end = at
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++
  return { cell: text.slice(at, end), end }
}

/** What stands most often in the first row, outside of quotation marks. */
function delimiterOf(text: string): string {
  const first = text
    .slice(0, 20_000)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/[\r\n]/)
    .find((line) => line.trim() !== '')
  const counts = DELIMITERS.map((delimiter) => (first ?? '').split(delimiter).length - 1)
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!
}
