import type { Board } from './board.ts'
import { pile } from './arrange.ts'
import { grown, middleOf, overlaps, type Rect } from './geometry.ts'
import { moveItems } from './moving.ts'
import type { Item, Point } from './records.ts'

/**
 * What moving in the list means on the canvas. A list knows before, after, into and out of; a board knows places. Each
 * act here finds the places and leaves the rest to `moveItems`, as a drag does: so both views leave the same document.
 */

const GAP = 20
/** Touching corners is no collision; lying on top is. */
const TOLERANCE = -8
const ROWS_OUTSIDE = 60

/**
 * Puts objects at `index` among those of `siblings` (in reading order) that aren't moved: all in between pass on their
 * places. Locked ones keep theirs, and so do connectors, which lie where their ends are. False where nothing moved.
 */
export function moveAmong(board: Board, siblings: readonly string[], ids: readonly string[], index: number): boolean {
  const free = siblings.filter((id) => isFree(board, id))
  const moving = free.filter((id) => ids.includes(id))
  const staying = free.filter((id) => !ids.includes(id))
  const skipped = siblings.filter((id) => !ids.includes(id)).slice(0, index)
  const at = skipped.filter((id) => isFree(board, id)).length
  const wanted = [...staying.slice(0, at), ...moving, ...staying.slice(at)]
  const places = placesInOrder(new Map(free.map((id) => [id, board.rectOf(id)!])), wanted)
  if (places.size === 0) return false
  moveItems(board, places)
  return true
}

function isFree(board: Board, id: string): boolean {
  const type = board.typeOf(id)
  return type !== undefined && type !== 'connector' && !board.isLocked(id)
}

/** The places that bring objects into an order, each step two neighbours changing places. `rects` is in the order now. */
export function placesInOrder(rects: ReadonlyMap<string, Rect>, wanted: readonly string[]): Map<string, Point> {
  const now = [...rects.keys()]
  const next = new Map(rects)
  wanted.forEach((id, index) => {
    for (let at = now.indexOf(id); at > index; at--) {
      const before = now[at - 1]!
      const [first, second] = exchanged(next.get(before)!, next.get(id)!)
      next.set(before, first).set(id, second)
      now[at] = before
      now[at - 1] = id
    }
  })
  const isElsewhere = ([id, { x, y }]: [string, Rect]) => x !== rects.get(id)!.x || y !== rects.get(id)!.y
  return new Map([...next].filter(isElsewhere).map(([id, { x, y }]) => [id, { x, y }]))
}

/** Two rectangles after they changed places: of different sizes, what they cover together stays the same where it can. */
function exchanged(first: Rect, second: Rect): [Rect, Rect] {
  if (first.x === second.x && first.y === second.y) return [{ ...first, x: first.x + GAP }, second]
  const besides = second.x >= first.x + first.width && second.y < first.y + first.height / 2
  const below = second.y >= first.y + first.height
  const after = {
    x: besides ? second.x + second.width - first.width : second.x,
    y: below && !besides ? second.y + second.height - first.height : second.y,
  }
  return [
    { ...first, ...after },
    { ...second, x: first.x, y: first.y },
  ]
}

/** Puts objects into a frame, each at its next free place. What is locked, a frame or a connector stays. */
export function moveIntoFrame(board: Board, ids: readonly string[], frameId: string): boolean {
  const frame = board.frames.get(frameId)
  const moving = placeable(board, ids)
  if (!frame || moving.length === 0) return false
  const area = { ...frame.at, ...frame.size }
  const isIn = (rect: Rect) => board.frameUnder(middleOf(rect))?.id === frameId
  settleAll(board, moving, (rect, taken) => {
    const inside = taken.filter((other) => isIn(other))
    return nextPlace(rect, { area, after: lastOf(inside), taken, fits: isIn })
  })
  return true
}

/** Takes notes out of their theme, into the frame around it or beside it; other objects out of their frame. */
export function moveOut(board: Board, ids: readonly string[]): boolean {
  const held = placeable(board, ids).filter(({ id }) => holderOf(board, id) !== null)
  if (held.length === 0) return false
  board.transact(() => {
    for (const item of held) {
      const theme = item.type === 'note' ? board.themeOf(item) : undefined
      const frame = board.frameOf(item)
      const holder = board.rectOf(theme?.id ?? frame!.id)!
      if (theme && frame) leaveTheme(board, item, holder, { ...frame.at, ...frame.size })
      else settleAll(board, [item], (rect, taken) => placeOutside(board, rect, holder, taken))
    }
  })
  return true
}

/** Puts objects beside what holds them now, in no frame and no theme. */
export function moveToBoard(board: Board, ids: readonly string[]): boolean {
  const held = placeable(board, ids).filter(({ id }) => holderOf(board, id) !== null)
  if (held.length === 0) return false
  board.transact(() => {
    for (const item of held) {
      const holder = board.rectOf(board.frameOf(item)?.id ?? holderOf(board, item.id)!)!
      settleAll(board, [item], (rect, taken) => placeOutside(board, rect, holder, taken))
    }
  })
  return true
}

