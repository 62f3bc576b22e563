import type { Size } from '@meydan/shared/documents/board'
import { boundsOf } from './geometry.ts'
import type { BoardData } from './useBoard.ts'
import { fitted, type Insets, type View } from './viewport.ts'

/** Smaller than this a phone shows stamps, not notes. */
const READABLE = 0.45

/** What one sees first: the whole board, or on a phone its first frame or note in letters one can read. */
export function opening(data: BoardData, surface: Size, insets: Insets, narrow: boolean): View {
  const all = boundsOf(data.allRects())
  if (!all) return { x: surface.width / 2, y: surface.height / 2, zoom: 1 }
  const whole = fitted(all, surface, insets)
  const first = data.order.value[0]
  const rect = first ? data.rectOf(first) : null
  if (!narrow || whole.zoom >= READABLE || !rect) return whole
  const zoom = Math.min(1, Math.max(READABLE, (surface.width - insets.left - insets.right) / rect.width))
  return { zoom, x: insets.left - rect.x * zoom, y: insets.top - rect.y * zoom }
}

/** The edges of the surface that bars lie over. */
export function freeEdges(narrow: boolean, direction: 'ltr' | 'rtl'): Insets {
  if (narrow) return { top: 44, right: 12, bottom: 84, left: 12 }
  const [left, right] = direction === 'ltr' ? [96, 40] : [40, 96]
  return { top: 72, right, bottom: 84, left }
}
