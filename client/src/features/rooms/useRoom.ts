import type { RoomSign } from '@meydan/shared/contracts/events'
import { readRoom, type RoomView } from '@meydan/shared/contracts/rooms'
import { computed, onScopeDispose, ref, type ShallowRef, shallowRef } from 'vue'
import { call, isFinal } from '../../api.ts'
import { rememberedRoomView, rememberRoomView, wipeKeptDocuments } from '../../documents/kept.ts'
import { gathered } from '../../gathered.ts'
import { useRoomLive } from '../../live.ts'

/**
 * A room as its people see it, kept fresh by pushes. Without a network it opens from what this device keeps, if the
 * person allowed that; an answer that one doesn't belong here any more takes it off the screen and the device.
 */
export function useRoom(roomId: string) {
  const room: ShallowRef<RoomView | null> = shallowRef(null)
  const error = shallowRef<unknown>(null)
  const loading = ref(false)
  /** Shown from this device's memory, because the server can't be reached. */
  const remembered = ref(false)
  /** An answer to a question asked before this one's own act must not undo it on the screen. */
  let shown = 0

  function show(view: RoomView): void {
    shown += 1
    room.value = view
    error.value = null
    remembered.value = false
    rememberRoomView(view)
  }

  const reload = gathered(async () => {
    const before = shown
    loading.value = true
    try {
      const answer = await call(readRoom, { params: { roomId } })
      if (shown === before) show(answer.room)
      else void reload()
    } catch (caught) {
      await fail(caught)
    }
    loading.value = false
  })

  async function fail(caught: unknown): Promise<void> {
    const ended = isFinal(caught)
    if (ended) {
      room.value = null
      await wipeKeptDocuments()
    } else if (!room.value) {
      room.value = rememberedRoomView(roomId)
      remembered.value = room.value !== null
    }
    // A room that is on the screen stays there through a network failure.
    if (ended || !room.value) error.value = caught
  }

  const reaction = shallowRef<{ seatId: string; sign: RoomSign } | null>(null)
  const { present, connected, react } = useRoomLive(roomId, {
    changed: () => void reload(),
    removed: () => void reload(),
    reacted: (seatId, sign) => {
      reaction.value = { seatId, sign }
    },
  })
  const here = computed(() => new Set(present.value.map(({ seatId }) => seatId)))
  const retry = () => void reload()
  window.addEventListener('online', retry)
  onScopeDispose(() => window.removeEventListener('online', retry))
  void reload()
  return { room, error, loading, remembered, here, connected, reaction, react, reload, show }
}
