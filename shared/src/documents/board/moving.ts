import type { Board } from './board.ts'
import { contains, middleOf, moved, type Rect } from './geometry.ts'
import { FRAME_MIN, type Item, type Point, SHAPE_MIN, type Size } from './records.ts'
import { removeEmptied } from './themes.ts'

/**
 * Puts the top left corners of objects at places on the board, in one go: a mixed selection is dragged as one. A frame
 * takes along what is in it; everything else joins the frame under its middle or leaves its frame; a note leaves its
 * theme. Of a connector, only loose ends move. Locked objects stay, and so does what moves with its frame or theme.
 */
export function moveItems(board: Board, places: ReadonlyMap<string, Point>): void {
  board.transact(() => {
    const items = [...places].flatMap(([id, place]) => {
      const item = board.item(id)
      return item && !board.isLocked(id) ? [{ item, place, rect: board.rectOf(id)! }] : []
    })
    const moving = new Set(items.map(({ item }) => item.id))
    for (const { item, place } of items)
      if (item.type === 'frame') board.frames.edit(item.id, { at: { x: place.x, y: place.y } })
    for (const { item, place, rect } of items) {
      if (item.type === 'frame' || isCarried(board, item, moving)) continue
      if (item.type === 'connector') moveLooseEnds(board, item, { x: place.x - rect.x, y: place.y - rect.y })
      else settle(board, item, place, rect)
    }
    removeEmptied(board, notesAmong(items.map(({ item }) => item)))
  })
}

function notesAmong(items: readonly Item[]): Extract<Item, { type: 'note' }>[] {
  return items.filter((item) => item.type === 'note')
}

/** Whether an object moves anyway, because what holds it does. */
function isCarried(board: Board, item: Item, moving: ReadonlySet<string>): boolean {
  const theme = item.type === 'note' ? board.themeOf(item) : undefined
  const frame = board.frameOf(item)
  return (theme !== undefined && moving.has(theme.id)) || (frame !== undefined && moving.has(frame.id))
}

/** Gives an object its place: `place` is where its rectangle comes to lie, `rect` where it lies now. */
function settle(board: Board, item: Exclude<Item, { type: 'frame' | 'connector' }>, place: Point, rect: Rect): void {
  const frame = board.frameUnder(middleOf({ ...rect, ...place }))
  // A stroke's rectangle doesn't begin at its corner.
  const corner =
    item.type === 'stroke' ? moved(board.placeOf(item), { x: place.x - rect.x, y: place.y - rect.y }) : place
  const at = { x: corner.x - (frame?.at.x ?? 0), y: corner.y - (frame?.at.y ?? 0) }
  const frameId = frame?.id ?? null
  if (item.type === 'note') board.notes.edit(item.id, { at, frame: frameId, theme: null })
  else board.collectionOf(item.type).edit(item.id, { at, frame: frameId } as Partial<Item>)
}

function moveLooseEnds(board: Board, connector: Extract<Item, { type: 'connector' }>, by: Point): void {
  const shifted = (end: typeof connector.from) =>
    end.item && board.typeOf(end.item) ? end : { item: null, at: moved(end.at, by) }
  board.connectors.edit(connector.id, { from: shifted(connector.from), to: shifted(connector.to) })
}

/**
 * Gives a frame, shape or picture new edges. What is in a frame stays where it is seen: what is now inside joins, what
 * is now outside leaves.
 */
export function resizeItem(board: Board, id: string, at: Point, size: Size): void {
  const item = board.item(id)
  if (!item || item.locked) return
  board.transact(() => {
    if (item.type === 'frame') resizeFrame(board, id, at, size)
    else if (item.type === 'shape' || item.type === 'picture') {
      const next = { width: Math.max(SHAPE_MIN.width, size.width), height: Math.max(SHAPE_MIN.height, size.height) }
      board.collectionOf(item.type).edit(id, { size: next } as Partial<Item>)
      settle(board, item, at, { ...at, ...next })
    }
  })
}

function resizeFrame(board: Board, id: string, at: Point, given: Size): void {
  const size = { width: Math.max(FRAME_MIN.width, given.width), height: Math.max(FRAME_MIN.height, given.height) }
  const next = { ...at, ...size }
  const touched = contentOf(board).flatMap(({ item, rect }) =>
    item.frame === id || contains(next, middleOf(rect)) ? [{ item, rect }] : [],
  )
  board.frames.edit(id, { at, size })
  for (const { item, rect } of touched) settle(board, item, rect, rect)
}

/** Puts what has its middle inside the frame into it: what grouping by a new frame means. */
export function gatherInto(board: Board, frameId: string): void {
  const frame = board.frames.get(frameId)
  if (!frame) return
  const area = { ...frame.at, ...frame.size }
  board.transact(() => {
    for (const { item, rect } of contentOf(board)) if (contains(area, middleOf(rect))) settle(board, item, rect, rect)
  })
}

/** Everything that may be in a frame by itself: not notes of a theme, which go with it. */
function contentOf(board: Board) {
  return board.items().flatMap((item) => {
    if (item.type === 'frame' || item.type === 'connector') return []
    if (item.type === 'note' && board.themeOf(item)) return []
    return [{ item, rect: board.rectOf(item.id)! }]
  })
}

/**
 * Removes objects with their words, reactions and connectors. What was in a removed frame or theme stays where it was
 * seen. Locked objects stay.
 */
export function removeItems(board: Board, ids: Iterable<string>): void {
  board.transact(() => {
    const gone = new Set([...ids].filter((id) => board.typeOf(id) && !board.isLocked(id)))
    const orphans = board.items().flatMap((item) => {
      const holder = 'frame' in item ? (item.type === 'note' && board.themeOf(item)?.id) || item.frame : null
      return holder && gone.has(holder) && !gone.has(item.id) ? [{ item, rect: board.rectOf(item.id)! }] : []
    })
    const attached = board.connectors
      .all()
      .filter(
        ({ from, to, locked }) => !locked && ((from.item && gone.has(from.item)) || (to.item && gone.has(to.item))),
      )
    const left = notesAmong([...gone].map((id) => board.item(id)!))
    erase(board, new Set([...gone, ...attached.map((connector) => connector.id)]))
    for (const { item, rect } of orphans) {
      if (item.type !== 'frame' && item.type !== 'connector') settle(board, item, rect, rect)
    }
    removeEmptied(board, left)
  })
}

function erase(board: Board, ids: ReadonlySet<string>): void {
  for (const stamp of board.stamps.all()) if (ids.has(stamp.item)) board.stamps.remove(stamp.id)
  for (const id of ids) {
    const type = board.typeOf(id)
    if (!type) continue
    board.collectionOf(type).remove(id)
    board.texts.delete(id)
  }
}
