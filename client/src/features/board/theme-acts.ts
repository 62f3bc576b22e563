import { moved } from '@meydan/shared/documents/board/geometry'
import { moveItems } from '@meydan/shared/documents/board/moving'
import type { Point } from '@meydan/shared/documents/board/records'
import { cluster, clusterTogether, ungroup } from '@meydan/shared/documents/board/themes'
import { afterwardsCode } from '../../afterwards.ts'
import type { BoardContext } from './board-context.ts'

const BESIDE = 24

const lineage = afterwardsCode(() => import('./lineage-acts.ts'))

/** What notes are now together in, said and shown. A theme just made by them waits for its title. */
export function sayClustered(context: BoardContext, theme: string, ids: readonly string[], isNew: boolean): void {
  const { data, selection, t } = context
  const title = data.viewOf('theme', theme)?.item.title || t('board.theme.untitled')
  if (isNew) {
    selection.edit(theme)
    context.said.value = t('board.theme.said.made', { count: data.membersOf(theme).length })
    return
  }
  selection.select(ids)
  context.said.value = t('board.theme.said.joined', { title, count: ids.length })
}

/**
 * Puts the selected notes together: into the theme selected with them, or the first one's, or a new one. Several themes
 * become one; notes that are together already become a theme of their own.
 */
export function clusterSelection(context: BoardContext): void {
  const { board, selection, data } = context
  const ids = inOrder(context, selection.notes.value).filter((id) => !board.isLocked(id))
  const [into, other] = selection.themes.value
  if (!context.canWrite.value || !(other ?? ids[0])) return
  const home = into ?? themeOf(context, ids[0]!)
  if (other || (home && ids.every((id) => themeOf(context, id) === home))) {
    void lineage().then(({ regroup }) => regroup(context))
    return
  }
  const known = new Set(data.membersOf(into ?? '').map(({ id }) => id))
  const joining = ids.filter((id) => !known.has(id))
  const before = new Set(board.themes.all().map(({ id }) => id))
  const theme = context.step(() =>
    into ? cluster(board, joining, into, context.author()) : clusterTogether(board, ids, context.author()),
  )
  if (theme) sayClustered(context, theme, ids, !before.has(theme))
}

/** Takes the selected themes away; where none is selected, takes the selected notes out of theirs. */
export function ungroupSelection(context: BoardContext): void {
  const { selection, board } = context
  if (!context.canWrite.value) return
  const themes = selection.themes.value.filter((id) => !board.isLocked(id))
  if (themes.length > 0) ungroupThemes(context, themes)
  else takeOut(context)
}

/** Takes themes away; their notes stay where they are, selected. */
export function ungroupThemes(context: BoardContext, themes: readonly string[]): void {
  const { board, data, t } = context
  if (!context.canWrite.value || themes.every((id) => board.isLocked(id))) return
  const notes = themes.flatMap((id) => data.membersOf(id).map((note) => note.id))
  context.step(() => board.transact(() => themes.forEach((id) => ungroup(board, id))))
  context.selection.select(notes)
  const [first] = notes
  if (first) context.focus(first)
  else context.surface.value?.focus({ preventScroll: true })
  context.said.value = t('board.theme.said.ungrouped', { count: notes.length })
}

/** Puts the selected notes beside the theme they are in, one below the other. */
function takeOut(context: BoardContext): void {
  const { board, data, selection, t } = context
  const places = new Map<string, Point>()
  for (const [theme, ids] of Map.groupBy(inOrder(context, selection.notes.value), (id) => themeOf(context, id))) {
    const rect = theme && !board.isLocked(theme) ? data.rectOf(theme) : null
    if (!rect) continue
    const free = ids.filter((id) => !board.isLocked(id))
    const corner = moved(rect, { x: rect.width + BESIDE, y: 0 })
    free.forEach((id, index) => {
      const height = data.rectOf(id)!.height
      places.set(id, moved(corner, { x: 0, y: index * (height + BESIDE) }))
    })
  }
  if (places.size === 0) return
  context.step(() => moveItems(board, places))
  context.focus([...places.keys()].at(-1)!)
  context.said.value = t('board.theme.said.takenOut', { count: places.size })
}

/** Gives a theme its title; nothing else than words of the usual length. */
export function renameTheme(context: BoardContext, id: string, title: string): void {
  context.step(() => context.board.edit([id], { title: title.trim().slice(0, 120) }))
}

export function themeOf({ data }: BoardContext, id: string): string | null {
  const theme = data.viewOf('note', id)?.item.theme
  return theme && data.viewOf('theme', theme) ? theme : null
}

export function inOrder({ data }: BoardContext, ids: readonly string[]): string[] {
  const chosen = new Set(ids)
  return data.order.value.filter((id) => chosen.has(id))
}
