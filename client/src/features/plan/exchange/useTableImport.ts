import { ACTIONS_MAX } from '@meydan/shared/documents/plan/records'
import { foldName } from '@meydan/shared/names'
import { computed, ref, shallowRef } from 'vue'
import type { Sheet } from '../../../exchange/xlsx/sheet.ts'
import { language } from '../../../i18n/index.ts'
import type { PlanContext } from '../plan-context.ts'
import { type NumberHabits, isMonthFirst, isTwoDays, textOf } from './cell-values.ts'
import type { PlanColumn } from './columns.ts'
import { wordsIn } from './plan-words.ts'
import { type Outcome, readActions, type ReadRow } from './read-actions.ts'
import type { Names } from './read-fields.ts'
import { decimalOf, headOf, type TableHead, type TableLanguage } from './table-language.ts'

type Found = { sheet: Sheet; head: TableHead; words: TableLanguage }

/** A table that was read, and what would become of it; columns and days can be set otherwise. Nothing is written here. */
export function useTableImport(context: PlanContext) {
  const found = shallowRef<Found | null>(null)
  const columns = shallowRef<readonly (PlanColumn | null)[]>([])
  const days = ref<NumberHabits['days']>('dayFirst')

  function take(sheet: Sheet, words: TableLanguage): void {
    const head = headOf(
      sheet.rows.map(({ cells }) => cells.map(textOf)),
      words,
    )
    found.value = { sheet, head, words }
    columns.value = head.columns
    const all = sheet.rows.flatMap(({ cells }) => cells)
    days.value = all.some(isMonthFirst) ? 'monthFirst' : 'dayFirst'
  }

  const rows = computed(() => {
    const given = found.value
    return given ? given.sheet.rows.slice(given.head.at + 1) : []
  })

  /** Each column once: who gives it to another one takes it from the first. */
  function setColumn(index: number, column: PlanColumn | null): void {
    columns.value = columns.value.map((each, at) => {
      if (at === index) return column
      return each === column ? null : each
    })
  }

  const read = computed((): readonly ReadRow[] => {
    const given = found.value
    if (!given || !columns.value.includes('title')) return []
    const decimal = decimalOf(given.head.language ?? language.value)
    return readActions(
      rows.value,
      columns.value,
      { language: given.words, names: namesIn(context), days: days.value, decimal },
      { actions: context.data.actions, words: wordsIn(context) },
    )
  })
  const counts = computed(() => {
    const by: Record<Outcome, number> = { new: 0, change: 0, same: 0, error: 0 }
    for (const { outcome } of read.value) by[outcome]++
    return by
  })

  return {
    found,
    columns,
    setColumn,
    days,
    rows,
    read,
    counts,
    take,
    forget: () => {
      found.value = null
    },
    /** What the table holds of what can be read in two ways. */
    hasTwoDays: computed(() => {
      const dayColumns = columns.value.flatMap((column, at) =>
        column === 'start' || column === 'due' || column === 'agreedDue' ? [at] : [],
      )
      return rows.value.some(({ cells }) => dayColumns.some((at) => isTwoDays(cells[at] ?? null)))
    }),
    hidden: computed(() => rows.value.filter(({ isHidden }) => isHidden).length),
    replanned: computed(() => read.value.filter(({ isReplanned }) => isReplanned).length),
    /** How many actions there would be where that is more than a plan holds. */
    over: computed(() => {
      const all = context.data.actions.size + counts.value.new
      return all > ACTIONS_MAX ? all : null
    }),
  }
}

export function namesIn({ organisations, room }: PlanContext): Names {
  const people = new Map<string, string | null>()
  for (const { id, name, removedAt } of room.value.seats) {
    if (removedAt !== null) continue
    const folded = foldName(name)
    people.set(folded, people.has(folded) ? null : id)
  }
  return { organisations: new Map(organisations.value.map(({ id, name }) => [foldName(name), id])), people }
}
