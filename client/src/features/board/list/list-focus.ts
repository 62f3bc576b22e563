import { nextTick } from 'vue'
import type { List } from './useList.ts'

/** The element of a row, whose focus is the keyboard's place. */
export function rowElement(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-list] [data-item="${CSS.escape(id)}"]`)
}

/** Puts the keyboard on a row, opening what it is in, and brings it into sight. */
export async function focusRow(list: List, id: string): Promise<void> {
  stand(list, id)
  await nextTick()
  const row = rowElement(id)
  row?.focus({ preventScroll: true })
  row?.scrollIntoView({ block: 'nearest' })
}

/** Makes a row the current one without touching the page's focus. */
export function stand(list: List, id: string): void {
  list.reveal(id)
  list.current.value = id
  if (list.isObject(id)) list.context.selection.standing.value = id
}

export type Going = { extend?: boolean; keep?: boolean }

/** Goes to a row: it becomes the selection, or the selection reaches up to it (`extend`), or stays (`keep`). */
export function goTo(list: List, id: string | undefined, { extend, keep }: Going = {}): void {
  if (id === undefined) return
  const { selection } = list.context
  const from = list.anchor.value ?? list.current.value
  list.kept.value = keep ? id : null
  if (extend && from !== null) {
    list.anchor.value = from
    selection.select(between(list, from, id))
  } else if (!keep) {
    list.anchor.value = id
    selection.select(list.isObject(id) ? [id] : [])
  }
  void focusRow(list, id)
}

function between(list: List, from: string, to: string): string[] {
  const rows = list.rows.value
  const ends = [rows.indexOf(from), rows.indexOf(to)].sort((a, b) => a - b)
  return rows.slice(Math.max(0, ends[0]!), ends[1]! + 1).filter(list.isObject)
}

/** Adds the row to the selection, or takes it out. */
export function toggleRow(list: List, id: string): void {
  const { selection, t, said } = list.context
  if (!list.isObject(id)) return
  selection.toggle(id)
  list.anchor.value = id
  list.kept.value = id
  list.current.value = id
  said.value = t('board.said.selected', { count: selection.ids.value.size })
}
