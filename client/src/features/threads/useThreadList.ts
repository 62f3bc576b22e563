import { listThreads, THREADS_PAGE, type ThreadView } from '@meydan/shared/contracts/threads'
import type { CallOf, ReplyOf } from '@meydan/shared/contracts/contract'
import { type ComputedRef, computed, onScopeDispose, type Ref, ref, watch } from 'vue'
import { call } from '../../api.ts'
import { onPersonNews } from '../../live.ts'
import { type Topic, useTopic } from '../../workshop/useTopic.ts'

export type ListQuery = Omit<CallOf<typeof listThreads>['query'], 'before'>
type Listed = ReplyOf<typeof listThreads> & { asked: string }

/** So many pages are read again when something changes; what is further down is read when the list is opened anew. */
const FRESH_PAGES = 4

export type ThreadList = {
  topic: Topic<Listed>
  /** Null while those asked for were never heard of. */
  threads: ComputedRef<readonly ThreadView[] | null>
  counts: ComputedRef<Listed['counts'] | null>
  hasMore: ComputedRef<boolean>
  loadingMore: Ref<boolean>
  more: () => Promise<void>
}

/** A room's threads as a filter asks for them, kept as the server has them; the next page at `more`. */
export function useThreadList(roomId: string, query: Readonly<Ref<ListQuery>>): ThreadList {
  const loadingMore = ref(false)
  // The first fetch begins before `useTopic` has returned.
  const held: { topic?: Topic<Listed> } = {}
  const topic = useTopic<Listed>(roomId, 'threads', async () => {
    const asked = JSON.stringify(query.value)
    const known = held.topic?.data.value?.asked === asked ? held.topic.data.value : null
    const pages = Math.min(FRESH_PAGES, Math.ceil((known?.threads.length ?? 1) / THREADS_PAGE))
    const fresh = await readPages(roomId, query.value, pages)
    return { ...withRest(fresh, known), asked }
  })
  held.topic = topic
  const asked = computed(() => JSON.stringify(query.value))
  watch(asked, () => void topic.reload())
  // What I read in another window, and what names me.
  onScopeDispose(onPersonNews(() => void topic.reload()))
  const shown = computed(() => (topic.data.value?.asked === asked.value ? topic.data.value : null))

  async function more(): Promise<void> {
    const before = topic.data.value?.next
    if (!before || loadingMore.value) return
    loadingMore.value = true
    try {
      const next = await call(listThreads, { params: { roomId }, query: { ...query.value, before } })
      const now = topic.data.value
      if (now?.next === before) topic.adopt({ ...now, ...next, threads: joined(now.threads, next.threads) })
    } catch {
      // What is further down is asked for again as soon as somebody scrolls there.
    } finally {
      loadingMore.value = false
    }
  }

  return {
    topic,
    threads: computed(() => shown.value?.threads ?? null),
    counts: computed(() => topic.data.value?.counts ?? null),
    hasMore: computed(() => Boolean(shown.value?.next)),
    loadingMore,
    more,
  }
}

async function readPages(roomId: string, query: ListQuery, pages: number): Promise<ReplyOf<typeof listThreads>> {
  let all = await call(listThreads, { params: { roomId }, query })
  for (let page = 1; page < pages && all.next; page += 1) {
    const next = await call(listThreads, { params: { roomId }, query: { ...query, before: all.next } })
    all = { ...next, threads: joined(all.threads, next.threads) }
  }
  return all
}

/** What was read before and is further down than what was read again stays as it was known. */
function withRest(fresh: ReplyOf<typeof listThreads>, known: Listed | null): ReplyOf<typeof listThreads> {
  const last = fresh.threads.at(-1)
  if (!known || !last || !fresh.next || known.threads.length <= fresh.threads.length) return fresh
  const rest = known.threads.filter(({ lastAt }) => lastAt < last.lastAt)
  return { ...fresh, threads: joined(fresh.threads, rest), next: known.next }
}

function joined(one: readonly ThreadView[], other: readonly ThreadView[]): ThreadView[] {
  return [...new Map([...one, ...other].map((thread) => [thread.id, thread])).values()]
}
