import { pile } from '@meydan/shared/documents/board/arrange'
import type { Item, Point } from '@meydan/shared/documents/board/records'
import { moved, overlaps, type Rect } from '@meydan/shared/documents/board/geometry'
import { moveItems } from '@meydan/shared/documents/board/moving'
import { cluster } from '@meydan/shared/documents/board/themes'
import type { BoardContext } from './board-context.ts'
import { cellsOf } from './culling.ts'
import { type DropTarget, dropTarget, isSameTarget } from './drop-target.ts'
import { reorderInTheme } from './reorder.ts'
import { sayClustered } from './theme-acts.ts'
import type { BoardData } from './useBoard.ts'

/** How long the claim of a drag outlives the drop: the document's own news may take this long to reach the others. */
const CLAIM_OUTLIVES_MS = 300
const NUDGE_RESTS_MS = 350

/** Whether an object moves when these do: it is one of them, or in a theme or frame that is. */
export function movesWith(item: Item, moving: ReadonlySet<string>, data: Pick<BoardData, 'viewOf'>): boolean {
  if (moving.has(item.id)) return true
  const theme = item.type === 'note' && item.theme ? data.viewOf('theme', item.theme)?.item : undefined
  const frame = theme ? theme.frame : 'frame' in item ? item.frame : null
  return (theme !== undefined && moving.has(theme.id)) || (frame !== null && moving.has(frame))
}

/** Lifts what isn't locked; what is in a theme or frame that is lifted too goes with it. */
export function lift(context: BoardContext, ids: ReadonlySet<string>): void {
  const { data, board } = context
  const free = new Set([...ids].filter((id) => !board.isLocked(id)))
  const own = [...free].filter((id) => {
    const item = data.items.get(id)?.item
    return !item || !movesWith(item, new Set([...free].filter((other) => other !== id)), data)
  })
  context.carry.value = { ids: new Set(own), by: { x: 0, y: 0 } }
}

export function carryBy(context: BoardContext, by: Point): void {
  const { carry, presence } = context
  if (!carry.value) return
  carry.value = { ids: carry.value.ids, by }
  presence.carry(carry.value.ids, by)
  const next = dropTarget(context, carry.value)
  if (!isSameTarget(next, context.target.value)) context.target.value = next
}

/** The one write of a drag: onto a theme or note it clusters, anywhere else it moves. Says what became of it. */
export function drop(context: BoardContext): void {
  const carried = context.carry.value
  const target = context.target.value
  context.carry.value = null
  context.target.value = null
  if (!carried) return
  const places = new Map<string, Point>()
  for (const id of carried.ids) {
    const rect = context.data.rectOf(id)
    if (rect) places.set(id, { x: Math.round(rect.x + carried.by.x), y: Math.round(rect.y + carried.by.y) })
  }
  if (carried.by.x !== 0 || carried.by.y !== 0) {
    const theme = context.step(() => write(context, carried.ids, places, target))
    if (theme) sayClustered(context, theme, [...carried.ids], target?.type === 'note')
    else context.said.value = context.t('board.said.moved', { count: carried.ids.size })
  }
  setTimeout(() => {
    if (!context.carry.value) context.presence.carry([], null)
  }, CLAIM_OUTLIVES_MS)
}

/** Answers with the theme that what was dropped is now in, if it is in one by this drop. */
function write(
  context: BoardContext,
  ids: ReadonlySet<string>,
  places: ReadonlyMap<string, Point>,
  target: DropTarget | null,
): string | null {
  const { board } = context
  return board.transact(() => {
    if (target && target.type !== 'frame') {
      const theme = cluster(board, [...ids], target.id, context.author(), target.index)
      // Gone or locked by another's hand in the meantime: then it is a move.
      if (theme) return theme
    }
    const covered = coveredAt(context, places)
    moveItems(board, places)
    if (covered.length > 0) pile(board, covered, 'above')
    return null
  })
}

/** Dropped objects that would slip under one that lay still: what was in the hand comes to lie on top. */
function coveredAt({ data }: BoardContext, places: ReadonlyMap<string, Point>): string[] {
  const dropped = [...places].flatMap(([id, place]) => {
    const view = data.items.get(id)
    return view && view.item.type !== 'connector' ? [{ id, level: view.level, rect: { ...view.rect, ...place } }] : []
  })
  const covers = ({ level, rect }: { level: number; rect: Rect }) =>
    [...data.index.within(cellsOf(rect, 0))].some((id) => {
      const other = data.items.get(id)
      return other && !places.has(id) && other.level > level && overlaps(rect, other.rect)
    })
  return dropped.some(covers) ? dropped.map(({ id }) => id) : []
}

export function letGo(context: BoardContext): void {
  context.carry.value = null
  context.target.value = null
  context.presence.carry([], null)
}

/** How far an object is shown from where the document has it, because I or someone else is moving it or what it is in. */
export function offsetOf(context: BoardContext, id: string): Point | null {
  const { data } = context
  const item = data.items.get(id)?.item
  const mine = context.carry.value
  if (mine && (mine.ids.has(id) || (item && movesWith(item, mine.ids, data)))) return mine.by
  const theirs = context.presence.drags.value
  if (theirs.size === 0) return null
  const theme = item?.type === 'note' && item.theme ? data.viewOf('theme', item.theme)?.item : undefined
  const frame = theme ? theme.frame : item && 'frame' in item ? item.frame : null
  return theirs.get(id) ?? (theme && theirs.get(theme.id)) ?? (frame ? theirs.get(frame) : undefined) ?? null
}

let rest: ReturnType<typeof setTimeout> | undefined

/**
 * Arrow keys lift and carry too; the write comes when they rest, so that a held key is one write and one step. Notes of
 * a theme change places in it.
 */
export function nudge(context: BoardContext, by: Point): void {
  if (!context.canWrite.value || (!context.carry.value && reorderInTheme(context, by))) return
  if (!context.carry.value) lift(context, context.selection.ids.value)
  const { carry, presence } = context
  carry.value = { ids: carry.value!.ids, by: moved(carry.value!.by, by) }
  presence.carry(carry.value.ids, carry.value.by)
  clearTimeout(rest)
  rest = setTimeout(() => settleNudge(context), NUDGE_RESTS_MS)
}

/** Before anything else happens to the selection, what was nudged must stand where it is seen. */
export function settleNudge(context: BoardContext): void {
  if (rest === undefined) return
  clearTimeout(rest)
  rest = undefined
  drop(context)
}
