import { type ActionStatus, actionStatuses, priorities, type Priority } from '@meydan/shared/documents/plan/records'
import { type Language, languages } from '@meydan/shared/languages'
import { foldName } from '@meydan/shared/names'
import { type FieldOfWork, fieldsOfWork } from '@meydan/shared/words'
import { wordAt } from '../../../exchange/word-at.ts'
import { allLanguages, type Catalogue } from '../../../i18n/catalogue-parts.ts'
import type { MessageKey } from '../../../i18n/index.ts'
import { keyOfColumn, type PlanColumn, planColumns } from './columns.ts'
import { columnSynonyms, prioritySynonyms, statusSynonyms } from './synonyms.ts'

/** What the words of a table mean, in whichever of our languages it was written. By `foldName`. */
export type TableLanguage = {
  columns: ReadonlyMap<string, PlanColumn>
  /** In which languages a column is headed like that. */
  headedIn: ReadonlyMap<string, ReadonlySet<Language>>
  statuses: ReadonlyMap<string, ActionStatus>
  priorities: ReadonlyMap<string, Priority>
  fields: ReadonlyMap<string, FieldOfWork>
}

/** Rejects when the network is away. */
export async function tableLanguage(): Promise<TableLanguage> {
  return languageOf(await allLanguages())
}

/** Our own words of all languages come before what others say. */
export function languageOf(loaded: readonly Catalogue[]): TableLanguage {
  const meanings = <Name extends string>(
    names: readonly Name[],
    keyOf: (name: Name) => MessageKey,
    synonyms: Partial<Record<Name, readonly string[]>> = {},
  ) => {
    const found = new Map<string, Name>()
    const learn = (word: string, name: Name) => {
      const folded = foldName(word)
      if (folded !== '' && !found.has(folded)) found.set(folded, name)
    }
    for (const words of loaded) for (const name of names) learn(wordAt(words, keyOf(name)), name)
    for (const name of names) for (const word of [...(synonyms[name] ?? []), name]) learn(word, name)
    return found
  }
  return {
    columns: meanings(planColumns, keyOfColumn, columnSynonyms),
    headedIn: headings(loaded),
    statuses: meanings(actionStatuses, (status) => `plan.status.${status}`, statusSynonyms),
    priorities: meanings(priorities, (priority) => `plan.priority.${priority}`, prioritySynonyms),
    fields: meanings(fieldsOfWork, (field) => `field.${field}`),
  }
}

function headings(loaded: readonly Catalogue[]): Map<string, Set<Language>> {
  const found = new Map<string, Set<Language>>()
  loaded.forEach((words, index) => {
    for (const column of planColumns) {
      const folded = foldName(wordAt(words, keyOfColumn(column)))
      found.set(folded, (found.get(folded) ?? new Set()).add(languages[index]!))
    }
  })
  return found
}

/** Where a table's first row is, what its columns are, and how it most likely writes days and numbers. */
export type TableHead = {
  /** Index among the rows; -1 where there is none. */
  at: number
  /** By column of the sheet; null: not taken. */
  columns: (PlanColumn | null)[]
  language: Language | null
}

/** A table may stand below a title and a line about its office. */
const LINES_ABOVE = 15

export function headOf(rows: readonly (readonly string[])[], language: TableLanguage): TableHead {
  const width = rows.reduce((most, cells) => Math.max(most, cells.length), 0)
  let best: TableHead = { at: -1, columns: Array.from({ length: width }, () => null), language: null }
  let most = 0
  rows.slice(0, LINES_ABOVE).forEach((cells, at) => {
    const columns = columnsOf(cells, width, language)
    const known = columns.filter((column) => column !== null).length
    // One word alone may be a title above the table, or an action called “Start”.
    if (known <= most || (known < 2 && !(columns.includes('title') && cells.filter(Boolean).length === 1))) return
    most = known
    best = { at, columns, language: languageOfHead(cells, language) }
  })
  return best
}

function columnsOf(cells: readonly string[], width: number, { columns }: TableLanguage): (PlanColumn | null)[] {
  const taken = new Set<PlanColumn>()
  return Array.from({ length: width }, (_, index) => {
    const column = columns.get(foldName(cells[index] ?? '')) ?? null
    if (column === null || taken.has(column)) return null
    taken.add(column)
    return column
  })
}

function languageOfHead(cells: readonly string[], { headedIn }: TableLanguage): Language | null {
  const counts = new Map<Language, number>()
  for (const cell of cells) {
    for (const language of headedIn.get(foldName(cell)) ?? []) counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  const [first] = [...counts].sort(([, a], [, b]) => b - a)
  return first?.[0] ?? null
}

/** A comma begins the fraction of a number in these; Arabic tables of the region use the point, or a sign of their own. */
export function decimalOf(language: Language): ',' | '.' {
  return language === 'en' || language === 'ar' ? '.' : ','
}
