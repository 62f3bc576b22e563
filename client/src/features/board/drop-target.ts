import { contains, grown, middleOf, moved, type Rect } from '@meydan/shared/documents/board/geometry'
import { themeIndexAt, themeSize } from '@meydan/shared/documents/board/layout'
import type { BoardContext, Carry } from './board-context.ts'
import { cellsOf } from './culling.ts'

/** Where what is carried would go: into a frame, or, for notes, together with a note or into a theme. */
export type DropTarget =
  | { type: 'frame'; id: string }
  | { type: 'note'; id: string; index?: undefined }
  /** `index`: before which of the notes that stay it would stand. */
  | { type: 'theme'; id: string; index: number }

/** A note laid over half of another means “together with it”; one that only touches it lies beside it. */
const TOGETHER = 0.5
/** A target once found is kept a little longer, so that a trembling hand doesn't lose it. */
const STILL_TOGETHER = 0.36
const THEME_EDGE = 12

export type Surroundings = Pick<BoardContext, 'board' | 'data'> & {
  /** What the keyboard or finger stands on: of several things carried, the eye follows this one. */
  selection: Pick<BoardContext['selection'], 'standing'>
  target: Pick<BoardContext['target'], 'value'>
}

/** Found by the thing that was taken hold of. Null: the bare board. */
export function dropTarget(context: Surroundings, carry: Carry): DropTarget | null {
  const { board, data } = context
  const held = context.selection.standing.value
  const first = held && carry.ids.has(held) ? held : [...carry.ids].find((id) => data.items.has(id))
  const rect = first && data.rectOf(first)
  if (!rect) return null
  const now = { ...rect, ...moved(rect, carry.by) }
  if ([...carry.ids].every((id) => data.typeOf(id) === 'note')) {
    const onto = clusterTarget(context, carry, now)
    if (onto) return onto
  }
  const frame = board.frameUnder(middleOf(now))
  return frame && !carry.ids.has(frame.id) ? { type: 'frame', id: frame.id } : null
}

/** Whether two answers mean the same: what shows them needn't hear of it. */
export function isSameTarget(a: DropTarget | null, b: DropTarget | null): boolean {
  return a?.type === b?.type && a?.id === b?.id && indexOf(a) === indexOf(b)
}

function indexOf(target: DropTarget | null): number | undefined {
  return target?.type === 'theme' ? target.index : undefined
}

/** The topmost theme under the middle of what is carried, or note that lies half under it. */
function clusterTarget({ data, board, target: before }: Surroundings, carry: Carry, now: Rect): DropTarget | null {
  let top: { level: number; target: DropTarget } | null = null
  for (const id of data.index.within(cellsOf(now, 0))) {
    const view = data.items.get(id)
    if (!view || carry.ids.has(id) || board.isLocked(id) || (top && view.level < top.level)) continue
    const isKnown = before.value?.id === id
    if (view.item.type === 'theme') {
      const index = indexInTheme(data, carry, id, view.rect, middleOf(now), isKnown)
      if (index !== null) top = { level: view.level, target: { type: 'theme', id, index } }
    } else if (view.item.type === 'note' && !data.viewOf('theme', view.item.theme ?? '')) {
      if (covered(now, view.rect) >= (isKnown ? STILL_TOGETHER : TOGETHER))
        top = { level: view.level, target: { type: 'note', id } }
    }
  }
  return top?.target ?? null
}

/**
 * Where in a theme, counted as it will be with what is carried in it: so the gap under the hand is the place it takes,
 * also where one note more makes another column. Null: not over it.
 */
function indexInTheme(
  data: Surroundings['data'],
  carry: Carry,
  id: string,
  rect: Rect,
  middle: { x: number; y: number },
  isKnown: boolean,
): number | null {
  const staying = data.membersOf(id).filter((note) => !carry.ids.has(note.id)).length
  const count = staying + carry.ids.size
  const shown = isKnown ? { ...rect, ...themeSize(Math.max(count, data.membersOf(id).length)) } : rect
  if (!contains(isKnown ? grown(shown, THEME_EDGE) : shown, middle)) return null
  return Math.min(staying, themeIndexAt({ x: middle.x - rect.x, y: middle.y - rect.y }, count))
}

/** How much of a note another one of its size covers, 0 to 1. */
function covered(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width <= 0 || height <= 0 ? 0 : (width * height) / (b.width * b.height)
}
