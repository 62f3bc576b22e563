import { effectScope, nextTick, watch } from 'vue'
import { openBoardHandle } from './board-handle.ts'
import type { Workshop } from './context.ts'

/** A board that isn't there by then is not awaited: whoever went on elsewhere must not be called back. */
const PATIENCE_MS = 20_000
let leave = () => {}

/**
 * Goes to a record of one of the room's boards and shows it there, as soon as the board is open. The page from which one
 * goes is gone by then: so this belongs to no component.
 */
export function showOnBoard(workshop: Workshop, at: { documentId: string; recordId: string }): void {
  leave()
  const scope = effectScope(true)
  const timer = setTimeout(() => leave(), PATIENCE_MS)
  leave = () => {
    clearTimeout(timer)
    scope.stop()
  }
  scope.run(() =>
    watch(
      () => {
        const handle = openBoardHandle.value
        return handle?.documentId === at.documentId && handle.nameOf(at.recordId) ? handle : null
      },
      async (handle) => {
        if (!handle) return
        leave()
        await nextTick()
        handle.show(at.recordId)
      },
    ),
  )
  if (workshop.narrow.value) workshop.panel.value = null
  workshop.openBoard(at.documentId)
}
