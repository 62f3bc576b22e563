import type { Language } from '../../languages.ts'
import { byOrder, isOrderKey, keysBetween } from '../order.ts'
import type { Board } from './board.ts'
import { boundsOf, grown, overlaps, type Rect } from './geometry.ts'
import { Frame, NOTE_SIZE, type Point } from './records.ts'
import { removeEmptied } from './themes.ts'

/** The frame of what is kept for later. One id for everybody: who parks at the same time makes one frame, not two. */
export const PARKING = 'parking'

/** What the frame is called at first: words on the board, which anybody may change, in the language of its room. */
export const parkingTitles: Record<Language, string> = {
  tr: 'Park yeri: sonra konuşulacaklar',
  en: 'Parking lot: for later',
  ar: 'موقف الأفكار: لوقت لاحق',
  de: 'Parkplatz: für später',
  da: 'Parkeringsplads: til senere',
  eu: 'Aparkalekua: geroko',
}

const PADDING = 32
const GAP = 20
const COLUMNS = 3
const STEP = { x: NOTE_SIZE.width + GAP, y: NOTE_SIZE.height + GAP }
const WIDTH = 2 * PADDING + COLUMNS * NOTE_SIZE.width + (COLUMNS - 1) * GAP
const HEIGHT = 2 * PADDING + 2 * NOTE_SIZE.height + GAP
const BESIDE = 120

/**
 * Puts notes and themes into the parking lot, in a tidy grid, in the order given; a theme takes its notes along. The lot
 * is made, beside everything there is, where the board has none. What is locked, and what stands there already, stays.
 * Answers with the ids of what came to be there.
 */
export function park(board: Board, ids: readonly string[], title: string): string[] {
  const chosen = new Set(ids)
  const coming = parkable(board, ids).filter((item) => !(item.type === 'note' && item.theme && chosen.has(item.theme)))
  if (coming.length === 0) return []
  return board.transact(() => {
    if (!board.frames.has(PARKING)) makeLot(board, title)
    const taken = standingIn(board)
    for (const { id, type } of coming) {
      const place = freePlace(taken, board.rectOf(id)!)
      taken.push(place)
      const at = { x: place.x, y: place.y }
      if (type === 'note') board.notes.edit(id, { frame: PARKING, theme: null, at })
      else board.themes.edit(id, { frame: PARKING, at })
    }
    makeRoomFor(board, taken)
    removeEmptied(
      board,
      coming.flatMap((item) => (item.type === 'note' ? [item] : [])),
    )
    return coming.map(({ id }) => id)
  })
}

/** Of these, the notes and themes that may be moved and aren't in the parking lot. */
export function parkable(board: Board, ids: readonly string[]) {
  return ids.flatMap((id) => {
    const item = board.item(id)
    if ((item?.type !== 'note' && item?.type !== 'theme') || board.isLocked(id)) return []
    return board.frameOf(item)?.id === PARKING ? [] : [item]
  })
}

function makeLot(board: Board, title: string): void {
  const all = boundsOf(board.items().map(({ id }) => board.rectOf(id)!))
  const at = all ? { x: Math.round(all.x + all.width + BESIDE), y: Math.round(all.y) } : { x: 0, y: 0 }
  const last = board.frames
    .all()
    .sort(byOrder)
    .findLast(({ order }) => isOrderKey(order))
  const [order] = keysBetween(last?.order ?? null, null, 1)
  board.frames.create(Frame.parse({ id: PARKING, at, size: { width: WIDTH, height: HEIGHT }, title, order }))
}

/** What stands in the lot by itself, relative to its corner. */
function standingIn(board: Board): Rect[] {
  const { at } = board.frames.get(PARKING)!
  return board.items().flatMap((item) => {
    if (item.type === 'frame' || item.type === 'connector') return []
    if ((item.type === 'note' && board.themeOf(item)) || item.frame !== PARKING) return []
    const rect = board.rectOf(item.id)!
    return [{ ...rect, x: rect.x - at.x, y: rect.y - at.y }]
  })
}

/** The first place of the grid, row by row, where this much is free. */
function freePlace(taken: readonly Rect[], { width, height }: Rect): Rect {
  for (let row = 0; ; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const at: Point = { x: PADDING + column * STEP.x, y: PADDING + row * STEP.y }
      // What is wider than the lot begins at its edge.
      if (column > 0 && at.x + width > WIDTH - PADDING) break
      const place = { ...at, width, height }
      const around = grown(place, GAP - 1)
      if (!taken.some((other) => overlaps(around, other))) return place
    }
  }
}

/** A lot that is locked keeps its edges; what comes in then may stand over them. */
function makeRoomFor(board: Board, taken: readonly Rect[]): void {
  const lot = board.frames.get(PARKING)!
  const needed = boundsOf(taken)
  if (!needed || lot.locked) return
  const width = Math.max(lot.size.width, needed.x + needed.width + PADDING)
  const height = Math.max(lot.size.height, needed.y + needed.height + PADDING)
  if (width === lot.size.width && height === lot.size.height) return
  board.frames.edit(PARKING, { size: { width: Math.min(width, 20_000), height: Math.min(height, 20_000) } })
}
