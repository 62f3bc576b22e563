import type { BoardContext } from '../board-context.ts'
import { addFrame, resizeFrame } from '../frame-acts.ts'
import { between, rectBetween } from '@meydan/shared/documents/board/geometry'
import { type FrameHandle, resized } from '../resize.ts'
import { rectOfFrame } from '../useBoard.ts'
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

export function resizing(context: BoardContext, from: At, id: string, handle: FrameHandle): Interaction {
  const frame = context.data.frames.get(id)
  const rectAt = (at: At) => frame && resized(rectOfFrame(frame), handle, between(from.board, at.board))
  return {
    move(at) {
      const rect = rectAt(at)
      if (rect) context.draft.value = { id, rect }
      return undefined
    },
    complete(at) {
      context.draft.value = null
      const rect = rectAt(at)
      if (rect) resizeFrame(context, id, rect)
    },
    cancel() {
      context.draft.value = null
    },
  }
}
