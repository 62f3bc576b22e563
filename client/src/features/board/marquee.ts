import { cellsOf } from './culling.ts'
import { holds, overlaps, type Rect } from '@meydan/shared/documents/board/geometry'
import type { BoardData } from './useBoard.ts'

/** Notes a marquee touches, and frames it holds whole: a drag inside a frame is about its notes. */
export function touchedBy(marquee: Rect, data: Pick<BoardData, 'index' | 'frames' | 'rectOf'>): string[] {
  const notes = [...data.index.within(cellsOf(marquee, 0))].filter((id) => {
    const rect = data.rectOf(id)
    return rect !== null && overlaps(marquee, rect)
  })
  const frames = [...data.frames.keys()].filter((id) => holds(marquee, data.rectOf(id)!))
  return [...frames, ...notes]
}
