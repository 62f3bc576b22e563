import { type Rect } from '@meydan/shared/documents/board/geometry'

/** A page in points, and where on it the board lies: `scale` points for a board unit. */
export type PagePlan = {
  width: number
  height: number
  margin: number
  /** How large title, legend and number are: 1 on A4. */
  unit: number
  board: { x: number; y: number; width: number; height: number; scale: number }
}

const A4 = { short: 595.28, long: 841.89 }
const A3 = { short: 841.89, long: 1190.55 }
const A0 = { short: 2383.94, long: 3370.39 }
const MARGIN = 28
const HEAD = 46
const FOOT = 26
/** A board unit is a pixel of the screen; a small selection is enlarged a little. */
const USUAL_SCALE = 0.75
const LARGEST_SCALE = 1.5
/** Below this the smallest words of a note (12 units) are under 5 points: then a larger sheet. */
const READABLE_SCALE = 0.42

/** One page of the board's own proportions, at most A0. */
export function wholePage(bounds: Rect): PagePlan {
  const long = Math.max(bounds.width, bounds.height)
  const short = Math.min(bounds.width, bounds.height)
  const roomOf = (unit: number) => ({ long: A0.long - chrome(unit).height, short: A0.short - chrome(unit).height })
  const wanted = Math.min(LARGEST_SCALE, Math.max(USUAL_SCALE, (A4.long - 2 * MARGIN) / long))
  const unit = Math.sqrt(Math.min(A0.long, Math.max(A4.long, long * wanted)) / A4.long)
  const room = roomOf(unit)
  const scale = Math.min(wanted, room.long / long, room.short / short)
  const around = chrome(unit)
  const width = Math.max(A4.short, bounds.width * scale + around.width)
  const height = Math.max(A4.short / 2, bounds.height * scale + around.height)
  return placed({ width, height, unit }, bounds, scale)
}

/** One sheet for a frame: A4, or A3 where that would be too small to read, the way round that fits better. */
export function sheetPage(bounds: Rect): PagePlan {
  const [a4, a3] = [sheetOf(A4, 1, bounds), sheetOf(A3, 1.2, bounds)]
  return a4.board.scale < READABLE_SCALE ? a3 : a4
}

function sheetOf(paper: { long: number; short: number }, unit: number, bounds: Rect): PagePlan {
  const isWide = bounds.width >= bounds.height
  const [width, height] = isWide ? [paper.long, paper.short] : [paper.short, paper.long]
  const around = chrome(unit)
  const scale = Math.min(LARGEST_SCALE, (width - around.width) / bounds.width, (height - around.height) / bounds.height)
  return placed({ width, height, unit }, bounds, scale)
}

function chrome(unit: number): { width: number; height: number } {
  return { width: 2 * MARGIN * unit, height: (2 * MARGIN + HEAD + FOOT) * unit }
}

/** In the middle of what title and legend leave. */
function placed(page: { width: number; height: number; unit: number }, bounds: Rect, scale: number): PagePlan {
  const { width, height, unit } = page
  const top = (MARGIN + HEAD) * unit
  const room = height - chrome(unit).height
  const x = (width - bounds.width * scale) / 2
  const y = top + Math.max(0, room - bounds.height * scale) / 2
  return { ...page, margin: MARGIN * unit, board: { x, y, width: bounds.width, height: bounds.height, scale } }
}
