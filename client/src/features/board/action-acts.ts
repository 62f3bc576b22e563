import { type AskedAction, askedActions } from '../../workshop/asked-actions.ts'
import type { BoardContext } from './board-context.ts'
import { actionsOf } from './action-menu.ts'

/** Asks who is to do something about what is selected, and by when. */
export function makeActions(context: BoardContext): void {
  askedActions.value = actionsOf(context).map((id) => askedOf(context, id))
}

function askedOf({ board, data, documentId }: BoardContext, id: string): AskedAction {
  const note = data.viewOf('note', id)?.item
  const item = note ?? data.viewOf('theme', id)!.item
  const { fields, locality } = item
  const words = note ? board.textOf(id) : data.viewOf('theme', id)!.item.title
  const sources = [{ kind: note ? ('note' as const) : ('theme' as const), document: documentId, record: id }]
  return { sources, title: words, text: note ? words : '', fields, locality }
}
