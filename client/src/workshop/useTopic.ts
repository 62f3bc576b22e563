import type { RoomTopic } from '@meydan/shared/contracts/events'
import { onScopeDispose, ref, shallowReadonly, type ShallowRef, shallowRef } from 'vue'
import { isFinal } from '../api.ts'
import { gathered } from '../gathered.ts'
import { onRoomTopic } from '../live.ts'

/** A push whose answer was lost doesn't come again. */
const RETRY_MS = 4_000

export type Topic<T> = {
  data: Readonly<ShallowRef<T | null>>
  error: Readonly<ShallowRef<unknown>>
  loading: Readonly<ReturnType<typeof ref<boolean>>>
  /** Fetches it anew; resolves when it is here. Never throws. */
  reload: () => Promise<void>
  /** Puts in place what the answer to one's own act already told. */
  adopt: (value: T) => void
}

/**
 * One part of a room, kept as the server has it: fetched now, at every push of its topic, and after every reconnect.
 * While an answer is awaited, further pushes lead to one more request, not to one each. A fetch that failed is tried again.
 */
export function useTopic<T>(roomId: string, topic: RoomTopic, fetch: () => Promise<T>): Topic<T> {
  const data: ShallowRef<T | null> = shallowRef(null)
  const error = shallowRef<unknown>(null)
  const loading = ref(true)
  /** An answer to a question asked before this one's own act must not undo it on the screen. */
  let adopted = 0

  let retry: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  onScopeDispose(() => {
    isOver = true
    clearTimeout(retry)
  })

  const reload = gathered(async () => {
    clearTimeout(retry)
    const before = adopted
    loading.value = true
    try {
      const answer = await fetch()
      if (adopted === before) data.value = answer
      else void reload()
      error.value = null
    } catch (caught) {
      error.value = caught
      if (!isOver && !isFinal(caught)) retry = setTimeout(() => void reload(), RETRY_MS)
    }
    loading.value = false
  })

  onScopeDispose(onRoomTopic(roomId, topic, () => void reload()))
  void reload()
  return {
    data: shallowReadonly(data),
    error: shallowReadonly(error),
    loading: shallowReadonly(loading),
    reload,
    adopt(value) {
      adopted += 1
      data.value = value
    },
  }
}
