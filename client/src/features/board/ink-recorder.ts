import { type InkPoint, writePoints } from '@meydan/shared/documents/board/ink'
import { distance } from '@meydan/shared/documents/board/geometry'
import type { Point } from '@meydan/shared/documents/board/records'

/** What a pointer without pressure begins with, and how fast its pressure follows its speed. */
const RESTING = 0.5
const FOLLOWS = 0.3
/** Nearer than this, in board units, points would be the same ones. */
const NEAREST = 1

/**
 * Gathers the points of a line, in board units. Pens bring their own pressure; for a mouse or a finger it follows the
 * speed: a quick stroke is thin.
 */
export function inkRecorder(width: number) {
  const points: InkPoint[] = []
  let pressure = RESTING
  return {
    points: points as readonly InkPoint[],
    add({ x, y }: Point, ofPen: number | null): void {
      const last = points.at(-1)
      const step = last ? distance(last, { x, y }) : 0
      if (last && step < NEAREST) return
      if (ofPen === null) {
        const speed = Math.min(1, step / (4 * width))
        pressure += (1 - speed - pressure) * (speed * FOLLOWS)
      } else pressure = ofPen
      points.push({ x, y, pressure: Math.min(1, Math.max(0, pressure)) })
    },
  }
}

/** A straight line between two points, of even strength. */
export function straightInk(from: Point, to: Point): InkPoint[] {
  return [from, to].map(({ x, y }) => ({ x, y, pressure: RESTING }))
}

/**
 * The line as records of strokes: one, or where it is longer than a record may be, several, each beginning where the
 * one before ended.
 */
export function strokesOf(points: readonly InkPoint[]): { at: Point; points: string }[] {
  const strokes: { at: Point; points: string }[] = []
  let rest = points
  for (;;) {
    const [first] = rest
    if (!first) return strokes
    const at = { x: Math.round(first.x), y: Math.round(first.y) }
    const text = writePoints(rest.map(({ x, y, pressure }) => ({ x: x - at.x, y: y - at.y, pressure })))
    strokes.push({ at, points: text })
    const count = text.split(' ').length / 3
    if (count >= rest.length) return strokes
    rest = rest.slice(count - 1)
  }
}
