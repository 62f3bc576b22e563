import { copyOf, type PlanCopy } from '@meydan/shared/documents/plan/copy'
import { directionOf, type Language } from '@meydan/shared/languages'
import { writeCsv } from '../../../exchange/csv.ts'
import type { CellToWrite } from '../../../exchange/xlsx/write-xlsx.ts'
import type { PlanContext } from '../plan-context.ts'
import type { ActionView } from '../usePlan.ts'
import { columnWidths, keyOfColumn, planColumns } from './columns.ts'
import { rowOf } from './plan-table.ts'
import { wordsIn } from './plan-words.ts'
import { decimalOf } from './table-language.ts'

export const exportFormats = ['pdf', 'xlsx', 'csv', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** What this device makes itself; a PDF comes from the server (plan-pdf.ts). */
export type MadeHere = Exclude<ExportFormat, 'pdf'>

export type ExportRequest = {
  format: MadeHere
  /** In their order; null: the whole plan, goals without actions too. */
  shown: readonly ActionView[] | null
  title: string
  language: Language
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Makes the file. Rejects when the network is away and the writer isn't here yet. */
export async function exportPlan(context: PlanContext, request: ExportRequest): Promise<Blob> {
  const { format, shown, title, language } = request
  // A large plan takes a moment without a pause: first the screen says that it has begun.
  await new Promise((resolve) => setTimeout(resolve))
  if (format === 'json') return textBlob(`${JSON.stringify(planFile(context, shown), null, 2)}\n`, 'application/json')
  const words = wordsIn(context)
  const rows = (shown ?? context.data.ordered.value).map((view) => {
    const row = rowOf(view, words)
    return planColumns.map((column) => row[column])
  })
  const heads = planColumns.map((column) => ({ text: context.t(keyOfColumn(column)), width: columnWidths[column] }))
  if (format === 'csv') {
    const lines = rows.map((row) => row.map((cell) => plainCell(cell, language)))
    const table = [heads.map(({ text }) => text), ...lines]
    return textBlob(writeCsv(table, decimalOf(language) === ',' ? ';' : ','), 'text/csv')
  }
  const { writeXlsx } = await import('../../../exchange/xlsx/write-xlsx.ts')
  const isRightToLeft = directionOf(language) === 'rtl'
  return new Blob([writeXlsx({ name: title, heads, rows, isRightToLeft })], { type: XLSX })
}

/** As a spreadsheet set to this language reads numbers; days are read everywhere as they are. */
export function plainCell(cell: CellToWrite, language: Language): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return decimalOf(language) === ',' ? String(cell).replace('.', ',') : String(cell)
  const text = typeof cell === 'string' ? cell : cell.day
  return text.toWellFormed().replaceAll('\u0000', '')
}

function planFile(
  { plan, documentId, organisationOf, seatOf }: PlanContext,
  shown: readonly ActionView[] | null,
): PlanCopy {
  const copy = copyOf(plan, shown && shown.map(({ action }) => action.id), documentId)
  const organisations = new Set(copy.actions.flatMap(({ responsible, supporting }) => [responsible, ...supporting]))
  const people = new Set(copy.actions.map(({ person }) => person))
  const named = (ids: Iterable<string | null>, nameOf: (id: string) => string | undefined) =>
    [...ids].flatMap((id) => {
      const name = id === null ? undefined : nameOf(id)
      return id !== null && name !== undefined ? [{ id, name }] : []
    })
  return {
    ...copy,
    organisations: named(organisations, (id) => organisationOf(id)?.name),
    people: named(people, (id) => seatOf(id)?.name),
  }
}

function textBlob(text: string, type: string): Blob {
  return new Blob([text], { type: `${type};charset=utf-8` })
}
