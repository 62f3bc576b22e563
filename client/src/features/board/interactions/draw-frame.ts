import type { BoardContext } from '../board-context.ts'
import { addFrame } from '../frame-acts.ts'
import { rectBetween } from '@meydan/shared/documents/board/geometry'
import type { At, Interaction } from './interaction.ts'

const CLICKED = 40

/** The frame tool: an area is drawn; a mere click makes a frame of ordinary size there. */
export function drawingFrame(context: BoardContext, from: At): Interaction {
  const rectTo = (at: At) => rectBetween(from.board, context.viewport.boardPoint(at.screen))
  return {
    move(at) {
      context.draft.value = { id: null, rect: rectTo(at) }
      return undefined
    },
    complete(at) {
      context.draft.value = null
      context.tool.value = 'select'
      const rect = rectTo(at)
      const clicked = rect.width < CLICKED && rect.height < CLICKED
      addFrame(context, clicked ? { ...from.board, width: 480, height: 400 } : rect)
    },
    cancel() {
      context.draft.value = null
    },
  }
}
