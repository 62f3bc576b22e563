import { contains, distance, grown, moved, type Rect } from '@meydan/shared/documents/board/geometry'
import { type ConnectorLine, lineBetween } from '@meydan/shared/documents/board/connectors'
import type { Outline } from '@meydan/shared/documents/board/layout'
import type { ConnectorEnd, Point } from '@meydan/shared/documents/board/records'
import type { BoardContext } from './board-context.ts'
import { offsetOf } from './carry.ts'
import { cellsOf } from './culling.ts'
import type { Ends } from './drawing.ts'

const HEAD = { length: 14, half: 6 }

/** Where an end is seen now: its object as it is being moved or resized by me or others; `by` moves loose ends. */
function liveEnd(context: BoardContext, end: ConnectorEnd, by: Point | null): Outline | Point {
  const { data, draft } = context
  const loose = by ? moved(end.at, by) : end.at
  if (!end.item || data.typeOf(end.item) === 'connector') return loose
  const form = data.viewOf('shape', end.item)?.item.form
  if (draft.value?.id === end.item) return { ...draft.value.rect, form }
  const rect = data.rectOf(end.item)
  if (!rect) return loose
  const offset = offsetOf(context, end.item)
  return { ...rect, ...(offset && moved(rect, offset)), form }
}

export function liveLine(context: BoardContext, { from, to }: Ends, by: Point | null): ConnectorLine {
  return lineBetween(liveEnd(context, from, by), liveEnd(context, to, by))
}

export function isSameLine(a: ConnectorLine, b: ConnectorLine): boolean {
  return a.from.x === b.from.x && a.from.y === b.from.y && a.to.x === b.to.x && a.to.y === b.to.y
}

/** What a connector's end would stick to at a point: what lies there, else the nearest object or frame's edge in reach. */
export function stickTo({ data, board }: BoardContext, point: Point, reach: number): string | null {
  const inside = data.itemAt(point)
  if (inside) return inside
  let nearest: { id: string; gap: number } | null = null
  for (const id of data.index.within(cellsOf(grown({ ...point, width: 0, height: 0 }, reach), 0))) {
    const view = data.items.get(id)
    if (!view || view.item.type === 'connector' || view.item.type === 'stroke') continue
    const gap = gapTo(view.rect, point)
    if (gap <= reach && (!nearest || gap < nearest.gap)) nearest = { id, gap }
  }
  if (nearest) return nearest.id
  for (const { id } of board.frames.all()) {
    const rect = data.rectOf(id)
    if (rect && contains(grown(rect, reach), point) && !contains(grown(rect, -reach), point)) return id
  }
  return null
}

function gapTo(rect: Rect, { x, y }: Point): number {
  const across = Math.max(rect.x - x, 0, x - rect.x - rect.width)
  const down = Math.max(rect.y - y, 0, y - rect.y - rect.height)
  return Math.hypot(across, down)
}

/** The `d` of a connector's line, which stops short of its heads' points, from `origin`. */
export function linePath({ from, to }: ConnectorLine, arrow: 'none' | 'end' | 'both', origin: Point): string {
  const short = Math.min(HEAD.length - 2, distance(from, to) / 2)
  const start = arrow === 'both' ? towards(from, to, short) : from
  const end = arrow === 'none' ? to : towards(to, from, short)
  return `M${place(start, origin)}L${place(end, origin)}`
}

export function headPaths({ from, to }: ConnectorLine, arrow: 'none' | 'end' | 'both', origin: Point): string[] {
  if (arrow === 'none') return []
  return arrow === 'end' ? [head(from, to, origin)] : [head(from, to, origin), head(to, from, origin)]
}

function head(from: Point, to: Point, origin: Point): string {
  const length = distance(from, to) || 1
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
  const back = { x: to.x - along.x * HEAD.length, y: to.y - along.y * HEAD.length }
  const side = (sign: number) => ({ x: back.x - sign * along.y * HEAD.half, y: back.y + sign * along.x * HEAD.half })
  return `M${place(to, origin)}L${place(side(1), origin)}L${place(side(-1), origin)}Z`
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1
  return { x: from.x + ((to.x - from.x) / length) * by, y: from.y + ((to.y - from.y) / length) * by }
}

function place({ x, y }: Point, origin: Point): string {
  const rounded = (value: number) => Math.round(value * 10) / 10
  return `${rounded(x - origin.x)} ${rounded(y - origin.y)}`
}
