import type { BoardContext } from './board-context.ts'

/** Selects everything in the frame that is selected, or in which the keyboard stands; everything on the board elsewhere. */
export function selectAllInFrame(context: BoardContext): void {
  const { board, data, selection } = context
  const here = [...selection.ids.value][0] ?? selection.standing.value
  const item = here ? board.item(here) : undefined
  const frame = item?.type === 'frame' ? item.id : item && board.frameOf(item)?.id
  const inside = [...data.items.values()].flatMap(({ item: each }) =>
    (board.frameOf(each)?.id ?? undefined) === frame ? [each.id] : [],
  )
  selection.select(inside)
  context.said.value = context.t('board.said.selected', { count: inside.length })
}

export function selectAll(context: BoardContext): void {
  context.selection.select(context.data.items.keys())
  context.said.value = context.t('board.said.selected', { count: context.data.items.size })
}

/** Brings the selection as large as it is readable into the middle; without one, the whole board. */
export function zoomToSelection(context: BoardContext): void {
  const rects = [...context.selection.ids.value].flatMap((id) => context.data.rectOf(id) ?? [])
  context.viewport.fit(rects.length > 0 ? rects : context.data.allRects(), 1.5)
}
