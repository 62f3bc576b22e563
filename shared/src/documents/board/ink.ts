import type { Rect } from './geometry.ts'
import { POINTS_MAX } from './records.ts'

/** A point of a stroke, relative to its corner, in board units; pressure 0 to 1. */
export type InkPoint = { x: number; y: number; pressure: number }

const PRESSURES = 9
/** Further from its corner no hand draws: what comes from elsewhere must not make rectangles without end. */
const REACH = 100_000

/**
 * Points as text: for each three whole numbers `dx dy p`, the first from the corner, every other from the one before
 * it; `p` is the pressure in ninths. Ends where POINTS_MAX characters are full.
 */
export function writePoints(points: readonly InkPoint[]): string {
  const parts: string[] = []
  let [x, y, length] = [0, 0, 0]
  for (const point of points) {
    const [nextX, nextY] = [Math.round(point.x), Math.round(point.y)]
    const pressure = Math.min(PRESSURES, Math.max(0, Math.round(point.pressure * PRESSURES)))
    const part = `${nextX - x} ${nextY - y} ${pressure}`
    length += part.length + 1
    if (length > POINTS_MAX) break
    parts.push(part)
    ;[x, y] = [nextX, nextY]
  }
  return parts.join(' ')
}

/** Total: what isn't a number, or is out of reach, ends the line there. */
export function readPoints(text: string): InkPoint[] {
  const numbers = text.split(' ').map(Number)
  const points: InkPoint[] = []
  let [x, y] = [0, 0]
  for (let index = 0; index + 2 < numbers.length; index += 3) {
    x += numbers[index]!
    y += numbers[index + 1]!
    const pressure = numbers[index + 2]! / PRESSURES
    if (!(Math.abs(x) <= REACH && Math.abs(y) <= REACH && Number.isFinite(pressure))) break
    points.push({ x, y, pressure: Math.min(1, Math.max(0, pressure)) })
  }
  return points
}

/** What a stroke covers, relative to its corner; half its thickness around. */
export function inkBounds(points: readonly InkPoint[], width: number): Rect {
  if (points.length === 0) return { x: 0, y: 0, width: 0, height: 0 }
  let [left, top, right, bottom] = [points[0]!.x, points[0]!.y, points[0]!.x, points[0]!.y]
  for (const { x, y } of points) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x)
    bottom = Math.max(bottom, y)
  }
  return { x: left - width / 2, y: top - width / 2, width: right - left + width, height: bottom - top + width }
}
