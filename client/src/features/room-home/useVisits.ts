import { markVisit, readRoomHome } from '@meydan/shared/contracts/room-home'
import { useDocumentVisibility, useIntervalFn } from '@vueuse/core'
import { onScopeDispose, type Ref, watch } from 'vue'
import { call } from '../../api.ts'
import { rememberOfRoom } from '../../documents/kept.ts'
import type { PanelId } from '../../workshop/context.ts'
import { newDocuments, newParts } from '../../workshop/room-news.ts'

const AGAIN_MS = 10 * 60_000

/** Says that one is here, and which document one looks at; keeps what is new for the room's tabs. Never throws. */
export function useVisits(roomId: string, documentId: Ref<string | null>, panel: Ref<PanelId | null>): void {
  const visibility = useDocumentVisibility()
  let isOver = false

  /** Without a network nobody has to be told: the next time says it as well. */
  const mark = (id: string | null) =>
    call(markVisit, { params: { roomId }, body: { documentId: id } }).then(
      () => {},
      () => {},
    )

  async function look(): Promise<void> {
    const home = await call(readRoomHome, { params: { roomId } }).catch(() => null)
    if (!home || isOver) return
    rememberOfRoom(roomId, 'home', home)
    const open = documentId.value
    newDocuments.value = new Set(home.documents.filter(({ id, isNew }) => isNew && id !== open).map(({ id }) => id))
    const parts: PanelId[] = []
    if (home.threads.unread > 0) parts.push('threads')
    if (home.proposals.some(({ haveSpoken }) => !haveSpoken)) parts.push('decisions')
    newParts.value = new Set(parts.filter((part) => part !== panel.value))
  }

  // What was new before one came is asked for first: marking a document makes it old.
  void look().then(() => (isOver ? undefined : mark(documentId.value)))
  watch(documentId, (now, before) => {
    if (before) void mark(before)
    if (!now) return
    newDocuments.value = new Set([...newDocuments.value].filter((id) => id !== now))
    void mark(now)
  })
  watch(panel, (now) => {
    if (now) newParts.value = new Set([...newParts.value].filter((part) => part !== now))
  })
  watch(visibility, () => void mark(documentId.value))
  useIntervalFn(() => {
    if (visibility.value === 'visible') void mark(documentId.value).then(look)
  }, AGAIN_MS)
  onScopeDispose(() => {
    isOver = true
    if (documentId.value) void mark(documentId.value)
    newDocuments.value = new Set()
    newParts.value = new Set()
  })
}
