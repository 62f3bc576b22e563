import { type BoardClip, pasteClip } from '@meydan/shared/documents/board/clip'
import { boundsOf, middleOf, type Rect } from '@meydan/shared/documents/board/geometry'
import type { Point } from '@meydan/shared/documents/board/records'
import { directionOf } from '@meydan/shared/languages'
import { sceneOfClip } from '../../../templates/preview.ts'
import type { BoardContext } from '../board-context.ts'
import { undo } from '../note-acts.ts'

const GAP = 120
/** Short of where coordinates end: what lies beyond has no place. */
const FAR = 900_000

/** Puts a template beside what is on the board, as one step of undo, shows it whole and says so. */
export function insertTemplate(context: BoardContext, clip: BoardClip, name: string): void {
  const { bounds } = sceneOfClip(clip)
  if (!context.canWrite.value || !bounds) return
  const { board, viewport, selection, t } = context
  const taken = boundsOf(board.items().flatMap(({ id }) => board.rectOf(id) ?? []))
  const backwards = directionOf(context.room.value.language) === 'rtl'
  const place = freePlaceFor(bounds, taken, { backwards, centre: viewport.centre() })
  const by = { x: Math.round(place.x - bounds.x), y: Math.round(place.y - bounds.y) }
  const ids = context.step(() => pasteClip(board, clip, { by, author: context.author() }))
  const step = context.undo.manager.undoStack.at(-1)
  viewport.fit([{ ...bounds, x: bounds.x + by.x, y: bounds.y + by.y }])
  selection.select(ids)
  const text = t('board.template.inserted', { name })
  context.said.value = text
  context.toasts.say(text, {
    label: t('common.undo'),
    // After later acts this button would take back the wrong one.
    run: () => {
      if (context.undo.manager.undoStack.at(-1) === step) undo(context)
    },
  })
}

/**
 * Where a thing of this size lies free: after what is there in the direction of reading, or below it, whichever leaves
 * the board closer to the form of a screen. On an empty board around the middle of what is seen.
 */
export function freePlaceFor(
  size: { width: number; height: number },
  taken: Rect | null,
  { backwards, centre }: { backwards: boolean; centre: Point },
): Point {
  const around = { x: centre.x - size.width / 2, y: centre.y - size.height / 2 }
  if (!taken) return around
  const before = { x: taken.x - GAP - size.width, y: taken.y }
  const after = { x: taken.x + taken.width + GAP, y: taken.y }
  const below = { x: backwards ? taken.x + taken.width - size.width : taken.x, y: taken.y + taken.height + GAP }
  const above = { ...below, y: taken.y - GAP - size.height }
  const [beside, otherSide] = backwards ? [before, after] : [after, before]
  const reach = (place: Point) => {
    const { width, height } = boundsOf([taken, { ...place, ...size }])!
    return Math.max(width / 1.6, height)
  }
  const inOrder = reach(beside) <= reach(below) ? [beside, below] : [below, beside]
  return [...inOrder, otherSide, above].find((place) => isNear({ ...place, ...size })) ?? around
}

function isNear(rect: Rect): boolean {
  const { x, y } = middleOf(rect)
  return Math.abs(x) + rect.width / 2 < FAR && Math.abs(y) + rect.height / 2 < FAR
}
