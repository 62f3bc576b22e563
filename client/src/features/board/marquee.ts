import { cellsOf } from './culling.ts'
import { holds, overlaps, type Rect } from '@meydan/shared/documents/board/geometry'
import type { BoardData } from './useBoard.ts'

/** What a marquee touches, and frames and themes it holds whole: a drag inside one is about what is in it. */
export function touchedBy(marquee: Rect, data: Pick<BoardData, 'index' | 'frames' | 'rectOf' | 'typeOf'>): string[] {
  const items = [...data.index.within(cellsOf(marquee, 0))].filter((id) => {
    const rect = data.rectOf(id)
    if (rect === null) return false
    return data.typeOf(id) === 'theme' ? holds(marquee, rect) : overlaps(marquee, rect)
  })
  const frames = [...data.frames.keys()].filter((id) => holds(marquee, data.rectOf(id)!))
  return [...frames, ...items]
}
