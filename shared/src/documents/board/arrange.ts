import { byOrder, isOrderKey, keysBetween } from '../order.ts'
import type { Author, Board } from './board.ts'
import type { Rect } from './geometry.ts'
import { moveItems } from './moving.ts'
import type { Point, Stamp, StampSign } from './records.ts'

/** To the top or bottom of the pile, keeping their order among themselves. Frames have a pile of their own. */
export function pile(board: Board, ids: Iterable<string>, where: 'above' | 'below'): void {
  board.transact(() => {
    const chosen = [...ids].flatMap((id) => board.item(id) ?? []).filter(({ locked }) => !locked)
    for (const isFrame of [false, true]) {
      const moving = chosen.filter(({ type }) => (type === 'frame') === isFrame).sort(byOrder)
      const moved = new Set(moving.map(({ id }) => id))
      const rest = board.items().filter(({ type, id }) => (type === 'frame') === isFrame && !moved.has(id))
      const keys = orderBeyond(
        rest.map(({ order }) => order),
        where,
        moving.length,
      )
      moving.forEach((item, index) => {
        board.collectionOf(item.type).edit(item.id, { order: keys[index]! })
      })
    }
  })
}

/** The order keys that put a run of records at the top or bottom of others. */
function orderBeyond(orders: readonly string[], where: 'above' | 'below', count: number): string[] {
  const known = orders.filter(isOrderKey).sort()
  return where === 'above' ? keysBetween(known.at(-1) ?? null, null, count) : keysBetween(null, known[0] ?? null, count)
}

export type Edge = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'

/** Lines objects up along an edge of what they cover together, or its middle. Sides are those of the board, not of the language. */
export function align(board: Board, ids: Iterable<string>, edge: Edge): void {
  const rects = rectsOf(board, ids)
  const all = [...rects.values()]
  const left = Math.min(...all.map(({ x }) => x))
  const right = Math.max(...all.map(({ x, width }) => x + width))
  const top = Math.min(...all.map(({ y }) => y))
  const bottom = Math.max(...all.map(({ y, height }) => y + height))
  const placed = ({ x, y, width, height }: Rect): Point =>
    ({
      left: { x: left, y },
      centre: { x: Math.round((left + right - width) / 2), y },
      right: { x: right - width, y },
      top: { x, y: top },
      middle: { x, y: Math.round((top + bottom - height) / 2) },
      bottom: { x, y: bottom - height },
    })[edge]
  moveItems(board, new Map([...rects].map(([id, rect]) => [id, placed(rect)])))
}

/** Leaves the same space between objects; the outermost two stay. Fewer than three stay as they are. */
export function distribute(board: Board, ids: Iterable<string>, axis: 'across' | 'down'): void {
  const [start, length] = axis === 'across' ? (['x', 'width'] as const) : (['y', 'height'] as const)
  const sorted = [...rectsOf(board, ids)].sort(([, a], [, b]) => a[start] - b[start] || a[length] - b[length])
  if (sorted.length < 3) return
  const [first, last] = [sorted[0]![1], sorted.at(-1)![1]]
  const covered = sorted.reduce((sum, [, rect]) => sum + rect[length], 0)
  const gap = (last[start] + last[length] - first[start] - covered) / (sorted.length - 1)
  let next = first[start]
  const places = new Map<string, Point>()
  for (const [id, rect] of sorted) {
    places.set(id, { x: rect.x, y: rect.y, [start]: Math.round(next) })
    next += rect[length] + gap
  }
  moveItems(board, places)
}

function rectsOf(board: Board, ids: Iterable<string>): Map<string, Rect> {
  const rects = new Map<string, Rect>()
  for (const id of ids) {
    const item = board.item(id)
    if (item && !item.locked && item.type !== 'connector') rects.set(id, board.rectOf(id)!)
  }
  return rects
}

/** Puts one's reaction on an object, or takes it back where it is there. Answers whether it is there now. */
export function toggleStamp(board: Board, item: string, sign: StampSign, author: Author): boolean {
  return board.transact(() => {
    if (!board.typeOf(item)) return false
    const mine = board.stamps
      .all()
      .filter((stamp) => stamp.item === item && stamp.sign === sign && stamp.seat === author.seat)
    for (const stamp of mine) board.stamps.remove(stamp.id)
    if (mine.length > 0) return false
    board.stamps.create({ id: crypto.randomUUID(), item, sign, ...author, createdAt: Date.now() })
    return true
  })
}

/** The reactions to each object, every seat once per sign, in the order they came. */
export function stampsByItem(board: Board): Map<string, Stamp[]> {
  const seen = new Set<string>()
  const once = board.stamps
    .all()
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    .filter(({ item, sign, seat }) => {
      const key = JSON.stringify([item, sign, seat])
      return !seen.has(key) && seen.add(key)
    })
  return Map.groupBy(once, ({ item }) => item)
}
