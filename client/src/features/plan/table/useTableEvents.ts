import { nextTick, shallowRef } from 'vue'
import type { MenuGroup } from '../../../ui/UiMenu.vue'
import { copied, paste } from './clipboard.ts'
import { menuOf } from './row-menu.ts'
import type { Table } from './table-context.ts'
import { tableKeys } from './useTableKeys.ts'

type OpenMenu = { groups: MenuGroup[]; at: { x: number; y: number }; from: HTMLElement | null }

const cellAt = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null
const keyAt = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-key]')?.dataset['key'] : undefined

/** What the hand does in the table: one listener of each kind for all rows, however many there are. */
export function useTableEvents(table: Table, page: () => number) {
  const { columns, at, editing, chosen, context } = table
  const { canWrite, presence, standing } = context
  const menu = shallowRef<OpenMenu | null>(null)

  function openMenu(key: string, from?: Element | null): void {
    const row = table.rowOf(key)
    const groups = row ? menuOf(table, row) : []
    const element = from ?? table.elementOf({ row: key, column: 0 })
    if (groups.length === 0 || !element) return
    const box = element.getBoundingClientRect()
    const isCell = element.matches('[data-column]')
    menu.value = {
      groups,
      at: { x: isCell ? box.left + Math.min(box.width / 2, 160) : box.left, y: box.bottom },
      from: table.elementOf(at.value),
    }
  }

  function closeMenu(): void {
    const from = menu.value?.from
    menu.value = null
    void nextTick(() => from?.focus({ preventScroll: true }))
  }

  function contextmenu(event: MouseEvent): void {
    const row = table.rowOf(keyAt(event.target) ?? '')
    if (!row || (event.target as Element).closest('input[type=text]')) return
    const groups = menuOf(table, row)
    if (groups.length === 0) return
    event.preventDefault()
    menu.value = { groups, at: { x: event.clientX, y: event.clientY }, from: table.elementOf(at.value) }
  }

  const rename = (key: string) => {
    editing.value = { row: key, column: 0, typed: null }
  }
  const keys = tableKeys(table, { menu: (key) => openMenu(key), rename, page })

  function keydown(event: KeyboardEvent): void {
    if (event.isComposing || editing.value || !(event.target instanceof Element)) return
    if (!event.target.matches('[data-column]')) return
    if (!keys(event)) return
    event.preventDefault()
    event.stopPropagation()
  }

  /** Reached by Tab or a press, a cell is the one the keyboard is on; the others are told. */
  function focusin({ target }: FocusEvent): void {
    const [cell, key] = [cellAt(target), keyAt(target)]
    if (!cell || !key) return
    const column = Number(cell.dataset['column'])
    if (at.value.row !== key || at.value.column !== column) at.value = { row: key, column }
    const row = table.rowOf(key)
    if (row?.kind !== 'action') return presence.standOn(null)
    standing.value = row.id
    presence.standOn(row.id, columns.value[column])
  }

  let wasOn: HTMLElement | null = null
  function pointerdown({ target }: PointerEvent): void {
    const cell = cellAt(target)
    wasOn = cell && cell === document.activeElement ? cell : null
  }

  /** What a row can do stands in the one under the pointer; while something is carried, in the one it came from. */
  function pointerover({ target, buttons }: PointerEvent): void {
    const key = keyAt(target)
    if (buttons === 0 && key) table.pointed.value = key
  }

  function click(event: MouseEvent): void {
    const { target } = event
    if (!(target instanceof Element) || target.closest('[data-cell-field], .list')) return
    const [cell, key] = [cellAt(target), keyAt(target)]
    if (!cell || !key) return
    const row = table.rowOf(key)
    if (target.closest('[data-more]')) return openMenu(key, target.closest('[data-more]'))
    if (target.closest('[data-tick-all]')) return table.chooseAll(chosen.value.length === 0)
    if (key === 'head') return table.sortBy(columns.value[Number(cell.dataset['column'])]!)
    if (row?.kind === 'action' && target.closest('[data-tick]'))
      return event.shiftKey ? table.extend(row.id) : table.toggle(row.id)
    if (target.closest('button') || !canWrite.value) return
    if (row?.kind === 'action' && event.shiftKey) return table.extend(row.id)
    if (row?.kind === 'action' && (event.ctrlKey || event.metaKey)) return table.toggle(row.id)
    // The second press on a cell writes; a row for a new action takes the first.
    if (row?.kind === 'add' || (row?.kind === 'action' && wasOn === cell)) table.edit()
  }

  function dblclick({ target }: MouseEvent): void {
    const row = table.rowOf(keyAt(target) ?? '')
    const isGoal = row?.kind === 'group' && row.of !== null && table.grouping.value === 'goal'
    if (isGoal && canWrite.value) rename(row.key)
  }

  const isOnCell = (event: ClipboardEvent) => event.target instanceof Element && event.target.matches('[data-column]')

  function copy(event: ClipboardEvent): void {
    const text = isOnCell(event) && !String(getSelection()) ? copied(table) : null
    if (text === null) return
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
  }

  function pasteInto(event: ClipboardEvent): void {
    const text = isOnCell(event) ? event.clipboardData?.getData('text/plain') : ''
    if (!text) return
    event.preventDefault()
    paste(table, text)
  }

  return {
    menu,
    closeMenu,
    on: {
      keydown,
      focusin,
      pointerdown,
      pointerover,
      pointerleave: () => {
        table.pointed.value = null
      },
      click,
      dblclick,
      contextmenu,
      copy,
      paste: pasteInto,
    },
  }
}
