import type { Board } from '@meydan/shared/documents/board/board'
import type { ItemKind } from '@meydan/shared/documents/board/records'
import { type ComputedRef, onScopeDispose, shallowReadonly, shallowRef } from 'vue'

/** What the rest of a room may ask of the board that is open in it. */
export type BoardHandle = {
  documentId: string
  board: Board
  /** Ids of what is selected, in reading order. */
  selected: ComputedRef<readonly string[]>
  /** Kind and words of an object, as a list would name it; null where it is gone. */
  nameOf: (id: string) => { type: ItemKind; label: string } | null
  /** Selects it and brings it into sight, on the canvas or in the list. */
  show: (id: string) => void
}

const open = shallowRef<BoardHandle | null>(null)

/** The board that is open now; null while none is. */
export const openBoardHandle = shallowReadonly(open)

/** Offers a board to the rest of its room, until the scope ends. */
export function offerBoard(handle: BoardHandle): void {
  open.value = handle
  onScopeDispose(() => {
    if (open.value === handle) open.value = null
  })
}
