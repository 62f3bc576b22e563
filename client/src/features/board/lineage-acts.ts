import { mergeThemes, splitTheme } from '@meydan/shared/documents/board/lineage'
import { cluster } from '@meydan/shared/documents/board/themes'
import type { BoardContext } from './board-context.ts'
import { undo } from './note-acts.ts'
import { inOrder, sayClustered, themeOf } from './theme-acts.ts'

/** Makes one theme of those that are selected; where none is, one of its own of the selected notes of a theme. */
export function regroup(context: BoardContext): void {
  if (!context.canWrite.value) return
  if (context.selection.themes.value.length > 1) merge(context)
  else split(context)
}

/** Into the first in reading order, whose title stays; loose notes that are selected as well come along. */
function merge(context: BoardContext): void {
  const { board, data, selection, toasts, t } = context
  const [into, ...others] = inOrder(context, selection.themes.value).filter((id) => !board.isLocked(id))
  if (!into || others.length === 0) {
    toasts.say(t('board.menu.isLocked'))
    return
  }
  const held = new Set([into, ...others])
  const joining = inOrder(context, selection.notes.value).filter((id) => !held.has(themeOf(context, id) ?? ''))
  context.step(() =>
    board.transact(() => {
      mergeThemes(board, others, into)
      cluster(board, joining, into, context.author())
    }),
  )
  selection.select([into])
  context.focus(into)
  const title = data.viewOf('theme', into)?.item.title || t('board.theme.untitled')
  context.said.value = t('board.theme.said.merged', { title, count: held.size })
  toasts.say(context.said.value, { label: t('common.undo'), run: () => undo(context) })
}

function split(context: BoardContext): void {
  const { board, selection, toasts, t } = context
  const ids = inOrder(context, selection.notes.value)
  if (ids.some((id) => board.isLocked(id))) {
    toasts.say(t('board.menu.isLocked'))
    return
  }
  const theme = context.step(() => splitTheme(board, ids, context.author()))
  if (theme) sayClustered(context, theme, ids, true)
}
