import type { RoomView } from '@meydan/shared/contracts/rooms'
import type { StageView } from '@meydan/shared/contracts/stage'
import { computed, type Ref, watch } from 'vue'

type Given = {
  room: Readonly<Ref<RoomView>>
  here: Readonly<Ref<ReadonlySet<string>>>
  stage: Readonly<Ref<StageView | null>>
  /** The board that is asked for; empty: none. */
  documentId: Readonly<Ref<string>>
  open: (documentId: string) => void
}

/** Which board is on the wall, and whose view of it. Where somebody leads everybody to another board, the wall goes along. */
export function useWall({ room, here, stage, documentId, open }: Given) {
  const boards = computed(() => room.value.documents.filter(({ kind }) => kind === 'board'))
  const board = computed(() => boards.value.find(({ id }) => id === documentId.value) ?? null)
  /** Who leads, and where; null where nobody does, or nobody who is here. */
  const lead = computed(() => {
    const { leaderSeatId, documentId: on } = stage.value ?? {}
    return leaderSeatId && on && here.value.has(leaderSeatId) ? { seatId: leaderSeatId, on } : null
  })
  watch(
    () => lead.value?.on,
    (on) => {
      if (on && board.value && on !== board.value.id) open(on)
    },
    { immediate: true },
  )
  return {
    boards,
    board,
    follows: computed(() => (lead.value && lead.value.on === board.value?.id ? lead.value.seatId : null)),
  }
}
