import type * as Y from 'yjs'

/** Takes back one's last step, or brings it again. Answers whether something happened. */
export function undoOrRedo(manager: Y.UndoManager, way: 'undo' | 'redo'): boolean {
  try {
    return manager[way]() !== null
  } catch {
    // Yjs 13.6 throws, seldom, where what a step would go back to was collected after others had edited it too. The
    // step is off its stack; what it did before that is a change like any other.
    return false
  }
}
