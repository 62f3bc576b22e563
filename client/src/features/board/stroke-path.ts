import { type InkPoint, inkBounds, readPoints } from '@meydan/shared/documents/board/ink'
import { outlinePath, strokeOutline } from '@meydan/shared/documents/board/stroke-outline'
import type { Rect } from '@meydan/shared/documents/board/geometry'

const REMEMBERED = 2000

type Drawn = { path: string; bounds: Rect; points: readonly InkPoint[] }
const drawn = new Map<string, Drawn>()

/** A stroke ready to be drawn, its points relative to its corner; computed once for the same points and width. */
export function strokePath(points: string, width: number): Drawn {
  const key = `${width} ${points}`
  const known = drawn.get(key)
  if (known) return known
  if (drawn.size > REMEMBERED) drawn.clear()
  const read = readPoints(points)
  const made = { path: outlinePath(strokeOutline(read, width)), bounds: inkBounds(read, width), points: read }
  drawn.set(key, made)
  return made
}
