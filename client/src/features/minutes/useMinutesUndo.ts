import { MINUTES_EDIT, type Minutes } from '@meydan/shared/documents/minutes/minutes'
import { undoOrRedo } from '@meydan/shared/documents/undo-step'
import { onScopeDispose, shallowRef } from 'vue'
import * as Y from 'yjs'

/** Typing this close together is one step. */
const TYPING_STEP_MS = 900

export type MinutesUndo = ReturnType<typeof useMinutesUndo>

/** Takes back one's own writing, and nobody else's. */
export function useMinutesUndo(minutes: Minutes) {
  const manager = new Y.UndoManager(minutes.undoScope, {
    trackedOrigins: new Set([MINUTES_EDIT]),
    captureTimeout: TYPING_STEP_MS,
  })
  const canUndo = shallowRef(false)
  const canRedo = shallowRef(false)
  const refresh = () => {
    canUndo.value = manager.canUndo()
    canRedo.value = manager.canRedo()
  }
  for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const) manager.on(event, refresh)
  onScopeDispose(() => manager.destroy())
  return { manager, canUndo, canRedo, take: (way: 'undo' | 'redo') => undoOrRedo(manager, way) }
}
