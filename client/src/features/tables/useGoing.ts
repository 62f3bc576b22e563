import type { TableView } from '@meydan/shared/contracts/tables'
import { nextTick, shallowRef, watch } from 'vue'
import { openBoardHandle } from '../../workshop/board-handle.ts'
import { useWorkshop } from '../../workshop/context.ts'

/** Goes to a table's board, or to its area of one; back to the board everybody is on. */
export function useGoing() {
  const { openBoard, narrow, panel } = useWorkshop()
  const wanted = shallowRef<{ documentId: string; frameId: string } | null>(null)

  // The board may still have to be fetched before there is a frame to show.
  watch(
    () => {
      const [handle, goal] = [openBoardHandle.value, wanted.value]
      return handle && goal && handle.documentId === goal.documentId && handle.nameOf(goal.frameId) ? goal : null
    },
    async (goal) => {
      if (!goal) return
      wanted.value = null
      await nextTick()
      openBoardHandle.value?.show(goal.frameId)
    },
  )

  function show(documentId: string): void {
    // On phones a part of the room stands in the board's place.
    if (narrow.value) panel.value = null
    if (openBoardHandle.value?.documentId !== documentId) openBoard(documentId)
  }

  return {
    toTable({ documentId, frameId }: TableView): void {
      if (!documentId) return
      show(documentId)
      wanted.value = frameId ? { documentId, frameId } : null
    },
    toPlenary({ plenaryId }: TableView): void {
      wanted.value = null
      if (plenaryId) show(plenaryId)
    },
  }
}
