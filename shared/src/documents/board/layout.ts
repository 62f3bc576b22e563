import type { Rect } from './geometry.ts'
import { NOTE_SIZE, type Point, type ShapeForm } from './records.ts'

/** A theme's head carries its title and count; its notes lie below in rows, in their order. */
export const THEME_HEAD = 48
export const THEME_PADDING = 16
export const THEME_GAP = 12
const COLUMNS_MIN = 2
const COLUMNS_MAX = 8

/** As square as it goes, so that a theme of nine is three by three. */
export function themeColumns(count: number): number {
  return Math.min(COLUMNS_MAX, Math.max(COLUMNS_MIN, Math.ceil(Math.sqrt(count))))
}

/** How large a theme with so many notes is, in board units. An empty one has room for its first row. */
export function themeSize(count: number): { width: number; height: number } {
  const columns = themeColumns(count)
  const rows = Math.max(1, Math.ceil(count / columns))
  return {
    width: 2 * THEME_PADDING + columns * NOTE_SIZE.width + (columns - 1) * THEME_GAP,
    height: THEME_HEAD + THEME_PADDING + rows * NOTE_SIZE.height + (rows - 1) * THEME_GAP,
  }
}

/** Where the note of this index stands, relative to the theme's corner. */
export function themeSlot(index: number, count: number): Point {
  const columns = themeColumns(count)
  return {
    x: THEME_PADDING + (index % columns) * (NOTE_SIZE.width + THEME_GAP),
    y: THEME_HEAD + Math.floor(index / columns) * (NOTE_SIZE.height + THEME_GAP),
  }
}

/** The index at which a note whose middle is at this point, relative to the theme's corner, would come to stand. */
export function themeIndexAt(point: Point, count: number): number {
  const columns = themeColumns(count)
  const column = Math.floor((point.x - THEME_PADDING) / (NOTE_SIZE.width + THEME_GAP))
  const row = Math.floor((point.y - THEME_HEAD) / (NOTE_SIZE.height + THEME_GAP))
  const index = Math.max(0, row) * columns + Math.min(columns - 1, Math.max(0, column))
  return Math.min(count, index)
}

/** What an object covers, and its outline where that isn't the rectangle itself. */
export type Outline = Rect & { form?: ShapeForm | undefined }

/** Where the line from the middle of an object towards a point leaves its outline: there a connector begins. */
export function edgePoint(outline: Outline, towards: Point): Point {
  const { x, y, width, height, form } = outline
  const middle = { x: x + width / 2, y: y + height / 2 }
  const [across, down] = [(towards.x - middle.x) / (width / 2), (towards.y - middle.y) / (height / 2)]
  const reach = reachOf(form, Math.abs(across), Math.abs(down))
  if (!(reach > 1)) return { x: towards.x, y: towards.y }
  return { x: middle.x + (towards.x - middle.x) / reach, y: middle.y + (towards.y - middle.y) / reach }
}

/** How many times as far from the middle as the outline a point is; `across` and `down` in halves of its size. */
function reachOf(form: ShapeForm | undefined, across: number, down: number): number {
  if (form === 'ellipse') return Math.hypot(across, down)
  return form === 'diamond' ? across + down : Math.max(across, down)
}
