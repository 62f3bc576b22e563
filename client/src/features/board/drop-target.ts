import { contains, grown, middleOf, moved } from '@meydan/shared/documents/board/geometry'
import { themeIndexAt } from '@meydan/shared/documents/board/layout'
import type { BoardContext, Carry } from './board-context.ts'
import { cellsOf } from './culling.ts'

/** Where what is carried would go: into a frame, or, for notes, together with a note or into a theme. */
export type DropTarget =
  | { type: 'frame'; id: string }
  | { type: 'note'; id: string; index?: undefined }
  /** `index`: before which of the notes that stay it would stand. */
  | { type: 'theme'; id: string; index: number }

/** Of a note, this much around the middle means “together with it”: beside it stays beside it. */
const NOTE_EDGE = 40

/** Found by the middle of the first thing carried, which is what the eye follows. Null: the bare board. */
export function dropTarget(context: BoardContext, carry: Carry): DropTarget | null {
  const { board, data } = context
  const [first] = [...carry.ids].filter((id) => data.items.has(id))
  const rect = first && data.rectOf(first)
  if (!rect) return null
  const middle = middleOf({ ...rect, ...moved(rect, carry.by) })
  if ([...carry.ids].every((id) => data.typeOf(id) === 'note')) {
    const onto = clusterTarget(context, carry, middle)
    if (onto) return onto
  }
  const frame = board.frameUnder(middle)
  return frame && !carry.ids.has(frame.id) ? { type: 'frame', id: frame.id } : null
}

function clusterTarget(
  { data, board }: BoardContext,
  carry: Carry,
  middle: { x: number; y: number },
): DropTarget | null {
  let top: { level: number; target: DropTarget } | null = null
  for (const id of data.index.within(cellsOf({ ...middle, width: 0, height: 0 }, 0))) {
    const view = data.items.get(id)
    if (!view || carry.ids.has(id) || board.isLocked(id) || (top && view.level < top.level)) continue
    if (view.item.type === 'theme' && contains(view.rect, middle)) {
      const staying = data.membersOf(id).filter((note) => !carry.ids.has(note.id)).length
      const index = themeIndexAt({ x: middle.x - view.rect.x, y: middle.y - view.rect.y }, staying)
      top = { level: view.level, target: { type: 'theme', id, index } }
    } else if (view.item.type === 'note' && !view.item.theme && contains(grown(view.rect, -NOTE_EDGE), middle)) {
      top = { level: view.level, target: { type: 'note', id } }
    }
  }
  return top?.target ?? null
}
