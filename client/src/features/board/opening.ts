import type { Size } from '@meydan/shared/documents/board/records'
import { boundsOf } from '@meydan/shared/documents/board/geometry'
import type { BoardData } from './useBoard.ts'
import { fitted, type Insets, type View } from './viewport.ts'

/** Smaller than this a phone shows stamps, not notes. */
const READABLE = 0.45

/** Further away the titles of frames run into each other: in a low window, or with a very large board. */
const RECOGNISABLE = 0.3

/** What one sees first: the whole board, or where it would be too small, its first frame or note large enough to read. */
export function opening(data: BoardData, surface: Size, insets: Insets, narrow: boolean): View {
  const all = boundsOf(data.allRects())
  if (!all) return { x: surface.width / 2, y: surface.height / 2, zoom: 1 }
  const whole = fitted(all, surface, insets)
  const first = data.order.value[0]
  const rect = first ? data.rectOf(first) : null
  if (whole.zoom >= (narrow ? READABLE : RECOGNISABLE) || !rect) return whole
  const across = narrow ? (surface.width - insets.left - insets.right) / rect.width : 0
  const zoom = Math.min(1, Math.max(READABLE, across))
  return { zoom, x: insets.left - rect.x * zoom, y: insets.top - rect.y * zoom }
}

/** The edges of the surface that bars lie over. */
export function freeEdges(narrow: boolean, direction: 'ltr' | 'rtl'): Insets {
  if (narrow) return { top: 44, right: 12, bottom: 84, left: 12 }
  const [left, right] = direction === 'ltr' ? [96, 40] : [40, 96]
  return { top: 44, right, bottom: 68, left }
}
