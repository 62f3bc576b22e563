import { between } from '@meydan/shared/documents/board/geometry'
import type { BoardContext } from '../board-context.ts'
import { limitsOf, resizeTo } from '../frame-acts.ts'
import { type FrameHandle, resized } from '../resize.ts'
import type { At, Interaction } from './interaction.ts'

/** Pulls a frame, shape or picture at a handle. Shift keeps the proportions. */
export function resizing(context: BoardContext, from: At, id: string, handle: FrameHandle): Interaction {
  const rect = context.data.rectOf(id)
  const limits = limitsOf(context, id, handle)
  const rectAt = (at: At) =>
    rect &&
    resized(rect, handle, between(from.board, at.board), {
      ...limits,
      keepsRatio: limits.keepsRatio || at.event.shiftKey,
    })
  return {
    move(at) {
      const next = rectAt(at)
      if (next) context.draft.value = { id, rect: next }
      return undefined
    },
    complete(at) {
      const next = rectAt(at)
      // Written before the draft goes: in between, one would see it as it was.
      if (next && context.draft.value) resizeTo(context, id, next)
      context.draft.value = null
    },
    cancel() {
      context.draft.value = null
    },
  }
}
