import { fieldsOfWork } from '@meydan/shared/words'
import { useStorage } from '@vueuse/core'
import { type ComputedRef, computed, type InjectionKey, inject, nextTick, shallowRef, watch } from 'vue'
import { language } from '../../../i18n/index.ts'
import { localesOf } from '../../../i18n/format.ts'
import type { PlanContext } from '../plan-context.ts'
import { type ColumnId, columnsKept, firstColumns } from './columns.ts'
import type { Lookup } from './read-cell.ts'
import { type Grouping, groupings, type Names, type Row, rowsOf, type Sort } from './rows.ts'
import { createWriting } from './writing.ts'

export type Table = ReturnType<typeof createTable>
/** Where the keyboard is: a row by its key (`head`: the titles), and a column by its place. */
export type At = { row: string; column: number }
/** A cell being written; `typed` takes the place of what is in it. */
export type Editing = { row: string; column: number; typed: string | null }
export type TableDialog = 'columns' | 'responsible' | 'due' | 'merge' | 'split'

const key: InjectionKey<Table> = Symbol('plan table')
export { key as tableKey }

export function useTable(): Table {
  const table = inject(key)
  if (!table) throw new Error('A part of the table was used outside a table')
  return table
}

/** What the parts of the table share: rows and columns, where the keyboard is, what is written and chosen. */
export function createTable(context: PlanContext) {
  const { data, filter, documentId, canWrite } = context
  const kept = (name: string) => `meydan.plan.${documentId}.table.${name}`
  const storedColumns = useStorage<string[]>(kept('columns'), [...firstColumns])
  const storedGrouping = useStorage<string>(kept('group'), 'goal')
  const sort = useStorage<Sort | null>(kept('sort'), null, undefined, {
    serializer: { read: readSort, write: JSON.stringify },
  })
  const columns = computed(() => columnsKept(storedColumns.value))
  const grouping = computed((): Grouping => groupings.find((each) => each === storedGrouping.value) ?? 'goal')
  const names = createNames(context)
  const editing = shallowRef<Editing | null>(null)

  const rowsNow = computed(() =>
    rowsOf({
      views: filter.shown.value,
      goals: data.goals.value,
      grouping: grouping.value,
      sort: sort.value,
      names: names.value,
      isWhole: !filter.isActive.value,
      canWrite: canWrite.value,
    }),
  )
  const isWriting = computed(() => editing.value !== null)
  // While a cell is written no row changes its place: the field would be taken out of the page, and its words with it.
  const rows = computed((before?: readonly Row[]): readonly Row[] =>
    isWriting.value && before ? before : rowsNow.value,
  )
  const indexes = computed(() => new Map(rows.value.map(({ key: row }, index) => [row, index])))

  return {
    context,
    writing: createWriting(context),
    columns,
    grouping,
    sort,
    names,
    rows,
    /** The place of a row among all, by its key. */
    indexOf: (row: string): number => indexes.value.get(row) ?? -1,
    rowOf: (row: string): Row | undefined => rows.value[indexes.value.get(row) ?? -1],
    editing,
    isWriting,
    /** The row under the pointer, by its key. */
    pointed: shallowRef<string | null>(null),
    dialog: shallowRef<TableDialog | null>(null),
    /** What the dialog is about. */
    concerns: shallowRef<readonly string[]>([]),
    lookup: computed(() => lookupOf(context)),
    /** Rows can be carried and moved: the table is in the plan's own order. */
    isInOrder: computed(() => sort.value === null && (grouping.value === 'goal' || grouping.value === 'none')),
    setColumns: (ids: readonly ColumnId[]) => {
      storedColumns.value = columnsKept(ids)
    },
    setGrouping: (to: Grouping) => {
      storedGrouping.value = to
    },
    /** Up, down, and the third time as the plan has it. */
    sortBy(column: ColumnId): void {
      const now = sort.value
      if (now?.column !== column) sort.value = { column, descending: false }
      else sort.value = now.descending ? null : { column, descending: true }
    },
    ...createFocus(rows, columns, editing),
    ...createChoice(rows, context),
  }
}

function readSort(text: string): Sort | null {
  try {
    const read = JSON.parse(text) as Sort | null
    return read && columnsKept([read.column]).includes(read.column)
      ? { column: read.column, descending: read.descending === true }
      : null
  } catch {
    return null
  }
}

