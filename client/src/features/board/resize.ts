import { FRAME_MIN, type Point } from '@meydan/shared/documents/board/records'
import type { Rect } from '@meydan/shared/documents/board/geometry'

export const frameHandles = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const
export type FrameHandle = (typeof frameHandles)[number]

/** A frame pulled at one of its handles; the opposite edge stays, and no frame gets smaller than FRAME_MIN. */
export function resized(frame: Rect, handle: FrameHandle, by: Point): Rect {
  const next = { ...frame }
  if (handle.includes('e')) next.width = Math.max(FRAME_MIN.width, frame.width + by.x)
  if (handle.includes('s')) next.height = Math.max(FRAME_MIN.height, frame.height + by.y)
  if (handle.includes('w')) {
    next.width = Math.max(FRAME_MIN.width, frame.width - by.x)
    next.x = frame.x + frame.width - next.width
  }
  if (handle.includes('n')) {
    next.height = Math.max(FRAME_MIN.height, frame.height - by.y)
    next.y = frame.y + frame.height - next.height
  }
  return next
}
