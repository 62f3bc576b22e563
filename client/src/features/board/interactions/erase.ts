import { grown, moved, rectBetween } from '@meydan/shared/documents/board/geometry'
import { removeItems } from '@meydan/shared/documents/board/moving'
import type { Point } from '@meydan/shared/documents/board/records'
import type { BoardContext } from '../board-context.ts'
import { cellsOf } from '../culling.ts'
import { lineMeets } from '../ink-hit.ts'
import { strokePath } from '../stroke-path.ts'
import type { Interaction, Start } from './interaction.ts'

/** In screen pixels, around the pointer. */
const REACH = 8

/** The eraser: lines drawn by hand that it crosses fade, and are gone when it is let go. Nothing else, nothing locked. */
export function erasing({ context, from }: Start): Interaction {
  const { drawing, viewport } = context
  let last = from.board
  const crossed = new Set(crossedBy(context, last, last))
  const show = () => {
    drawing.erasing.value = new Set(crossed)
  }
  const end = () => {
    drawing.erasing.value = new Set()
  }
  show()
  return {
    move(at) {
      const next = viewport.boardPoint(at.screen)
      for (const id of crossedBy(context, last, next)) crossed.add(id)
      last = next
      if (crossed.size !== drawing.erasing.value.size) show()
      return undefined
    },
    complete() {
      if (crossed.size > 0) {
        context.step(() => removeItems(context.board, crossed))
        context.said.value = context.t('board.ink.erased', { count: crossed.size })
      }
      end()
    },
    cancel: end,
  }
}

function crossedBy({ data, board, viewport }: BoardContext, from: Point, to: Point): string[] {
  const reach = REACH / viewport.now().zoom
  return [...data.index.within(cellsOf(grown(rectBetween(from, to), reach), 0))].filter((id) => {
    const stroke = data.viewOf('stroke', id)?.item
    if (!stroke || stroke.locked) return false
    const corner = board.placeOf(stroke)
    const back = { x: -corner.x, y: -corner.y }
    const { points } = strokePath(stroke.points, stroke.width)
    return lineMeets(points, moved(from, back), moved(to, back), reach + stroke.width / 2)
  })
}