function createNames({ data, organisationOf, seatOf }: PlanContext) {
  return computed((): Names => {
    const { compare } = new Intl.Collator(localesOf(language.value), { numeric: true })
    const goals = new Map(data.goals.value.map(({ id, title }) => [id, title]))
    return {
      organisation: (id) => organisationOf(id)?.name ?? '',
      seat: (id) => seatOf(id)?.name ?? '',
      goal: (id) => goals.get(id) ?? '',
      compare,
    }
  })
}

function lookupOf({ data, organisations, room, t }: PlanContext): Lookup {
  const shownThousands = new Intl.NumberFormat(localesOf(language.value)).format(1_000_000)
  return {
    organisations: organisations.value,
    seats: room.value.seats,
    goals: data.goals.value.map(({ id, title }) => ({ id, name: title })),
    fields: fieldsOfWork.map((id) => ({ id, name: t(`field.${id}`) })),
    thousands: shownThousands.includes('.') ? '.' : ',',
  }
}

type Rows = ComputedRef<readonly Row[]>

/** The one cell that the Tab key reaches; arrows move on from it. */
function createFocus(rows: Rows, columns: { readonly value: readonly ColumnId[] }, editing: { value: Editing | null }) {
  const at = shallowRef<At>({ row: 'head', column: 0 })
  let last = 0

  const elementOf = ({ row, column }: At): HTMLElement | null => {
    const line = document.querySelector(`[data-plan-table] [data-key="${CSS.escape(row)}"]`)
    return (
      line?.querySelector<HTMLElement>(`[data-column="${column}"]`) ??
      line?.querySelector<HTMLElement>('[data-column]') ??
      null
    )
  }

  function go(to: At): void {
    at.value = { row: to.row, column: Math.min(Math.max(0, to.column), columns.value.length - 1) }
    last = rows.value.findIndex(({ key: row }) => row === to.row)
    void nextTick(() => {
      const element = elementOf(at.value)
      element?.focus({ preventScroll: true })
      element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
  }

  /** A row that goes leaves the keyboard to the one that comes into its place. */
  watch(rows, (now, before) => {
    const { row, column } = at.value
    if (row === 'head' || now.some((each) => each.key === row)) {
      last = now.findIndex((each) => each.key === row)
      return
    }
    const index = before?.findIndex((each) => each.key === row) ?? last
    const next = now[Math.min(Math.max(0, index), now.length - 1)]
    const had = elementOf(at.value)?.contains(document.activeElement) === true
    at.value = { row: next?.key ?? 'head', column }
    if (had) go(at.value)
  })
  return {
    at,
    go,
    elementOf,
    edit(typed: string | null = null): void {
      editing.value = { ...at.value, typed }
    },
  }
}

/** Rows chosen together. */
function createChoice(rows: Rows, { data }: PlanContext) {
  const ids = shallowRef<ReadonlySet<string>>(new Set())
  let anchor: string | null = null
  /** Those that still are, in the order of the table. */
  const chosen = computed(() => {
    void data.revision.value
    return rows.value.flatMap((row) =>
      row.kind === 'action' && ids.value.has(row.id) && data.actions.has(row.id) ? row.id : [],
    )
  })

  function toggle(id: string, on = !ids.value.has(id)): void {
    const next = new Set(ids.value)
    if (on) next.add(id)
    else next.delete(id)
    ids.value = next
    anchor = id
  }

  return {
    chosen,
    isChosen: (id: string) => ids.value.has(id),
    toggle,
    /** All from the one touched last up to this one. */
    extend(id: string): void {
      const actions = rows.value.flatMap((row) => (row.kind === 'action' ? row.id : []))
      const [from, to] = [actions.indexOf(anchor ?? id), actions.indexOf(id)]
      const between = actions.slice(Math.min(from < 0 ? to : from, to), Math.max(from, to) + 1)
      ids.value = new Set([...ids.value, ...between])
      anchor ??= id
    },
    chooseAll(on: boolean): void {
      ids.value = new Set(on ? rows.value.flatMap((row) => (row.kind === 'action' ? row.id : [])) : [])
    },
    letGo(): void {
      ids.value = new Set()
      anchor = null
    },
  }
}
