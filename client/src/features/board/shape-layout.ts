import type { Point, ShapeForm, Size } from '@meydan/shared/documents/board/records'
import { type Fit, fitText, type Measure } from './fit-text.ts'
import type { Rect } from '@meydan/shared/documents/board/geometry'

/** Forms one draws; words alone are a tool of their own. */
export const drawnForms = ['rectangle', 'ellipse', 'diamond'] as const satisfies ShapeForm[]

/** How much of a form's width and height is a rectangle that holds words. */
const PART: Record<ShapeForm, number> = { rectangle: 0.92, ellipse: 0.7, diamond: 0.5, text: 1 }
const TEXT_SIZES = [144, 120, 96, 80, 64, 56, 48, 40, 36, 32, 28, 24, 22, 20, 18, 17, 16, 15, 14, 13, 12] as const
/** Words alone may stand out of their box by this much: the browser breaks lines a hair later than they are counted. */
const TOLERANCE = 1.02

/** Where the words of a form stand, relative to its corner. */
export function wordsBox(form: ShapeForm, { width, height }: Size): Rect {
  const part = PART[form]
  return { x: (width * (1 - part)) / 2, y: (height * (1 - part)) / 2, width: width * part, height: height * part }
}

/** How large the words of a form are written: words alone are as large as their box, those in a form as on a note. */
export function fitWords(text: string, form: ShapeForm, size: Size, measure: Measure): Fit {
  const { width, height } = wordsBox(form, size)
  if (form !== 'text') return fitText(text, { width, height }, measure)
  return fitText(text || 'x', { width: width * TOLERANCE, height: height * TOLERANCE }, measure, TEXT_SIZES)
}

/** The outline as the `d` of an SVG path, from the form's corner. */
export function outlineOf(form: ShapeForm, { width, height }: Size): string {
  const [x, y] = [width / 2, height / 2]
  if (form === 'ellipse') return `M0 ${y}A${x} ${y} 0 1 1 ${width} ${y}A${x} ${y} 0 1 1 0 ${y}Z`
  if (form === 'diamond') return `M${x} 0L${width} ${y}L${x} ${height}L0 ${y}Z`
  const r = Math.min(6, x, y)
  return `M${r} 0H${width - r}Q${width} 0 ${width} ${r}V${height - r}Q${width} ${height} ${width - r} ${height}H${r}Q0 ${height} 0 ${height - r}V${r}Q0 0 ${r} 0Z`
}

/** The rectangle a pointer drew from one point to another; a square where that is asked for. */
export function drawnRect(from: Point, to: Point, square: boolean): Rect {
  let [width, height] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)]
  if (square) width = height = Math.max(width, height)
  return { x: to.x < from.x ? from.x - width : from.x, y: to.y < from.y ? from.y - height : from.y, width, height }
}
