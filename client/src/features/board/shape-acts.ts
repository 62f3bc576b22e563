import { removeItems } from '@meydan/shared/documents/board/moving'
import type { InkColour, NoteColour, ShapeForm } from '@meydan/shared/documents/board/records'
import type { Rect } from '@meydan/shared/documents/board/geometry'
import type { BoardContext } from './board-context.ts'
import { freePlace } from './next-place.ts'
import { drawnForms } from './shape-layout.ts'

const SHAPE = { width: 200, height: 120 }
export const TEXT = { width: 120, height: 40 }
/** Smaller than this, in board units, nothing was drawn: the pointer was only pressed. */
const CLICKED = 20

/** The form the shape tool draws. */
export function formOf({ pen }: BoardContext): ShapeForm {
  return drawnForms.find((form) => form === pen.form) ?? 'rectangle'
}

/** Puts a shape where it was drawn; one that was only clicked gets its ordinary size around that point. */
export function addShape(context: BoardContext, form: ShapeForm, drawn: Rect): void {
  if (!context.canWrite.value) return
  const { board, pen, selection, t } = context
  const clicked = drawn.width < CLICKED && drawn.height < CLICKED
  const rect = clicked ? ordinary(form, drawn) : drawn
  const at = { x: Math.round(rect.x), y: Math.round(rect.y) }
  const size = {
    width: Math.round(Math.max(40, rect.width)),
    // How tall words alone are follows from what is written.
    height: form === 'text' ? TEXT.height : Math.round(Math.max(40, rect.height)),
  }
  const id = context.step(() => board.add('shape', { at, size, form, ink: pen.ink }, context.author()))
  context.tool.value = 'select'
  if (form === 'text') {
    context.fresh.value = { id, step: context.undo.manager.undoStack.at(-1) }
    selection.edit(id)
  } else {
    selection.select([id])
    context.focus(id)
  }
  context.said.value = t(form === 'text' ? 'board.shape.textAdded' : 'board.shape.added', {
    form: t(`board.shape.${form}`),
  })
}

function ordinary(form: ShapeForm, { x, y }: Rect): Rect {
  if (form === 'text') return { x, y: y - TEXT.height / 2, ...TEXT }
  return { x: x - SHAPE.width / 2, y: y - SHAPE.height / 2, ...SHAPE }
}

/** The keyboard's way: in the middle of what is visible, where nothing else lies. */
export function addShapeNearby(context: BoardContext, form: ShapeForm): void {
  const size = form === 'text' ? TEXT : SHAPE
  const centre = context.viewport.centre()
  const wanted = { x: Math.round(centre.x - size.width / 2), y: Math.round(centre.y - size.height / 2) }
  const solid = new Set(['note', 'theme', 'shape', 'picture'])
  const taken = [...context.data.items.values()].flatMap(({ item, rect }) => (solid.has(item.type) ? [rect] : []))
  addShape(context, form, { ...freePlace(wanted, taken, null), ...size })
}

/** Words alone that were never written go as if they had never been there. */
export function discardBlankText(context: BoardContext, id: string): void {
  const { board, fresh } = context
  if (board.shapes.get(id)?.form !== 'text' || board.textOf(id).trim() !== '') return
  const { manager } = context.undo
  if (fresh.value?.id === id && manager.undoStack.at(-1) === fresh.value.step) {
    manager.undo()
    manager.clear(false, true)
  } else context.step(() => removeItems(board, [id]))
  fresh.value = null
}

/** Gives words alone the box they need, within the same step of undo as the typing. */
export function fitTextBox(context: BoardContext, id: string, size: { width: number; height: number }): void {
  const known = context.board.shapes.get(id)?.size
  if (known && (known.width !== size.width || known.height !== size.height)) context.board.edit([id], { size })
}

export function refill(context: BoardContext, colour: NoteColour | null): void {
  if (!context.canWrite.value) return
  context.step(() => context.board.edit(context.selection.ofType('shape').value, { colour }))
  context.said.value = context.t(colour ? `board.colour.${colour}` : 'board.shape.noFill')
}

export function reform(context: BoardContext, form: ShapeForm): void {
  if (!context.canWrite.value) return
  if (form !== 'text') context.pen.form = form
  const forms = context.selection.ofType('shape').value.filter((id) => context.board.shapes.get(id)?.form !== 'text')
  context.step(() => context.board.edit(forms, { form }))
  context.said.value = context.t(`board.shape.${form}`)
}

/** Shapes, lines and connectors of the selection in another ink. */
export function reink(context: BoardContext, ink: InkColour): void {
  if (!context.canWrite.value) return
  context.pen.ink = ink
  const { ofType } = context.selection
  const inked = [...ofType('shape').value, ...ofType('connector').value, ...ofType('stroke').value]
  context.step(() => context.board.edit(inked, { ink }))
  context.said.value = context.t(`board.ink.${ink}`)
}

export function rewidth(context: BoardContext, width: number): void {
  if (!context.canWrite.value) return
  context.pen.width = width
  context.step(() => context.board.edit(context.selection.ofType('stroke').value, { width }))
}
