import { Combine, Group, LogOut, Ungroup } from '@lucide/vue'
import type { MenuItem } from '../../ui/UiMenu.vue'
import type { BoardContext } from './board-context.ts'
import { clusterSelection, ungroupSelection } from './theme-acts.ts'

/** What can be done with the selection where themes are concerned. */
export function themeMenu(context: BoardContext): MenuItem[] {
  const { selection, t } = context
  const items: MenuItem[] = []
  const way = groupingOf(context)
  if (way)
    items.push({ label: t(`board.theme.${way}`), icon: groupingIcons[way], select: () => clusterSelection(context) })
  if (selection.themes.value.length > 0)
    items.push({ label: t('board.theme.ungroup'), icon: Ungroup, select: () => ungroupSelection(context) })
  else if (isInTheme(context))
    items.push({ label: t('board.theme.takeOut'), icon: LogOut, select: () => ungroupSelection(context) })
  return items
}

export const groupingIcons = { group: Group, merge: Combine, split: Group }

/** What grouping the selection does: several themes become one, and some notes of a theme one of their own. */
export function groupingOf(context: BoardContext): keyof typeof groupingIcons | null {
  const { data, selection } = context
  if (selection.themes.value.length > 1) return 'merge'
  if (mayCluster(context)) return 'group'
  const [first] = selection.notes.value
  if (!first || selection.themes.value.length > 0) return null
  // They are all in one theme, else they could be put together.
  const theme = data.viewOf('note', first)?.item.theme ?? ''
  return selection.notes.value.length < data.membersOf(theme).length ? 'split' : null
}

/** Whether grouping the selection would change anything: some note isn't in the theme it would come into. */
function mayCluster({ data, selection }: BoardContext): boolean {
  const notes = selection.notes.value.flatMap((id) => data.viewOf('note', id)?.item ?? [])
  const themes = new Set(notes.map(({ theme }) => (theme && data.viewOf('theme', theme) ? theme : null)))
  const [into] = selection.themes.value
  if (into) return notes.some(({ theme }) => theme !== into)
  return notes.length > 0 && (themes.size > 1 || themes.has(null))
}

export function isInTheme({ data, selection }: BoardContext): boolean {
  return selection.notes.value.some((id) => data.viewOf('theme', data.viewOf('note', id)?.item.theme ?? ''))
}
