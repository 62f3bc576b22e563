import { listThreads, type ThreadAnchor, type ThreadView } from '@meydan/shared/contracts/threads'
import { type ComputedRef, computed, onScopeDispose } from 'vue'
import { call } from '../api.ts'
import { onPersonNews } from '../live.ts'
import { useShared } from '../workshop/useShared.ts'
import { type Topic, useTopic } from '../workshop/useTopic.ts'
import { anchorKey } from './anchor-key.ts'

type About = Extract<ThreadAnchor, { recordId: string }>

/** The threads about one object, or one field of an action; an object's own come with those of its fields. */
export function useThreadsAbout(
  roomId: string,
  anchor: About,
): { threads: ComputedRef<readonly ThreadView[] | null>; topic: Topic<ThreadView[]> } {
  const { documentId, recordId } = anchor
  const topic = useShared(`threads about ${documentId} ${recordId}`, () => {
    const query = { documentId, recordId, state: 'all' as const }
    const made = useTopic(
      roomId,
      'threads',
      async () => (await call(listThreads, { params: { roomId }, query })).threads,
    )
    onScopeDispose(onPersonNews(() => void made.reload()))
    return made
  })
  const isMeant = (thread: ThreadView) => anchor.kind !== 'field' || anchorKey(thread.anchor) === anchorKey(anchor)
  return { threads: computed(() => topic.data.value?.filter(isMeant) ?? null), topic }
}
