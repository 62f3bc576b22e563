import { directionOf } from '@meydan/shared/languages'
import { useEventListener } from '@vueuse/core'
import { language } from '../../../i18n/index.ts'
import { foldName } from '@meydan/shared/names'
import { onClipboard } from './change-acts.ts'
import type { Act, ActId, Opens } from './list-acts.ts'
import { goTo, toggleRow } from './list-focus.ts'
import { actKeys, isLetter, keyOf } from './list-keys.ts'
import { ancestorsOf, siblingsOf, typedAhead } from './list-tree.ts'
import type { List } from './useList.ts'

const TYPED_TOGETHER_MS = 700
const PAGE = 10

/**
 * The keys of the list. Going about belongs to the tree alone; acts work while focus is anywhere on the board, or
 * nowhere. Letters act where they mean something and may be switched off; all others find what begins with them.
 */
export function useListKeys(list: List, acts: () => Map<ActId, Act>, opens: Opens): void {
  const { context } = list
  let typed = { text: '', at: 0 }

  useEventListener(window, 'keydown', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || !isOurs(event.target)) return
    const key = keyOf(event, directionOf(language.value) === 'rtl')
    const onRow = event.target instanceof Element && event.target.matches('[role=treeitem]')
    const run = (onRow ? wayOf(key) : null) ?? actOf(key, event.target) ?? (onRow ? searchOf(event) : null)
    if (!run) return
    event.preventDefault()
    run()
  })
  for (const type of ['copy', 'cut', 'paste'] as const) {
    useEventListener(document, type, (event: ClipboardEvent) => {
      if (!isOurs(event.target) || window.getSelection()?.isCollapsed === false) return
      if (onClipboard(list, event)) event.preventDefault()
    })
  }

  function actOf(key: string, target: EventTarget | null): (() => void) | null {
    const isPressing = key === 'Enter' && !(target instanceof Element && target.matches('[role=treeitem], body'))
    const act = acts().get(actKeys[key] ?? ('none' as ActId))
    if (!act || isPressing || (isLetter(key) && !context.singleKeys.value)) return null
    if (act.offered) return act.run
    // A letter that can't act here may still begin a word; what would do something else in the browser must not.
    return isLetter(key) ? null : () => undefined
  }

  function wayOf(key: string): (() => void) | null {
    const { rows, current } = list
    const from = current.value
    const at = from === null ? -1 : rows.value.indexOf(from)
    const step = (by: number) => rows.value[Math.max(0, Math.min(rows.value.length - 1, at + by))]
    const ways: Record<string, () => void> = {
      ArrowDown: () => goTo(list, step(1)),
      ArrowUp: () => goTo(list, step(-1)),
      PageDown: () => goTo(list, step(PAGE)),
      PageUp: () => goTo(list, step(-PAGE)),
      Home: () => goTo(list, rows.value[0]),
      End: () => goTo(list, rows.value.at(-1)),
      'Shift+ArrowDown': () => goTo(list, step(1), { extend: true }),
      'Shift+ArrowUp': () => goTo(list, step(-1), { extend: true }),
      'Shift+Home': () => goTo(list, rows.value[0], { extend: true }),
      'Shift+End': () => goTo(list, rows.value.at(-1), { extend: true }),
      'Ctrl+ArrowDown': () => goTo(list, step(1), { keep: true }),
      'Ctrl+ArrowUp': () => goTo(list, step(-1), { keep: true }),
      Inwards: () => from !== null && inwards(from),
      Outwards: () => from !== null && outwards(from),
      '*': () => from !== null && list.setOpen(siblingsOf(list.shown.value, from), true),
      ' ': () => from !== null && toggleRow(list, from),
      'Ctrl+ ': () => from !== null && toggleRow(list, from),
      'Shift+F10': () => opens.menu('row'),
      ContextMenu: () => opens.menu('row'),
      Escape: () => escape(),
    }
    return ways[key] ?? null
  }

  function inwards(id: string): void {
    const children = list.shown.value.nodes.get(id)?.children ?? []
    if (children.length === 0) return
    if (list.shut.value.has(id)) list.setOpen([id], true)
    else goTo(list, children[0])
  }

  function outwards(id: string): void {
    const node = list.shown.value.nodes.get(id)
    const isOpen = node !== undefined && node.children.length > 0 && !list.shut.value.has(id)
    if (isOpen && !list.isFiltered.value) list.setOpen([id], false)
    else goTo(list, ancestorsOf(list.shown.value, id)[0])
  }

  /** Lets go of what is chosen beside the current row; then of what is looked for. */
  function escape(): void {
    const { selection } = context
    if (selection.ids.value.size > 1) selection.select(list.isObject(list.current.value) ? [list.current.value] : [])
    else list.clearFilter()
  }

  function searchOf(event: KeyboardEvent): (() => void) | null {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return null
    return () => {
      const now = Date.now()
      typed = { text: now - typed.at < TYPED_TOGETHER_MS ? typed.text + event.key : event.key, at: now }
      const next = typedAhead(list.rows.value, list.current.value, foldName(typed.text), list.searchName)
      if (next !== null) goTo(list, next)
    }
  }
}

/** Keys are ours on the board and on the bare page, never in a field, a dialog, a menu or another part of the room. */
function isOurs(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || document.querySelector('[role="dialog"], [role="menu"]')) return false
  if (target.closest('input, textarea, select, [contenteditable="true"]')) return false
  return target === document.body || target.closest('[data-board]') !== null
}
