import type { BoardContext } from '../board-context.ts'
import { touchedBy } from '../marquee.ts'
import { rectBetween } from '@meydan/shared/documents/board/geometry'
import type { At, Interaction } from './interaction.ts'

/** Draws a rectangle; what it touches is selected, added to what was selected when shift is held. */
export function marqueeing(context: BoardContext, from: At): Interaction {
  const { selection, marquee } = context
  const before = from.event.shiftKey ? selection.ids.value : new Set<string>()
  const end = () => {
    marquee.value = null
  }
  return {
    move(at) {
      marquee.value = rectBetween(from.board, context.viewport.boardPoint(at.screen))
      const touched = touchedBy(marquee.value, context.data)
      selection.select([...before, ...touched])
      return undefined
    },
    complete() {
      end()
      if (selection.ids.value.size > 0) {
        context.said.value = context.t('board.said.selected', { count: selection.ids.value.size })
      }
    },
    cancel() {
      end()
      selection.select(before)
    },
  }
}
