import { themeColumns } from '@meydan/shared/documents/board/layout'
import type { Point } from '@meydan/shared/documents/board/records'
import { cluster } from '@meydan/shared/documents/board/themes'
import type { BoardContext } from './board-context.ts'

/** Presses this close together are one step of undo, as one nudge is. */
const ONE_STEP_MS = 700

let last: { at: number; theme: string } = { at: 0, theme: '' }

/**
 * Arrow keys on notes of one theme: they change places in it instead of leaving it. Left and right go one place,
 * up and down one row. False where the selection is something else.
 */
export function reorderInTheme(context: BoardContext, by: Point): boolean {
  const { board, data, selection, t } = context
  const theme = commonTheme(context)
  if (!theme) return false
  const members = data.membersOf(theme)
  const moving = members.filter(({ id }) => selection.ids.value.has(id))
  const first = members.indexOf(moving[0]!)
  const places = Math.sign(by.x) + Math.sign(by.y) * themeColumns(members.length)
  const index = Math.max(0, Math.min(members.length - moving.length, first + places))
  if (index !== first && !board.isLocked(theme)) {
    const now = Date.now()
    if (now - last.at > ONE_STEP_MS || last.theme !== theme) context.undo.manager.stopCapturing()
    last = { at: now, theme }
    const ids = moving.map(({ id }) => id)
    cluster(board, ids, theme, context.author(), index)
  }
  const title = data.viewOf('theme', theme)?.item.title || t('board.theme.untitled')
  context.said.value = t('board.theme.said.placed', { place: index + 1, count: members.length, title })
  return true
}

/** The theme all that is selected are notes of; none where something else is selected too, or a note is locked. */
function commonTheme({ data, board, selection }: BoardContext): string | null {
  const ids = [...selection.ids.value]
  const themes = new Set(ids.map((id) => data.viewOf('note', id)?.item.theme ?? null))
  const [theme] = themes
  if (!theme || themes.size !== 1 || !data.viewOf('theme', theme)) return null
  return ids.some((id) => board.isLocked(id)) ? null : theme
}
