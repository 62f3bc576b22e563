import { moveItems, removeItems } from '@meydan/shared/documents/board/moving'
import {
  NOTE_SIZE,
  NOTE_TEXT_MAX,
  type NoteColour,
  noteColours,
  type Point,
} from '@meydan/shared/documents/board/records'
import { clipOf, pasteClip } from '@meydan/shared/documents/board/clip'
import { cluster } from '@meydan/shared/documents/board/themes'
import { redoStep, undoStep } from '@meydan/shared/documents/board/undoing'
import type { BoardContext } from './board-context.ts'
import { boundsOf, type Rect, moved } from '@meydan/shared/documents/board/geometry'
import { freeBlock, freePlace, placeBeside } from './next-place.ts'
import { pastedLines } from '../../documents/pasted-lines.ts'
import { rectOfFrame } from './useBoard.ts'

/** So many notes are made of pasted lines at once. */
export const NOTES_AT_ONCE = 100

/** A note where the pointer is: its middle comes to lie there. */
export function addNoteAt(context: BoardContext, point: Point): void {
  addNote(context, { x: Math.round(point.x - NOTE_SIZE.width / 2), y: Math.round(point.y - NOTE_SIZE.height / 2) })
}

/** A note beside the selected one, else in the middle of what is visible; the caret is in it. */
export function addNoteNearby(context: BoardContext): void {
  const [beside] = context.selection.notes.value
  if (beside) return addNoteBeside(context, beside)
  const centre = context.viewport.centre()
  const wanted = { x: Math.round(centre.x - NOTE_SIZE.width / 2), y: Math.round(centre.y - NOTE_SIZE.height / 2) }
  addNote(context, freePlace(wanted, noteRects(context), frameRectAt(context, wanted)))
}

export function addNoteBeside(context: BoardContext, id: string): void {
  const view = context.data.viewOf('note', id)
  if (!view) return
  const { colour, theme } = view.item
  if (theme && context.data.typeOf(theme) === 'theme') return addNoteInTheme(context, theme, colour)
  const frame = context.board.frameOf(view.item)
  addNote(context, placeBeside(view.rect, noteRects(context), frame ? rectOfFrame(frame) : null), colour)
}

/** A note at the end of a theme: beside the others there. */
export function addNoteInTheme(context: BoardContext, theme: string, colour = context.colour.value): void {
  const { board } = context
  beginNote(context, () => {
    const [id] = board.addNotes([{ at: board.rectOf(theme)!, colour }], context.author())
    cluster(board, [id!], theme, context.author())
    return id!
  })
}

function addNote(context: BoardContext, place: Point, colour = context.colour.value): void {
  beginNote(context, () => putNotes(context, [{ place, colour, text: '' }])[0]!)
}

function beginNote(context: BoardContext, make: () => string): void {
  if (!context.canWrite.value) return
  const id = context.step(() => context.board.transact(make))
  context.fresh.value = { id, step: context.undo.manager.undoStack.at(-1) }
  context.selection.edit(id)
  context.said.value = context.t('board.said.added', { count: 1 })
}

/** Takes a new note that was left blank off the board, without a trace in undo where nothing else happened since. */
export function discardBlank(context: BoardContext, id: string): void {
  const fresh = context.fresh.value
  if (fresh?.id !== id) return
  context.fresh.value = null
  if (context.board.textOf(id).trim() !== '' || !context.board.notes.has(id)) return
  const { manager } = context.undo
  if (manager.undoStack.at(-1) === fresh.step) {
    manager.undo()
    manager.clear(false, true)
  } else context.step(() => removeItems(context.board, [id]))
}

function putNotes(context: BoardContext, given: { place: Point; colour: NoteColour; text: string }[]): string[] {
  return context.board.transact(() => {
    const ids = context.board.addNotes(
      given.map(({ place, colour, text }) => ({ at: place, colour, text })),
      context.author(),
    )
    moveItems(context.board, new Map(ids.map((id, index) => [id, given[index]!.place])))
    return ids
  })
}

/** What is pasted on the board itself: one line is one note, several wait for a choice, too long a text is refused. */
export function pasteText(context: BoardContext, text: string): void {
  const lines = pastedLines(text)
  if (!context.canWrite.value || lines.length === 0) return
  if (lines.length > 1) context.pasted.value = text
  else if (text.length > NOTE_TEXT_MAX) refuseLongText(context, text.length)
  else addNotesFrom(context, [text.trim()])
}

export function refuseLongText(context: BoardContext, length: number): void {
  context.toasts.fail(context.t('board.tooLong', { length, limit: NOTE_TEXT_MAX }))
}

