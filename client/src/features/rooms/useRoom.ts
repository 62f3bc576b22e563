import type { RoomSign } from '@meydan/shared/contracts/events'
import { readRoom, type RoomView } from '@meydan/shared/contracts/rooms'
import { computed, onScopeDispose, ref, type ShallowRef, shallowRef } from 'vue'
import { ApiError, call } from '../../api.ts'
import { rememberedRoomView, rememberRoomView, wipeKeptDocuments } from '../../documents/kept.ts'
import { useRoomLive } from '../../live.ts'

/** Answers after which a room is no longer ours to show. */
const endings = ['forbidden', 'not_found', 'seat_revoked', 'signed_out'] as const

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
  let running: Promise<void> | undefined
  let isAskedAgain = false

  function show(view: RoomView): void {
    room.value = view
    error.value = null
    remembered.value = false
    rememberRoomView(view)
  }

  /** While an answer is awaited, any number of pushes lead to one more question. */
  function reload(): Promise<void> {
    isAskedAgain = true
    running ??= read().finally(() => {
      running = undefined
    })
    return running
  }

  async function read(): Promise<void> {
    loading.value = true
    while (isAskedAgain) {
      isAskedAgain = false
      try {
        const answer = await call(readRoom, { params: { roomId } })
        if (!isAskedAgain) show(answer.room)
      } catch (caught) {
        if (!isAskedAgain) await fail(caught)
      }
    }
    loading.value = false
  }

  async function fail(caught: unknown): Promise<void> {
    const ended = caught instanceof ApiError && endings.some((code) => code === caught.code)
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
