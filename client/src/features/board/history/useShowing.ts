import type { ChangeView } from '@meydan/shared/contracts/history'
import { nextTick, type Ref, type ShallowRef, watch } from 'vue'
import type { BoardContext } from '../board-context.ts'
import type { Moment } from './history-time.ts'
import { momentShowing } from './moment-showing.ts'

/** What of the stage is needed: see VersionStage. */
type Stage = { show(ids: readonly string[]): number; isReady(): boolean }

type Given = {
  moments: Readonly<Ref<Moment[]>>
  chosenId: Ref<string>
  isArrived: Readonly<Ref<boolean>>
  loading: Readonly<Ref<boolean>>
  error: Readonly<Ref<unknown>>
  stage: Readonly<ShallowRef<Stage | null>>
}
const FRAMES_MOST = 10

/** Shows objects where they are; where they aren't on the shown board, on the one nearest to when this was done. */
export function useShowing(
  { data, said, t, toasts }: BoardContext,
  { moments, chosenId, isArrived, loading, error, stage }: Given,
) {
  function tell(count: number): void {
    said.value = t('board.history.shown', { count })
  }

  function settled(): Promise<void> {
    return new Promise((resolve) => {
      const stop = watch(
        () => (isArrived.value && !loading.value) || error.value !== null,
        (is) => {
          if (!is) return
          queueMicrotask(() => stop())
          resolve()
        },
        { immediate: true },
      )
    })
  }

  /** The canvas measures itself before it can bring anything into sight. */
  async function measured(): Promise<void> {
    await nextTick()
    for (let frames = 0; frames < FRAMES_MOST && !stage.value?.isReady(); frames++)
      await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
  }

  return async (wanted: readonly ChangeView[]): Promise<void> => {
    const ids = wanted.map(({ recordId }) => recordId)
    const here = isArrived.value ? (stage.value?.show(ids) ?? 0) : 0
    if (here > 0) return tell(here)
    const moment = momentShowing(moments.value, wanted[0]!, data.has(wanted[0]!.recordId))
    if (!moment) return toasts.say(t('board.history.notKept'))
    chosenId.value = moment.id
    await settled()
    // Why it didn't come is said where it would be.
    if (error.value !== null) return
    await measured()
    const count = stage.value?.show(ids) ?? 0
    if (count === 0) toasts.say(t('board.history.notKept'))
    else tell(count)
  }
}
