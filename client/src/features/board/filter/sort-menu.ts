import { ArrowUpDown } from '@lucide/vue'
import { sideShown } from '@meydan/shared/documents/board/side-shown'
import { layOut, looseNotesIn, orderNotes } from '@meydan/shared/documents/board/sorting'
import { language } from '../../../i18n/index.ts'
import type { MenuGroup } from '../../../ui/UiMenu.vue'
import type { BoardContext } from '../board-context.ts'
import { type Sorted, sortedBy, type Sorting, sortings } from './note-order.ts'

/** Sorting the notes of the selected theme or frame; null where neither is selected alone, or nothing is to be sorted. */
export function sortGroup(context: BoardContext): MenuGroup | null {
  const { selection, data, t } = context
  const [only] = selection.ids.value
  const type = only && selection.ids.value.size === 1 ? data.typeOf(only) : undefined
  if (!only || (type !== 'theme' && type !== 'frame') || notesIn(context, only).length < 2) return null
  return {
    heading: t('board.filter.sort'),
    items: sortings.map((by) => ({
      label: t(`board.filter.by.${by}`),
      icon: ArrowUpDown,
      select: () => sortNotes(context, only, by),
    })),
  }
}

/** Sorts a theme's notes, or lays a frame's own notes out in rows: one step of undo. */
export function sortNotes(context: BoardContext, holder: string, by: Sorting): void {
  const { board, data, t } = context
  if (!context.canWrite.value) return
  const ids = sortedBy(notesIn(context, holder), by, language.value)
  context.step(() => (data.typeOf(holder) === 'frame' ? layOut(board, holder, ids) : orderNotes(board, holder, ids)))
  context.said.value = t('board.filter.sorted', { count: ids.length })
}

function notesIn({ board, data, seatOf }: BoardContext, holder: string): Sorted[] {
  const notes = data.typeOf(holder) === 'frame' ? looseNotesIn(board, holder) : data.membersOf(holder)
  return notes.map(({ id, severity, kind, side, seat }) => ({
    id,
    severity,
    kind,
    side: sideShown({ seat, side }, seatOf(seat)?.side),
    author: seatOf(seat)?.name ?? '',
  }))
}
