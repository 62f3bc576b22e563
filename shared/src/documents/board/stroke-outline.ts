import { getStroke } from 'perfect-freehand'
import type { InkPoint } from './ink.ts'
import type { Point } from './records.ts'

/**
 * The outline of a line drawn by hand, thinner where the hand was light: a polygon to be filled, relative to the
 * stroke's corner. `isWhole` is false while it is still being drawn. The same on the screen, in pictures and in PDF.
 */
export function strokeOutline(points: readonly InkPoint[], width: number, isWhole = true): Point[] {
  const outline = getStroke(points as InkPoint[], {
    size: width,
    thinning: 0.5,
    smoothing: 0.5,
    streamline: 0.35,
    simulatePressure: false,
    last: isWhole,
  })
  return outline.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y)).map(([x, y]) => ({ x, y }))
}

/** An outline as the `d` of an SVG path: its points are joined by curves, so that no corners show. */
export function outlinePath(outline: readonly Point[]): string {
  const [first, ...rest] = outline
  if (!first) return ''
  const number = (value: number) => String(Math.round(value * 100) / 100)
  const curves = rest.map((point, index) => {
    const next = rest[index + 1] ?? first
    const middle = { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 }
    return `Q${number(point.x)} ${number(point.y)} ${number(middle.x)} ${number(middle.y)}`
  })
  return `M${number(first.x)} ${number(first.y)}${curves.join('')}Z`
}
