import type { RoomView } from '@meydan/shared/contracts/rooms'
import { isGranted, toWrite } from '@meydan/shared/permissions'
import { computed, onBeforeUnmount } from 'vue'
import { openDocument } from './open.ts'
import { useSyncStatus } from './sync-status.ts'

/**
 * One of a room's documents, open for as long as the page that shows it: its life, and whether one may write to it. The
 * room keys its pages by document: another document is another component, and nothing of the last one lingers.
 */
export function useRoomDocument(props: { documentId: string; room: RoomView }, onRepaired: () => void) {
  const { current, ready, destroy } = openDocument({
    documentId: props.documentId,
    seatId: props.room.mySeat.id,
    onRepaired,
  })
  const status = useSyncStatus()
  onBeforeUnmount(destroy)

  const needed = toWrite[props.room.documents.find(({ id }) => id === props.documentId)?.kind ?? 'board']
  const mayWrite = () => props.room.may.includes(needed)

  const canWrite = computed(
    () =>
      props.room.archivedAt === null &&
      mayWrite() &&
      !status.value?.closed &&
      !['readonly', 'rejected', 'replaced'].includes(status.value?.state ?? ''),
  )

  /** Closed for whoever may write otherwise: a facilitator opens the boards again. */
  const isClosed = computed(() => {
    const { boardsLockedAt, mySeat } = props.room
    return boardsLockedAt !== null && isGranted(needed, new Set([mySeat.role])) && !mayWrite()
  })

  /** What the room's own banner doesn't say already: it speaks of archiving and of refused or outdated changes. */
  const readOnly = computed(() => {
    if (canWrite.value || props.room.archivedAt !== null) return null
    if (isClosed.value) return 'locked'
    if (!mayWrite()) return 'observer'
    if (status.value?.state !== 'readonly' || status.value.quarantined) return null
    return status.value.closed ? 'closed' : 'server'
  })

  return { current, ready, status, canWrite, readOnly }
}
