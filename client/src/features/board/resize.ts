import { FRAME_MIN, type Point, type Size } from '@meydan/shared/documents/board/records'
import type { Rect } from '@meydan/shared/documents/board/geometry'

export const frameHandles = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const
export type FrameHandle = (typeof frameHandles)[number]
export type Limits = { min: Size; keepsRatio: boolean }

/** An object pulled at one of its handles; the opposite edge stays, and it gets no smaller than it may be. */
export function resized(
  rect: Rect,
  handle: FrameHandle,
  by: Point,
  { min, keepsRatio }: Limits = { min: FRAME_MIN, keepsRatio: false },
): Rect {
  const wide = handle.includes('e') ? by.x : handle.includes('w') ? -by.x : 0
  const high = handle.includes('s') ? by.y : handle.includes('n') ? -by.y : 0
  const size = keepsRatio
    ? scaled(rect, wide, high, min)
    : { width: Math.max(min.width, rect.width + wide), height: Math.max(min.height, rect.height + high) }
  return {
    x: handle.includes('w') ? rect.x + rect.width - size.width : rect.x,
    y: handle.includes('n') ? rect.y + rect.height - size.height : rect.y,
    ...size,
  }
}

/** Both edges by the same share: by that of the one that was pulled further. */
function scaled({ width, height }: Rect, wide: number, high: number, min: Size): Size {
  const [across, down] = [wide / width, high / height]
  const share = 1 + (Math.abs(across) > Math.abs(down) ? across : down)
  const part = Math.max(share, min.width / width, min.height / height)
  return { width: width * part, height: height * part }
}
