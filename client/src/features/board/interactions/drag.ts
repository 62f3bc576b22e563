import type { Point } from '@meydan/shared/documents/board/records'
import type { BoardContext } from '../board-context.ts'
import { carryBy, drop, letGo, lift } from '../carry.ts'
import { between } from '@meydan/shared/documents/board/geometry'
import type { At, Interaction } from './interaction.ts'

const EDGE = 36
const EDGE_SPEED = 12

/** Carries the selection. Near an edge of the surface the board comes along. */
export function dragging(context: BoardContext, from: At): Interaction {
  let last = from
  let frame = 0
  lift(context, context.selection.ids.value)

  const follow = () => carryBy(context, between(from.board, context.viewport.boardPoint(last.screen)))
  const pull = () => {
    const by = edgePull(context, last.screen)
    if (by.x !== 0 || by.y !== 0) {
      context.viewport.pan(by)
      follow()
    }
    frame = requestAnimationFrame(pull)
  }
  frame = requestAnimationFrame(pull)
  return {
    move(at) {
      last = at
      follow()
      return undefined
    },
    complete() {
      cancelAnimationFrame(frame)
      drop(context)
    },
    cancel() {
      cancelAnimationFrame(frame)
      letGo(context)
    },
  }
}

function edgePull({ viewport }: BoardContext, { x, y }: Point): Point {
  const { width, height } = viewport.size.value
  const along = (at: number, length: number) => (at < EDGE ? EDGE_SPEED : at > length - EDGE ? -EDGE_SPEED : 0)
  return { x: along(x, width), y: along(y, height) }
}
