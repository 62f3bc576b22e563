import type { Point, Size } from '@meydan/shared/documents/board/records'
import { middleOf, type Rect } from '@meydan/shared/documents/board/geometry'

export const MIN_ZOOM = 0.1
export const MAX_ZOOM = 3

/** How the board lies on the screen: screen = board × zoom + (x, y), in CSS pixels of the surface. */
export type View = { x: number; y: number; zoom: number }

/** Room kept free at the edges of the surface, in screen pixels: bars lie there. */
export type Insets = { top: number; right: number; bottom: number; left: number }

export function limitZoom(zoom: number): number {
  return Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, zoom))
}

export function toBoard(view: View, screen: Point): Point {
  return { x: (screen.x - view.x) / view.zoom, y: (screen.y - view.y) / view.zoom }
}

export function toScreen(view: View, point: Point): Point {
  return { x: point.x * view.zoom + view.x, y: point.y * view.zoom + view.y }
}

export function panned(view: View, by: Point): View {
  return { ...view, x: view.x + by.x, y: view.y + by.y }
}

/** Changes the zoom so that what lies under `anchor` (screen) stays there. */
export function zoomedAbout(view: View, zoom: number, anchor: Point): View {
  const next = limitZoom(zoom)
  const ratio = next / view.zoom
  return { zoom: next, x: anchor.x - (anchor.x - view.x) * ratio, y: anchor.y - (anchor.y - view.y) * ratio }
}

/** The next rung of the zoom buttons: multiples that pass through 100 %. */
export function zoomStep(zoom: number, direction: 1 | -1): number {
  const rungs = [0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3]
  const next = direction > 0 ? rungs.find((rung) => rung > zoom * 1.01) : rungs.findLast((rung) => rung < zoom * 0.99)
  return next ?? (direction > 0 ? MAX_ZOOM : MIN_ZOOM)
}

/** Shows a rectangle of the board whole and centred, never larger than `largest`. */
export function fitted(rect: Rect, surface: Size, insets: Insets, largest = 1): View {
  const width = Math.max(1, surface.width - insets.left - insets.right)
  const height = Math.max(1, surface.height - insets.top - insets.bottom)
  const zoom = limitZoom(Math.min(largest, width / Math.max(1, rect.width), height / Math.max(1, rect.height)))
  const middle = middleOf(rect)
  return {
    zoom,
    x: insets.left + width / 2 - middle.x * zoom,
    y: insets.top + height / 2 - middle.y * zoom,
  }
}

/** The smallest pan that brings a rectangle into the free part of the surface; its top left corner wins. */
export function revealed(view: View, rect: Rect, surface: Size, insets: Insets): View {
  const at = toScreen(view, rect)
  const x = slide(at.x, rect.width * view.zoom, insets.left, surface.width - insets.right)
  const y = slide(at.y, rect.height * view.zoom, insets.top, surface.height - insets.bottom)
  return x === 0 && y === 0 ? view : panned(view, { x, y })
}

function slide(start: number, length: number, low: number, high: number): number {
  if (start < low) return low - start
  if (start + length > high) return Math.max(low - start, high - (start + length))
  return 0
}

/** The part of the board that is on screen. */
export function visibleRect(view: View, surface: Size): Rect {
  const at = toBoard(view, { x: 0, y: 0 })
  return { ...at, width: surface.width / view.zoom, height: surface.height / view.zoom }
}
