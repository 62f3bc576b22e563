import { gatherInto, resizeItem } from '@meydan/shared/documents/board/moving'
import { FRAME_MIN, type Point, SHAPE_MIN } from '@meydan/shared/documents/board/records'
import type { BoardContext } from './board-context.ts'
import { boundsOf, grown, type Rect } from '@meydan/shared/documents/board/geometry'
import { type FrameHandle, frameHandles, type Limits, resized } from './resize.ts'

const AROUND = 32
const NEW_FRAME = { width: 480, height: 400 }

/** A frame around the selected notes, or an empty one in the middle of what is visible; its title waits for words. */
export function addFrameNearby(context: BoardContext): void {
  const rects = context.selection.notes.value.flatMap((id) => context.data.rectOf(id) ?? [])
  const around = boundsOf(rects)
  const centre = context.viewport.centre()
  addFrame(
    context,
    around
      ? grown(around, AROUND)
      : { x: centre.x - NEW_FRAME.width / 2, y: centre.y - NEW_FRAME.height / 2, ...NEW_FRAME },
  )
}

export function addFrame(context: BoardContext, rect: Rect): void {
  if (!context.canWrite.value) return
  const { board } = context
  const at = { x: Math.round(rect.x), y: Math.round(rect.y) }
  const size = {
    width: Math.round(Math.max(FRAME_MIN.width, rect.width)),
    height: Math.round(Math.max(FRAME_MIN.height, rect.height)),
  }
  const id = context.step(() =>
    board.transact(() => {
      const made = board.addFrame({ at, size, title: '' })
      gatherInto(board, made)
      return made
    }),
  )
  context.selection.edit(id)
  context.said.value = context.t('board.said.frameAdded')
}

/** Objects with edges of their own to pull; of a picture and of words alone only those that make sense. */
export function handlesOf(context: BoardContext, id: string): readonly FrameHandle[] {
  const item = context.board.item(id)
  if (!item || item.locked) return []
  if (item.type === 'picture') return ['ne', 'se', 'sw', 'nw']
  if (item.type === 'shape' && item.form === 'text') return ['ne', 'e', 'se', 'sw', 'w', 'nw']
  return item.type === 'frame' || item.type === 'shape' ? frameHandles : []
}

/** How an object may be pulled: pictures keep their proportions, words alone grow as a whole at their corners. */
export function limitsOf({ board }: BoardContext, id: string, handle: FrameHandle): Limits {
  const item = board.item(id)
  const isText = item?.type === 'shape' && item.form === 'text'
  return {
    min: item?.type === 'frame' ? FRAME_MIN : SHAPE_MIN,
    keepsRatio: item?.type === 'picture' || (isText && handle.length === 2),
  }
}

export function resizeTo(context: BoardContext, id: string, rect: Rect): void {
  const size = { width: Math.round(rect.width), height: Math.round(rect.height) }
  context.step(() => resizeItem(context.board, id, { x: Math.round(rect.x), y: Math.round(rect.y) }, size))
}

/** The keyboard's way to resize: the end edges of what is selected move. */
export function resizeSelection(context: BoardContext, by: Point): void {
  if (!context.canWrite.value) return
  const handle: FrameHandle = by.x === 0 ? 's' : 'e'
  for (const id of context.selection.ids.value) {
    const rect = context.data.rectOf(id)
    if (rect && handlesOf(context, id).length > 0)
      resizeTo(context, id, resized(rect, handle, by, limitsOf(context, id, handle)))
  }
}

export function renameFrame(context: BoardContext, id: string, title: string): void {
  context.step(() => context.board.edit([id], { title: title.trim().slice(0, 120) }))
}
