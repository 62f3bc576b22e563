import { ACTIONS_MAX } from '@meydan/shared/documents/plan/records'
import type { Language } from '@meydan/shared/languages'
import { readCsv, shownText } from '../../../exchange/csv.ts'
import { decodeText } from '../../../exchange/decode-text.ts'
import { readXlsx } from '../../../exchange/xlsx/read-xlsx.ts'
import type { Sheet, SheetProblem } from '../../../exchange/xlsx/sheet.ts'

export const IMPORT_BYTES_MAX = 10 * 1024 * 1024
/** A title and a few lines may stand above the table, and sums below it. */
export const ROWS_MAX = ACTIONS_MAX + 50

export type FileProblem = SheetProblem | { problem: 'quote_open'; line: number } | { problem: 'nothing' }
export type FileRead = { kind: 'table'; sheet: Sheet } | { kind: 'plan'; text: string } | FileProblem

/** What is in a file: a table, or a plan of ours. Takes as long as the file is large: it belongs in a worker. */
export function readFile(bytes: Uint8Array, name: string, language: Language, sheet = 0): FileRead {
  const isZipped = bytes[0] === 0x50 && bytes[1] === 0x4b
  const isOldExcel = bytes[0] === 0xd0 && bytes[1] === 0xcf
  if (isZipped || isOldExcel) return asTable(readXlsx(bytes, { rows: ROWS_MAX }, sheet))
  const text = decodeText(bytes, language)
  if (text === null) return { problem: /\.xls[xm]?$/i.test(name) ? 'damaged' : 'other' }
  if (/\.json$/i.test(name) || /^\ufeff?\s*\{\s*"/.test(text)) return { kind: 'plan', text }
  return readText(text)
}

function readText(text: string): FileRead {
  const read = readCsv(text, ROWS_MAX)
  if ('problem' in read) return read
  const rows = read.rows.map(({ line, cells }) => ({ line, cells: cells.map(shownText), isHidden: false, merged: [] }))
  return asTable({ rows, names: [], index: 0 })
}

function asTable(sheet: Sheet | SheetProblem): FileRead {
  if ('problem' in sheet) return sheet
  return sheet.rows.length === 0 && sheet.names.length <= 1 ? { problem: 'nothing' } : { kind: 'table', sheet }
}
