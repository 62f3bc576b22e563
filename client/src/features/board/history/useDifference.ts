import type { Board } from '@meydan/shared/documents/board/board'
import { useThrottleFn } from '@vueuse/core'
import { computed, onScopeDispose, type Ref, type ShallowRef, shallowRef } from 'vue'
import { type Difference, differenceOf } from './difference.ts'
import type { Moment } from './history-time.ts'

/** Comparing two crowded boards takes a moment: others' typing must not cause it for every letter. */
const ANEW_EVERY_MS = 1_000

/** What is other on the live board than on the shown one, while that is asked for; null where both are the same. */
export function useDifference(
  now: Board,
  shown: Readonly<ShallowRef<{ moment: Moment; board: Board }>>,
  isAsked: Readonly<Ref<boolean>>,
) {
  const edits = shallowRef(0)
  const count = useThrottleFn(() => void edits.value++, ANEW_EVERY_MS, true)
  const onUpdate = () => void count()
  now.doc.on('update', onUpdate)
  onScopeDispose(() => now.doc.off('update', onUpdate))
  return computed<Difference | null>(() => {
    void edits.value
    const { moment, board } = shown.value
    return isAsked.value && moment.version ? differenceOf(board, now) : null
  })
}
