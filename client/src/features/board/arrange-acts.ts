import { align, distribute, type Edge, pile } from '@meydan/shared/documents/board/arrange'
import type { BoardContext } from './board-context.ts'

/** The selection, when it may be changed; nothing where it may not. */
function chosen(context: BoardContext): readonly string[] {
  return context.canWrite.value ? [...context.selection.ids.value] : []
}

export function pileSelection(context: BoardContext, where: 'above' | 'below'): void {
  const ids = chosen(context)
  if (ids.length === 0) return
  context.step(() => pile(context.board, ids, where))
  context.said.value = context.t(where === 'above' ? 'board.said.front' : 'board.said.back')
}

export function alignSelection(context: BoardContext, edge: Edge): void {
  const ids = chosen(context)
  if (ids.length < 2) return
  context.step(() => align(context.board, ids, edge))
  context.said.value = context.t('board.said.aligned', { count: ids.length })
}

export function distributeSelection(context: BoardContext, axis: 'across' | 'down'): void {
  const ids = chosen(context)
  if (ids.length < 3) return
  context.step(() => distribute(context.board, ids, axis))
  context.said.value = context.t('board.said.distributed', { count: ids.length })
}

/** Locks the selection, or unlocks it where all of it is locked. For those who may: facilitators. */
export function toggleLock(context: BoardContext): void {
  const ids = [...context.selection.ids.value]
  if (!context.mayLock.value || ids.length === 0) return
  const locked = !isSelectionLocked(context)
  context.step(() => context.board.setLocked(ids, locked))
  context.said.value = context.t(locked ? 'board.said.locked' : 'board.said.unlocked', { count: ids.length })
}

export function isSelectionLocked({ board, selection }: BoardContext): boolean {
  return selection.ids.value.size > 0 && [...selection.ids.value].every((id) => board.isLocked(id))
}