function leaveTheme(board: Board, item: Movable, theme: Rect, area: Rect): void {
  const frame = board.frameOf(item)!.id
  settleAll(board, [item], (rect, taken) =>
    nextPlace(rect, { area, after: theme, taken, fits: (at) => board.frameUnder(middleOf(at))?.id === frame }),
  )
}

type Movable = Exclude<Item, { type: 'frame' | 'connector' }>

function placeable(board: Board, ids: readonly string[]): Movable[] {
  return ids.flatMap((id) => {
    const item = board.item(id)
    return item && item.type !== 'frame' && item.type !== 'connector' && !item.locked ? [item] : []
  })
}

/** The theme or frame an object is in; null on the bare board. */
export function holderOf(board: Board, id: string): string | null {
  const item = board.item(id)
  if (!item || item.type === 'frame' || item.type === 'connector') return null
  return (item.type === 'note' ? board.themeOf(item)?.id : undefined) ?? board.frameOf(item)?.id ?? null
}

/** Finds places one after the other, each clear of those before, and moves all at once. What comes to lie on others lies on top. */
function settleAll(board: Board, items: readonly Movable[], find: (rect: Rect, taken: Rect[]) => Point): void {
  const moving = new Set(items.map(({ id }) => id))
  const taken = board.items().flatMap((item) => {
    const held = item.type === 'note' && board.themeOf(item) !== undefined
    const counts = item.type !== 'frame' && item.type !== 'connector' && item.type !== 'stroke' && !held
    return counts && !moving.has(item.id) ? [board.rectOf(item.id)!] : []
  })
  const places = new Map<string, Point>()
  const covering: string[] = []
  for (const { id } of items) {
    const rect = board.rectOf(id)!
    const next = { ...rect, ...find(rect, taken) }
    if (!isClear(next, taken)) covering.push(id)
    places.set(id, { x: next.x, y: next.y })
    taken.push(next)
  }
  board.transact(() => {
    moveItems(board, places)
    if (covering.length > 0) pile(board, covering, 'above')
  })
}

function isClear(rect: Rect, taken: readonly Rect[]): boolean {
  const wanted = grown(rect, TOLERANCE)
  return !taken.some((other) => overlaps(wanted, other))
}

function lastOf(rects: readonly Rect[]): Rect | null {
  const lowest = rects.reduce<Rect | null>((last, rect) => (!last || rect.y > last.y ? rect : last), null)
  if (!lowest) return null
  const row = rects.filter(({ y }) => y > lowest.y - lowest.height / 2)
  return row.reduce((last, rect) => (rect.x + rect.width > last.x + last.width ? rect : last), lowest)
}

type Search = { area: Rect; after: Rect | null; taken: readonly Rect[]; fits: (rect: Rect) => boolean }

/**
 * The next free place in an area: in the row of `after`, in the rows below, then anywhere from the top. A full area
 * gives a place a little beside `after`, still inside.
 */
function nextPlace(rect: Rect, { area, after, taken, fits }: Search): Point {
  const near = taken.filter((other) => overlaps(grown(area, GAP), other))
  const start = after ?? { ...area, x: area.x, width: 0, y: area.y + GAP }
  const rows = [start.y, ...steps(start.y + rect.height + GAP, area.y + area.height, rect.height + GAP)]
  const anywhere = steps(area.y + GAP, area.y + area.height, GAP)
  for (const [index, y] of [...rows, ...anywhere].entries()) {
    const from = index === 0 ? start.x + start.width + GAP : area.x + GAP
    for (const x of steps(from, area.x + area.width, GAP)) {
      const place = { ...rect, x, y }
      if (isWithin(area, place) && isClear(place, near) && fits(place)) return { x, y }
    }
  }
  const beside = after ?? area
  return {
    x: clamped(beside.x + GAP, area.x, area.x + area.width - rect.width),
    y: clamped(beside.y + GAP, area.y, area.y + area.height - rect.height),
  }
}

/** A free place at the end side of a rectangle, in no frame. */
function placeOutside(board: Board, rect: Rect, from: Rect, taken: readonly Rect[]): Point {
  const begin = { x: from.x + from.width + 2 * GAP, y: from.y }
  for (let row = 0; row < ROWS_OUTSIDE; row++) {
    for (let column = 0; column < ROWS_OUTSIDE; column++) {
      const place = { ...rect, x: begin.x + column * 2 * GAP, y: begin.y + row * (rect.height + GAP) }
      if (isClear(place, taken) && !board.frameUnder(middleOf(place))) return { x: place.x, y: place.y }
    }
  }
  const right = Math.max(...taken.map(({ x, width }) => x + width), ...board.frames.all().map(endOf))
  return { x: right + 2 * GAP, y: from.y }
}

function endOf({ at, size }: { at: Point; size: { width: number } }): number {
  return at.x + size.width
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / by)) }, (_, index) => Math.round(from + index * by))
}

function isWithin(area: Rect, rect: Rect): boolean {
  return rect.x >= area.x && rect.x + rect.width <= area.x + area.width && rect.y + rect.height <= area.y + area.height
}

function clamped(value: number, low: number, high: number): number {
  return Math.round(Math.max(low, Math.min(value, Math.max(low, high))))
}
