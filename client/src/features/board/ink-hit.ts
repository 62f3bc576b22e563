import type { Point } from '@meydan/shared/documents/board/records'

/** Whether a line through these points comes nearer than `reach` to the straight way from one point to another. */
export function lineMeets(points: readonly Point[], from: Point, to: Point, reach: number): boolean {
  if (points.length === 1) return gapBetween(points[0]!, points[0]!, from, to) <= reach
  for (let index = 1; index < points.length; index++) {
    if (gapBetween(points[index - 1]!, points[index]!, from, to) <= reach) return true
  }
  return false
}

/** How near two straight lines come: nothing where they cross, else from an end of one to the other. */
function gapBetween(a: Point, b: Point, c: Point, d: Point): number {
  if (crosses(a, b, c, d)) return 0
  return Math.min(gapToLine(a, c, d), gapToLine(b, c, d), gapToLine(c, a, b), gapToLine(d, a, b))
}

function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  const turn = (p: Point, q: Point, r: Point) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x))
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
}

function gapToLine(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = dx * dx + dy * dy
  const part = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length
  const along = Math.min(1, Math.max(0, part))
  return Math.hypot(point.x - from.x - along * dx, point.y - from.y - along * dy)
}
