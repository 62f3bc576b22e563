import { moveItems } from '@meydan/shared/documents/board/moving'
import { pile } from '@meydan/shared/documents/board/arrange'
import { middleOf } from '@meydan/shared/documents/board/geometry'
import { NOTE_SIZE, type Point } from '@meydan/shared/documents/board/records'
import type { BoardContext } from './board-context.ts'
import { cellsOf } from './culling.ts'
import { moved, overlaps, type Rect } from '@meydan/shared/documents/board/geometry'

/** How long the claim of a drag outlives the drop: the document's own news may take this long to reach the others. */
const CLAIM_OUTLIVES_MS = 300
const NUDGE_RESTS_MS = 350

/** Lifts items; a note whose frame is lifted too goes with the frame. */
export function lift(context: BoardContext, ids: ReadonlySet<string>): void {
  const { data } = context
  const own = [...ids].filter((id) => {
    const frame = data.notes.get(id)?.note.frame
    return !(frame && ids.has(frame))
  })
  context.carry.value = { ids: new Set(own), by: { x: 0, y: 0 } }
}

export function carryBy(context: BoardContext, by: Point): void {
  const { carry, presence } = context
  if (!carry.value) return
  carry.value = { ids: carry.value.ids, by }
  presence.carry(carry.value.ids, by)
  const [first] = [...carry.value.ids].filter((id) => context.data.notes.has(id))
  const place = first && context.data.notes.get(first)?.place
  context.target.value = place
    ? (context.board.frameUnder(middleOf({ ...NOTE_SIZE, ...moved(place, by) }))?.id ?? null)
    : null
}

/** The one write of a drag. */
export function drop(context: BoardContext): void {
  const carried = context.carry.value
  context.carry.value = null
  context.target.value = null
  if (!carried) return
  const places = new Map<string, Point>()
  for (const id of carried.ids) {
    const rect = context.data.rectOf(id)
    if (rect) places.set(id, { x: Math.round(rect.x + carried.by.x), y: Math.round(rect.y + carried.by.y) })
  }
  if (carried.by.x !== 0 || carried.by.y !== 0) {
    context.step(() =>
      context.board.transact(() => {
        moveItems(context.board, places)
        pile(context.board, coveredAt(context, places), 'above')
      }),
    )
  }
  setTimeout(() => {
    if (!context.carry.value) context.presence.carry([], null)
  }, CLAIM_OUTLIVES_MS)
}

/** Dropped notes that would slip under one that lay still, from the lowest up: what was in the hand comes to lie on top. */
function coveredAt({ data }: BoardContext, places: ReadonlyMap<string, Point>): string[] {
  const dropped = [...places].flatMap(([id, place]) => {
    const view = data.notes.get(id)
    return view ? [{ id, level: view.level, rect: { ...place, ...NOTE_SIZE } }] : []
  })
  const covers = ({ level, rect }: { level: number; rect: Rect }) =>
    [...data.index.within(cellsOf(rect, 0))].some((id) => {
      const other = data.notes.get(id)
      return other && !places.has(id) && other.level > level && overlaps(rect, { ...other.place, ...NOTE_SIZE })
    })
  if (!dropped.some(covers)) return []
  return dropped.sort((a, b) => a.level - b.level).map((note) => note.id)
}

export function letGo(context: BoardContext): void {
  context.carry.value = null
  context.target.value = null
  context.presence.carry([], null)
}

/** How far a note is shown from where the document has it, because I or someone else is moving it or its frame. */
export function offsetOf(context: BoardContext, id: string, frame: string | null): Point | null {
  const mine = context.carry.value
  if (mine && (mine.ids.has(id) || (frame && mine.ids.has(frame)))) return mine.by
  const theirs = context.presence.drags.value
  return theirs.get(id) ?? (frame ? theirs.get(frame) : undefined) ?? null
}

let rest: ReturnType<typeof setTimeout> | undefined

/** Arrow keys lift and carry too; the write comes when they rest, so that a held key is one write and one step. */
export function nudge(context: BoardContext, by: Point): void {
  if (!context.canWrite.value) return
  if (!context.carry.value) lift(context, context.selection.ids.value)
  carryBy(context, moved(context.carry.value!.by, by))
  clearTimeout(rest)
  rest = setTimeout(() => {
    drop(context)
    context.said.value = context.t('board.said.moved', { count: context.selection.ids.value.size })
  }, NUDGE_RESTS_MS)
}

/** Before anything else happens to the selection, what was nudged must stand where it is seen. */
export function settleNudge(context: BoardContext): void {
  if (rest === undefined) return
  clearTimeout(rest)
  rest = undefined
  drop(context)
}
