import type { Interaction, Start } from './interaction.ts'

/** The laser pointer: while it is pressed, everybody sees where it goes. It writes nothing. */
export function pointingLaser({ context, from }: Start): Interaction {
  const { drawing, presence, viewport } = context
  const byTouch = from.event.pointerType === 'touch'
  const end = () => {
    drawing.laser.value = null
    presence.laser(false)
    // A finger that is lifted is nowhere.
    if (byTouch) presence.pointAt(null)
  }
  drawing.laser.value = from.board
  presence.laser(true)
  presence.pointAt(from.board)
  return {
    move(at) {
      const point = viewport.boardPoint(at.screen)
      drawing.laser.value = point
      if (byTouch) presence.pointAt(point)
      return undefined
    },
    complete: end,
    cancel: end,
  }
}
