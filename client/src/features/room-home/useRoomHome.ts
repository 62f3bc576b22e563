import { readRoomHome, type RoomHome } from '@meydan/shared/contracts/room-home'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { call, isFinal } from '../../api.ts'
import { type Remembered, rememberedOfRoom, rememberOfRoom } from '../../documents/kept.ts'
import { onRoomTopic } from '../../live.ts'
import { useLoad } from '../../ui/useLoad.ts'

/** A room's home; without a network as this device last saw it, if the person allowed that. */
export function useRoomHome(roomId: string) {
  const remembered = shallowRef<Remembered<RoomHome> | null>(null)
  const { data, error, loading, reload } = useLoad(async () => {
    const home = await call(readRoomHome, { params: { roomId } })
    rememberOfRoom(roomId, 'home', home)
    return home
  })
  watch(error, (now) => {
    remembered.value = now && !isFinal(now) ? rememberedOfRoom(roomId, 'home', readRoomHome.reply) : null
  })
  // A meeting that begins, moves or ends is what this page is about.
  onScopeDispose(onRoomTopic(roomId, 'meeting', () => void reload()))
  return {
    home: computed(() => data.value ?? remembered.value?.value ?? null),
    /** When it was so; null while it is so now. */
    rememberedAt: computed(() => (data.value ? null : (remembered.value?.at ?? null))),
    ...{ error, loading, reload },
  }
}
