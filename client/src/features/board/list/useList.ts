import type { NoteKind } from '@meydan/shared/documents/board/records'
import { sideShown } from '@meydan/shared/documents/board/side-shown'
import type { FieldOfWork, Side } from '@meydan/shared/words'
import { foldName } from '@meydan/shared/names'
import { useSessionStorage } from '@vueuse/core'
import { computed, type InjectionKey, inject, shallowReactive, shallowRef } from 'vue'
import type { BoardContext } from '../board-context.ts'
import { findText } from '../find-text.ts'
import { ancestorsOf, buildTree, flat, holders, LOOSE, type ListTree, pruned, visible } from './list-tree.ts'
import { itemIn, wordsOf } from './list-words.ts'

export const sortings = ['place', 'severity', 'side', 'newest'] as const
export type Sorting = (typeof sortings)[number]
/** What is looked for; empty: everything. `severity` is the least one. */
export type Filter = {
  words: string
  side: Side | ''
  kind: NoteKind | ''
  field: FieldOfWork | ''
  severity: string
  sort: Sorting
}

const nothingSought: Filter = { words: '', side: '', kind: '', field: '', severity: '', sort: 'place' }
const sideOrder: Record<Side, number> = { civil: 0, public: 1, neutral: 2 }
const NO_SIDE = 3

export type List = ReturnType<typeof createList>
const key: InjectionKey<List> = Symbol('list')
export { key as listKey }

export function useList(): List {
  const list = inject(key)
  if (!list) throw new Error('A part of the list was used outside a list')
  return list
}

/** The board as a tree of rows: what is shown of it, and where the keyboard stands. */
export function createList(context: BoardContext) {
  const { board, data, selection, seatOf } = context
  const filter = shallowReactive<Filter>({ ...nothingSought })
  const closedIds = useSessionStorage<string[]>(`meydan.list.closed.${context.documentId}`, [])
  const closed = computed(() => new Set(closedIds.value))

  const whole = computed<ListTree>(() => {
    void data.placement.value
    const frameOf = (id: string) => {
      const item = data.items.get(id)?.item
      return item ? (board.frameOf(item)?.id ?? null) : null
    }
    const holderOf = holders(
      (id) => itemIn(context, id),
      (id) => themeOf(id),
      frameOf,
    )
    return buildTree(data.order.value, holderOf, (id) => data.items.get(id)?.item.type === 'connector')
  })

  function themeOf(id: string): string | null {
    const theme = data.viewOf('note', id)?.item.theme
    return theme && data.viewOf('theme', theme) ? theme : null
  }

  const isFiltered = computed(() => Object.entries(filter).some(([name, value]) => name !== 'sort' && value !== ''))
  const isSorted = computed(() => filter.sort !== 'place')

  const found = computed<ReadonlySet<string> | null>(() => {
    if (!isFiltered.value) return null
    void data.placement.value
    const ids = filter.words.trim() ? findText(context, filter.words) : data.order.value
    return new Set(ids.filter(hasFields))
  })

  function hasFields(id: string): boolean {
    const { side, kind, field, severity } = filter
    if (!side && !kind && !field && !severity) return true
    const item = itemIn(context, id)
    if (!item || !('seat' in item)) return false
    if (side && sideShown(item, seatOf(item.seat)?.side) !== side) return false
    if (!kind && !field && !severity) return true
    if (!('severity' in item)) return false
    return (
      (!kind || item.kind === kind) &&
      (!field || item.fields.includes(field)) &&
      (!severity || (item.severity ?? 0) >= Number(severity))
    )
  }

  const shown = computed<ListTree>(() => {
    const kept = found.value
    if (isSorted.value) return flat(sorted(kept))
    return kept ? pruned(whole.value, (id) => kept.has(id)) : whole.value
  })

  /** Notes and themes alone: only they have a severity, and what else lies there would stand between them. */
  function sorted(kept: ReadonlySet<string> | null): string[] {
    const rank = (id: string): number => {
      const item = data.items.get(id)?.item
      if (item?.type !== 'note' && item?.type !== 'theme') return 0
      if (filter.sort === 'severity') return -(item.severity ?? 0)
      if (filter.sort === 'newest') return -item.createdAt
      const side = sideShown(item, seatOf(item.seat)?.side)
      return side ? sideOrder[side] : NO_SIDE
    }
    const ids = data.order.value.filter((id) => data.viewOf('note', id) ?? data.viewOf('theme', id))
    const ranked = ids.filter((id) => !kept || kept.has(id)).map((id) => ({ id, rank: rank(id) }))
    return ranked.sort((a, b) => a.rank - b.rank).map(({ id }) => id)
  }

  /** While something is sought nothing is closed: what was found would be hidden. */
  const shut = computed(() => (isFiltered.value || isSorted.value ? new Set<string>() : closed.value))
  const rows = computed(() => visible(shown.value, shut.value))

  const current = shallowRef<string | null>(selection.standing.value)
  /** From where Shift selects on. */
  const anchor = shallowRef<string | null>(null)
  /** The row gone to without choosing it. */
  const kept = shallowRef<string | null>(null)
  /** On touch: a tap adds to the selection. */
  const choosing = shallowRef(false)

  function setOpen(ids: readonly string[], open: boolean): void {
    const next = new Set(closedIds.value)
    for (const id of ids)
      if (open) next.delete(id)
      else next.add(id)
    closedIds.value = [...next]
  }

  function reveal(id: string): void {
    const shutAncestors = ancestorsOf(shown.value, id).filter((each) => closed.value.has(each))
    if (shutAncestors.length > 0) setOpen(shutAncestors, true)
  }

  return {
    context,
    filter,
    isFiltered,
    isSorted,
    found,
    whole,
    shown,
    rows,
    shut,
    current,
    anchor,
    kept,
    choosing,
    setOpen,
    reveal,
    themeOf,
    /** The row the keyboard reaches by Tab: the current one, or the first. */
    reached: computed(() => (current.value && shown.value.nodes.has(current.value) ? current.value : rows.value[0])),
    clearFilter: () => void Object.assign(filter, nothingSought),
    searchName: (id: string) => foldName(wordsOf(context, id)),
    /** What an act is about: the selection, from top to bottom. */
    chosen: computed(() => {
      const ids = selection.ids.value
      return ids.size < 2 ? [...ids] : data.order.value.filter((id) => ids.has(id))
    }),
    isObject: (id: string | null): id is string => id !== null && id !== LOOSE && data.has(id),
  }
}
