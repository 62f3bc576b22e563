import * as Y from 'yjs'
import { undoOrRedo } from '../undo-step.ts'
import type { Board } from './board.ts'

/**
 * Takes back one's last step, or brings it again. Steps that touch what somebody has locked since are given up: the
 * undo of Yjs knows no locks, and would move, empty or delete what may not be touched. Answers whether something
 * happened.
 */
export function undoStep(board: Board, manager: Y.UndoManager): boolean {
  return take(board, manager, 'undo')
}

export function redoStep(board: Board, manager: Y.UndoManager): boolean {
  return take(board, manager, 'redo')
}

function take(board: Board, manager: Y.UndoManager, way: 'undo' | 'redo'): boolean {
  const stack = way === 'undo' ? manager.undoStack : manager.redoStack
  // All of them, not the last alone: a step that changes nothing any more makes Yjs go on to the one before it.
  for (let index = stack.length - 1; index >= 0; index--)
    if (touchesLocked(board, stack[index]!)) stack.splice(index, 1)
  return undoOrRedo(manager, way)
}

type Step = Y.UndoManager['undoStack'][number]

function touchesLocked(board: Board, { insertions, deletions }: Step): boolean {
  const { store } = board.doc
  const looked = new Set<string>()
  for (const ranges of [insertions, deletions]) {
    for (const [client, parts] of ranges.clients) {
      const structs = store.clients.get(client) ?? []
      for (const { clock, len } of parts) {
        if (clock >= Y.getState(store, client)) continue
        for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
          const struct = structs[index]!
          if (struct.id.clock >= clock + len) break
          const id = struct instanceof Y.Item ? recordOf(struct) : null
          if (id === null || looked.has(id)) continue
          looked.add(id)
          if (board.isLocked(id)) return true
        }
      }
    }
  }
  return false
}

/** The id of the record an item is in, or the words of; null for what only closes or opens a lock. */
function recordOf(item: Y.Item): string | null {
  if (item.parentSub === 'locked') return null
  let at = item
  for (;;) {
    const holder = at.parent instanceof Y.AbstractType ? at.parent._item : null
    if (!holder) return at.parentSub
    at = holder
  }
}
