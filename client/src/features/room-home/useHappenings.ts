import type { ReplyOf } from '@meydan/shared/contracts/contract'
import { type Happening, readHappenings } from '@meydan/shared/contracts/room-home'
import type { SeatView } from '@meydan/shared/contracts/rooms'
import type { Side } from '@meydan/shared/words'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { call, isFinal } from '../../api.ts'
import { rememberedOfRoom, rememberOfRoom } from '../../documents/kept.ts'

type Answer = ReplyOf<typeof readHappenings>

/** All since the last visit, from its newest on: what the page begins with. */
const isWhole = (query: { since: string }) => query.since === 'visit' && Object.keys(query).length === 1

/**
 * What happened in a room, page by page; anew when something else is asked for. Without a network, what this device last
 * heard of it, if the person allowed that.
 */
export function useHappenings(roomId: string) {
  const since = ref<'visit' | 'all'>('visit')
  const side = ref<Side | null>(null)
  /** Of one document, or by one person; '' for all. */
  const documentId = ref('')
  const seatId = ref('')
  const happenings = shallowRef<Happening[]>([])
  const seats = shallowRef<ReadonlyMap<string, SeatView>>(new Map())
  const sinceAt = shallowRef<string | null>(null)
  const next = shallowRef<string | null>(null)
  const isKnown = ref(false)
  const loading = ref(false)
  const error = shallowRef<unknown>(null)
  const isRemembered = ref(false)
  let asked = 0

  async function read(before?: string): Promise<void> {
    const mine = ++asked
    loading.value = true
    const query = {
      since: since.value,
      ...(side.value && { side: side.value }),
      ...(documentId.value && { documentId: documentId.value }),
      ...(seatId.value && { seatId: seatId.value }),
      ...(before && { before }),
    }
    try {
      const answer = await call(readHappenings, { params: { roomId }, query })
      if (mine !== asked) return
      take(answer, before !== undefined)
      if (isWhole(query)) rememberOfRoom(roomId, 'since', answer)
      error.value = null
      isRemembered.value = false
    } catch (caught) {
      if (mine === asked) fail(caught, isWhole(query))
    }
    if (mine === asked) loading.value = false
  }

  function take(answer: Answer, goesOn: boolean): void {
    happenings.value = goesOn ? [...happenings.value, ...answer.happenings] : answer.happenings
    seats.value = new Map([...(goesOn ? seats.value : []), ...answer.seats.map((seat) => [seat.id, seat] as const)])
    sinceAt.value = answer.sinceAt
    next.value = answer.next
    isKnown.value = true
  }

  function fail(caught: unknown, whole: boolean): void {
    error.value = caught
    const kept = whole && !isFinal(caught) ? rememberedOfRoom(roomId, 'since', readHappenings.reply) : null
    isRemembered.value = kept !== null
    if (kept) take(kept.value, false)
  }

  watch([since, side, documentId, seatId], () => void read())
  const retry = () => {
    if (error.value) void read()
  }
  window.addEventListener('online', retry)
  onScopeDispose(() => {
    asked += 1
    window.removeEventListener('online', retry)
  })
  void read()
  return {
    ...{ since, side, documentId, seatId, happenings, seats, sinceAt, next, isKnown, isRemembered, loading, error },
    isNarrowed: computed(() => Boolean(side.value || documentId.value || seatId.value)),
    isFirst: computed(() => isKnown.value && sinceAt.value === null),
    reload: () => read(),
    older: () => read(next.value ?? undefined),
  }
}
