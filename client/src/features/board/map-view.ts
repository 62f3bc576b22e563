import type { Rect } from '@meydan/shared/documents/board/geometry'
import type { Point } from '@meydan/shared/documents/board/records'

/** How a part of the board lies on the minimap: map = board × zoom + (left, top), in CSS pixels. */
export type MapView = { zoom: number; left: number; top: number }

/** Shows a rectangle of the board whole, in the middle of the map. */
export function mapView(area: Rect, map: { width: number; height: number }): MapView {
  const zoom = Math.min(map.width / Math.max(1, area.width), map.height / Math.max(1, area.height))
  return {
    zoom,
    left: (map.width - area.width * zoom) / 2 - area.x * zoom,
    top: (map.height - area.height * zoom) / 2 - area.y * zoom,
  }
}

export function toBoardPoint({ zoom, left, top }: MapView, at: Point): Point {
  return { x: (at.x - left) / zoom, y: (at.y - top) / zoom }
}
