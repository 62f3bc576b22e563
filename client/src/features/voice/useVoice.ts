import type { VoiceView } from '@meydan/shared/contracts/voice'
import { readVoice } from '@meydan/shared/contracts/voice'
import type { SeatView } from '@meydan/shared/contracts/rooms'
import { isGranted } from '@meydan/shared/permissions'
import { useIntervalFn } from '@vueuse/core'
import { type ComputedRef, computed, type Ref, ref } from 'vue'
import { call, useErrorText } from '../../api.ts'
import { useToasts } from '../../ui/toasts.ts'
import { useWorkshop, type Workshop } from '../../workshop/context.ts'
import { useShared } from '../../workshop/useShared.ts'
import { type Topic, useTopic } from '../../workshop/useTopic.ts'

/** How often those who lead look whether one side writes alone: nothing tells them that it does. */
const HINT_EVERY_MS = 30_000

export type Voice = {
  topic: Topic<VoiceView>
  view: ComputedRef<VoiceView | null>
  busy: Ref<boolean>
  /** Carries out one request at a time and shows its answer; a failure is said, and what is true is fetched. */
  act: (send: () => Promise<{ voice: VoiceView }>) => Promise<void>
  seatOf: (seatId: string) => SeatView | undefined
  /** Where I stand in the queue, from 1; 0 while my hand is down. */
  myPlace: ComputedRef<number>
  /** Those who take part and are here, without those who lead: whose “done” a step waits for. */
  awaited: ComputedRef<string[]>
  leads: ComputedRef<boolean>
}

/** Who speaks and who wants to, fetched once for the panel and what floats over the board. */
export function useVoice(): Voice {
  const workshop = useWorkshop()
  const roomId = workshop.room.value.id
  return useShared(`voice ${roomId}`, () => voiceOf(roomId, workshop))
}

function voiceOf(roomId: string, { room, here, may, meeting }: Workshop): Voice {
  const topic = useTopic(roomId, 'voice', async () => (await call(readVoice, { params: { roomId } })).voice)
  const busy = ref(false)
  const toasts = useToasts()
  const errorText = useErrorText()
  const leads = computed(() => may('voice.moderate'))
  const seats = computed(() => new Map(room.value.seats.map((seat) => [seat.id, seat])))
  useIntervalFn(() => {
    if (leads.value && meeting.value) void topic.reload()
  }, HINT_EVERY_MS)

  async function act(send: () => Promise<{ voice: VoiceView }>): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      topic.adopt((await send()).voice)
    } catch (error) {
      toasts.fail(errorText(error))
      void topic.reload()
    } finally {
      busy.value = false
    }
  }

  return {
    topic,
    view: computed(() => topic.data.value),
    busy,
    act,
    seatOf: (seatId) => seats.value.get(seatId),
    myPlace: computed(() => {
      const hands = topic.data.value?.hands ?? []
      return hands.findIndex(({ seatId }) => seatId === room.value.mySeat.id) + 1
    }),
    awaited: computed(() =>
      room.value.seats
        .filter(({ id, role, removedAt }) => {
          const held = new Set([role])
          if (removedAt !== null || !here.value.has(id)) return false
          return isGranted('voice.use', held) && !isGranted('voice.moderate', held)
        })
        .map(({ id }) => id),
    ),
    leads,
  }
}
