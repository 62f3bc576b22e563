import { listThreadPins, type PassagePin, type ThreadField, type ThreadPin } from '@meydan/shared/contracts/threads'
import { type ComputedRef, computed, onScopeDispose } from 'vue'
import { call } from '../api.ts'
import { onPersonNews } from '../live.ts'
import { useShared } from '../workshop/useShared.ts'
import { useTopic } from '../workshop/useTopic.ts'
import { type PinSum, sumsOf } from './pin-sums.ts'

export type ThreadPins = {
  /** By record, and by `record field`; empty until they were heard of. */
  pins: ComputedRef<ReadonlyMap<string, ThreadPin>>
  /** Of minutes: those that are still there. */
  passages: ComputedRef<readonly PassagePin[]>
  /** Of an object with all its fields; null where it has none. */
  of: (recordId: string) => PinSum | null
  ofField: (recordId: string, field: ThreadField) => PinSum | null
}

/** Where a board's or plan's threads are, kept as the server has it; one fetch for all parts that show them. */
export function useThreadPins(roomId: string, documentId: string): ThreadPins {
  return useShared(`thread pins ${documentId}`, () => {
    const params = { roomId, documentId }
    // An error leaves what was known last: a pin is worth less than the note it stands on.
    const { data, reload } = useTopic(roomId, 'threads', () => call(listThreadPins, { params }))
    // What I read in another part of the room, or in another window.
    onScopeDispose(onPersonNews(() => void reload()))
    const pins = computed(() => new Map((data.value?.pins ?? []).map((pin) => [keyOf(pin), pin])))
    const sums = computed(() => sumsOf(data.value?.pins ?? []))
    return {
      pins,
      passages: computed(() => data.value?.passages ?? []),
      of: (recordId) => sums.value.get(recordId) ?? null,
      ofField: (recordId, field) => pins.value.get(`${recordId} ${field}`) ?? null,
    }
  })
}

function keyOf({ recordId, field }: ThreadPin): string {
  return field === null ? recordId : `${recordId} ${field}`
}
