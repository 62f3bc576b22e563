import { distance } from '@meydan/shared/documents/board/geometry'
import type { BoardContext } from '../board-context.ts'
import { connect, endAt, reattach } from '../connector-acts.ts'
import { stickTo } from '../connector-ends.ts'
import { type At, type Interaction, MOUSE_SLACK, type Start, TOUCH_SLACK } from './interaction.ts'

const REACH = 14
/** A line from nothing to nothing, shorter than this in screen pixels, was a press. */
const SHORTEST = 16

/**
 * The connector tool: drawn from an object or the bare board to another; or, without dragging, by a press on where it
 * begins and a press on where it ends.
 */
export function drawingConnector({ context, from, hit }: Start): Interaction {
  const { drawing } = context
  const slack = from.event.pointerType === 'touch' ? TOUCH_SLACK : MOUSE_SLACK
  const first = hit.kind === 'frame' ? endAt(context, hit.id, from.board) : endUnder(context, from)
  const begun = drawing.begun.value
  const hasMoved = (at: At) => distance(at.screen, from.screen) > slack
  return {
    move(at) {
      if (!drawing.connector.value && !hasMoved(at)) return undefined
      const to = endUnder(context, at, first.item)
      drawing.begun.value = null
      drawing.connector.value = { id: null, from: first, to, over: to.item }
      return undefined
    },
    complete(at) {
      const drawn = drawing.connector.value
      drawing.connector.value = null
      if (drawn) {
        if (drawn.to.item || drawn.from.item || distance(at.screen, from.screen) >= SHORTEST) connect(context, drawn)
        return
      }
      if (begun && !(begun.item && begun.item === first.item)) {
        drawing.begun.value = null
        connect(context, { from: begun, to: first })
      } else {
        drawing.begun.value = first
        context.said.value = context.t('board.connector.begun')
      }
    },
    cancel() {
      drawing.connector.value = null
    },
  }
}

/** Takes one end of a connector to another object, or off to the bare board. */
export function reattaching({ context, from }: Start, id: string, end: 'from' | 'to'): Interaction {
  const { drawing, data } = context
  const item = data.viewOf('connector', id)?.item
  const endsAt = (at: At) => {
    if (!item) return null
    const other = end === 'from' ? item.to : item.from
    return { from: item.from, to: item.to, [end]: endUnder(context, at, other.item) }
  }
  return {
    move(at) {
      const ends = endsAt(at)
      if (ends && distance(at.screen, from.screen) > MOUSE_SLACK)
        drawing.connector.value = { ...ends, id, over: ends[end].item }
      return undefined
    },
    complete() {
      const drawn = drawing.connector.value
      if (drawn) reattach(context, id, drawn)
      drawing.connector.value = null
    },
    cancel() {
      drawing.connector.value = null
    },
  }
}

/** What the end would be at a pointer; never on `not`, where the other end is. */
function endUnder(context: BoardContext, at: At, not: string | null = null) {
  const board = context.viewport.boardPoint(at.screen)
  const item = stickTo(context, board, REACH / context.viewport.now().zoom)
  return endAt(context, item === not ? null : item, board)
}
