import type { BoardContext } from '../board-context.ts'
import { between } from '@meydan/shared/documents/board/geometry'
import type { At, Interaction } from './interaction.ts'

export function panning(context: BoardContext, from: At): Interaction {
  let last = from.screen
  context.panning.value = true
  const end = () => {
    context.panning.value = false
  }
  return {
    move(at) {
      context.viewport.pan(between(last, at.screen))
      last = at.screen
      return undefined
    },
    complete: end,
    cancel: end,
  }
}
