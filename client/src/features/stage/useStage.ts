import { readStage, type StageView } from '@meydan/shared/contracts/stage'
import { onScopeDispose, type Ref, ref, watch } from 'vue'
import { call, useErrorText } from '../../api.ts'
import { useToasts } from '../../ui/toasts.ts'
import { cursorsMuted } from '../../workshop/cursors.ts'
import { useShared } from '../../workshop/useShared.ts'
import { type Topic, useTopic } from '../../workshop/useTopic.ts'

/** How the room is led just now, kept fresh. */
export function useStage(roomId: string): Topic<StageView> {
  return useShared(`stage ${roomId}`, () =>
    useTopic(roomId, 'stage', async () => (await call(readStage, { params: { roomId } })).stage),
  )
}

/** Boards of this page send and show whose cursors a facilitator wants. */
export function useMutedCursors(stage: Readonly<Ref<StageView | null>>): void {
  watch(stage, (now) => (cursorsMuted.value = now?.cursorsMuted ?? false), { immediate: true })
  onScopeDispose(() => {
    cursorsMuted.value = false
  })
}

/** Carries out what a facilitator asks for, one thing at a time; a failure is said, and nothing is changed then. */
export function useDirecting() {
  const errorText = useErrorText()
  const { fail } = useToasts()
  /** The name of what is under way. */
  const busy = ref<string | null>(null)
  async function act<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = name
    try {
      return await work()
    } catch (error) {
      fail(errorText(error))
      return undefined
    } finally {
      busy.value = null
    }
  }
  return { busy, act }
}
