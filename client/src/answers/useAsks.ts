import { type AskView, listAsks } from '@meydan/shared/contracts/answers'
import { type ComputedRef, computed } from 'vue'
import { call } from '../api.ts'
import { useShared } from '../workshop/useShared.ts'
import { type Topic, useTopic } from '../workshop/useTopic.ts'

type Heard = { asks: readonly AskView[]; today: string }

export type Asks = {
  /** The most urgent first; null while they were never heard of. */
  asks: ComputedRef<readonly AskView[] | null>
  /** The server's day, `2027-03-31`; empty while it isn't known. */
  today: ComputedRef<string>
  error: Topic<Heard>['error']
  loading: Topic<Heard>['loading']
  reload: () => Promise<void>
  /** Puts in place what the answer to one's own act already told. */
  put: (ask: AskView) => void
}

/** What this window last heard of each room: details that are opened again show it at once. */
const lastHeard = new Map<string, Heard>()

/** What institutions were asked in a room; one fetch for all its parts that show it. */
export function useAsks(roomId: string): Asks {
  return useShared(`asks ${roomId}`, () => {
    const topic = useTopic<Heard>(roomId, 'answers', async () => {
      const heard = await call(listAsks, { params: { roomId } })
      lastHeard.set(roomId, heard)
      return heard
    })
    const heard = computed(() => topic.data.value ?? lastHeard.get(roomId) ?? null)
    return {
      asks: computed(() => heard.value?.asks ?? null),
      today: computed(() => heard.value?.today ?? ''),
      error: topic.error,
      loading: topic.loading,
      reload: topic.reload,
      put(ask) {
        if (!heard.value) return
        const { asks, today } = heard.value
        const isKnown = asks.some(({ id }) => id === ask.id)
        topic.adopt({ today, asks: isKnown ? asks.map((one) => (one.id === ask.id ? ask : one)) : [ask, ...asks] })
      },
    }
  })
}
