import type { Point } from '@meydan/shared/documents/board/records'
import { between, distance } from '@meydan/shared/documents/board/geometry'
import type { Viewport } from '../useViewport.ts'
import { panned, zoomedAbout } from '../viewport.ts'

/** Two fingers: what lay between them stays between them. Call with the fingers' places on the surface. */
export function pinching(viewport: Viewport, first: readonly [Point, Point]): (now: readonly [Point, Point]) => void {
  let before = first
  return (now) => {
    const from = middle(before)
    const to = middle(now)
    const ratio = distance(now[0], now[1]) / Math.max(1, distance(before[0], before[1]))
    const view = viewport.now()
    viewport.set(panned(zoomedAbout(view, view.zoom * ratio, from), between(from, to)))
    before = now
  }
}

function middle([a, b]: readonly [Point, Point]): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}