/** Notes in a block near the selection or in the middle, one for each text. */
export function addNotesFrom(context: BoardContext, texts: readonly string[]): void {
  const [beside] = context.selection.notes.value
  const centre = context.viewport.centre()
  const start = beside
    ? moved(context.data.rectOf(beside)!, { x: 0, y: NOTE_SIZE.height + 20 })
    : { x: Math.round(centre.x - NOTE_SIZE.width / 2), y: Math.round(centre.y - NOTE_SIZE.height / 2) }
  const places = freeBlock(start, texts.length, {
    taken: noteRects(context),
    frame: frameRectAt(context, start),
    frames: context.data.frameOrder.value.map(rectOfFrame),
  })
  const colour = context.colour.value
  const ids = context.step(() =>
    putNotes(
      context,
      texts.map((text, index) => ({ text, colour, place: places[index]! })),
    ),
  )
  context.selection.select(ids)
  context.focus(ids.at(-1)!)
  const block = boundsOf(places.map((place) => ({ ...place, ...NOTE_SIZE })))
  if (block) context.viewport.reveal(block)
  context.said.value = context.t('board.said.added', { count: ids.length })
}

export function duplicateSelection(context: BoardContext): void {
  const chosen = context.selection.ids.value
  if (!context.canWrite.value || chosen.size === 0) return
  const { board, documentId } = context
  const ids = context.step(() =>
    pasteClip(board, clipOf(board, chosen, documentId), { by: { x: 24, y: 24 }, author: context.author() }),
  )
  context.selection.select(ids)
  context.focus(ids.at(-1)!)
  context.said.value = context.t('board.said.duplicated', { count: ids.length })
}

export function recolourSelection(context: BoardContext, colour: NoteColour): void {
  if (!context.canWrite.value) return
  context.colour.value = colour
  context.step(() =>
    context.board.edit([...context.selection.notes.value, ...context.selection.themes.value], { colour }),
  )
  context.said.value = context.t(`board.colour.${colour}`)
}

/** The next paper for the selection: a keyboard's way round the eight. */
export function recolourNext(context: BoardContext): void {
  const [first] = context.selection.notes.value
  const now = first && context.data.viewOf('note', first)?.item.colour
  if (now) recolourSelection(context, noteColours[(noteColours.indexOf(now) + 1) % noteColours.length]!)
}

/**
 * Removes what is selected. In the list its neighbour has the keyboard then; on the canvas the board itself, so that a key
 * pressed twice takes nothing more away, and arrows go on from the neighbour.
 */
export function removeSelection(context: BoardContext): void {
  const ids = [...context.selection.ids.value]
  if (!context.canWrite.value || ids.length === 0) return
  const { t, toasts, data } = context
  const order = data.order.value
  const at = order.indexOf(ids[0]!)
  const gone = new Set(ids)
  const next =
    order.slice(at).find((id) => !gone.has(id)) ?? order.slice(0, Math.max(0, at)).findLast((id) => !gone.has(id))
  const counts = { notes: context.selection.notes.value.length, frames: context.selection.frames.value.length }
  const locked = ids.filter((id) => context.board.isLocked(id)).length
  if (locked === ids.length) return void toasts.say(t('board.said.isLocked', { count: locked }))
  context.step(() => removeItems(context.board, ids))
  const removed = context.undo.manager.undoStack.at(-1)
  const text =
    counts.notes === ids.length
      ? t('board.said.deletedNotes', { count: ids.length })
      : counts.frames === ids.length
        ? t('board.said.deletedFrames', { count: ids.length })
        : t('board.said.deletedItems', { count: ids.length - locked })
  toasts.say(text, {
    label: t('board.undo'),
    // After later acts this button would take back the wrong one.
    run: () => {
      if (context.undo.manager.undoStack.at(-1) === removed) undo(context)
      context.focus(ids[0]!)
    },
  })
  if (next && context.mode.value === 'list') return context.focus(next)
  context.selection.standing.value = next ?? null
  context.surface.value?.focus({ preventScroll: true })
}

export function undo(context: BoardContext): void {
  if (context.canWrite.value && undoStep(context.board, context.undo.manager))
    context.said.value = context.t('board.said.undone')
}

export function redo(context: BoardContext): void {
  if (context.canWrite.value && redoStep(context.board, context.undo.manager))
    context.said.value = context.t('board.said.redone')
}

export function copySelection(context: BoardContext): string {
  const chosen = context.selection.ids.value
  const ids = context.data.order.value.filter((id) => chosen.has(id))
  return ids
    .map((id) => wordsOf(context, id))
    .filter((words) => words !== '')
    .join('\n')
}

/** What an object says, whatever field it says it in. */
function wordsOf({ data, board }: BoardContext, id: string): string {
  const item = board.item(id)
  if (!item) return ''
  if (item.type === 'theme' || item.type === 'frame') return item.title
  if (item.type === 'connector') return item.label
  return item.type === 'picture' ? item.alt : (data.items.get(id)?.text ?? '')
}

function noteRects(context: BoardContext): Rect[] {
  const solid = new Set(['note', 'theme', 'shape', 'picture'])
  return [...context.data.items.values()].flatMap(({ item, rect }) => (solid.has(item.type) ? [rect] : []))
}

function frameRectAt(context: BoardContext, place: Point): Rect | null {
  const frame = context.board.frameUnder(moved(place, { x: NOTE_SIZE.width / 2, y: NOTE_SIZE.height / 2 }))
  return frame ? rectOfFrame(frame) : null
}
