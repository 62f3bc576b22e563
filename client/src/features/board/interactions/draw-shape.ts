import { addShape, formOf } from '../shape-acts.ts'
import { drawnRect } from '../shape-layout.ts'
import type { At, Interaction, Start } from './interaction.ts'

/** The shape and text tools: an area is drawn, a square with shift; a mere click makes one of ordinary size there. */
export function drawingShape({ context, from, hit }: Start): Interaction {
  const { drawing, pen, tool, selection, data } = context
  const form = tool.value === 'text' ? 'text' : formOf(context)
  const rectTo = (at: At) =>
    drawnRect(from.board, context.viewport.boardPoint(at.screen), at.event.shiftKey && form !== 'text')
  const written = hit.kind === 'item' && form === 'text' && data.viewOf('shape', hit.id)
  return {
    move(at) {
      drawing.shape.value = { form, ink: pen.ink, rect: rectTo(at) }
      return undefined
    },
    complete(at) {
      const drawn = drawing.shape.value
      drawing.shape.value = null
      if (written && (!drawn || drawn.rect.width < 8)) {
        tool.value = 'select'
        selection.edit(written.item.id)
      } else addShape(context, form, rectTo(at))
    },
    cancel() {
      drawing.shape.value = null
    },
  }
}
