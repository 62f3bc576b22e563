import type { ItemKind } from '@meydan/shared/documents/board/records'
import { computed } from 'vue'
import type { BoardHandle } from '../../workshop/board-handle.ts'
import type { BoardContext } from './board-context.ts'

const LEGIBLE = 0.5

/** What the rest of the room may ask of this board. */
export function offered(context: BoardContext): BoardHandle {
  const { data, selection, viewport, mode } = context
  return {
    documentId: context.documentId,
    board: context.board,
    selected: computed(() => data.order.value.filter((id) => selection.ids.value.has(id))),
    nameOf: (id) => {
      const type = data.typeOf(id)
      return type ? { type, label: labelOf(context, id, type) } : null
    },
    show: (id) => {
      const rect = data.rectOf(id)
      if (!rect) return
      selection.select([id])
      if (mode.value === 'list') {
        context.sought.value = { id, focus: true }
        return
      }
      context.focus(id)
      if (viewport.now().zoom < LEGIBLE) viewport.fit([rect], 0.8)
      else viewport.reveal(rect)
    },
  }
}

function labelOf({ data }: BoardContext, id: string, type: ItemKind): string {
  if (type === 'frame') return data.frames.get(id)?.title ?? ''
  const view = data.items.get(id)
  if (view?.item.type === 'theme') return view.item.title
  if (view?.item.type === 'picture') return view.item.alt
  return view?.text ?? ''
}
