import type { InkPoint } from '@meydan/shared/documents/board/ink'
import type { BoardContext } from '../board-context.ts'
import { inkRecorder, straightInk, strokesOf } from '../ink-recorder.ts'
import type { At, Interaction, Start } from './interaction.ts'
import { panning } from './pan.ts'

/**
 * The ink tool: a line by hand, straight while shift is held. The document hears of it when the pointer is let go.
 * Where a pen is used, fingers move the board: a palm draws nothing.
 */
export function inking({ context, from }: Start): Interaction {
  const { drawing, pen, viewport } = context
  const { pointerType } = from.event
  if (pointerType === 'pen') drawing.penSeen.value = true
  if (pointerType === 'touch' && drawing.penSeen.value) return panning(context, from)
  const { ink, width } = pen
  const recorder = inkRecorder(width)
  let straight: readonly InkPoint[] | null = null
  const box = context.surface.value!.getBoundingClientRect()
  const place = ({ clientX, clientY }: PointerEvent) =>
    viewport.boardPoint({ x: clientX - box.left, y: clientY - box.top })

  const take = ({ event }: At) => {
    if (event.shiftKey) {
      straight = straightInk(recorder.points[0]!, place(event))
      return
    }
    straight = null
    // Between two frames a pen has moved several times; without these, quick curves get corners.
    const moves = event.type === 'pointermove' ? (event.getCoalescedEvents?.() ?? []) : []
    for (const each of moves.length > 0 ? moves : [event]) recorder.add(place(each), pressureOf(each))
  }
  const show = () => {
    drawing.ink.value = { points: straight ?? [...recorder.points], ink, width }
  }
  recorder.add(from.board, pressureOf(from.event))
  show()
  return {
    move(at) {
      take(at)
      show()
      return undefined
    },
    complete() {
      addStrokes(context, straight ?? recorder.points, ink, width)
      drawing.ink.value = null
    },
    cancel() {
      drawing.ink.value = null
    },
  }
}

/** Only pens measure it; a mouse always says a half, and fingers what they like. */
function pressureOf({ pointerType, pressure }: PointerEvent): number | null {
  return pointerType === 'pen' && pressure > 0 ? pressure : null
}

function addStrokes(
  context: BoardContext,
  points: readonly InkPoint[],
  ink: BoardContext['pen']['ink'],
  width: number,
): void {
  const { board } = context
  context.step(() =>
    board.transact(() => {
      for (const stroke of strokesOf(points)) board.add('stroke', { ...stroke, ink, width }, context.author())
    }),
  )
  context.said.value = context.t('board.ink.added')
}
