import { type PlanTheme, readPlanThemes } from '@meydan/shared/contracts/plans'
import type { Plan } from '@meydan/shared/documents/plan/plan'
import { useDocumentVisibility } from '@vueuse/core'
import { computed, onScopeDispose, watch } from 'vue'
import { call } from '../../../api.ts'
import { useLoad } from '../../../ui/useLoad.ts'

/** The server reads a plan up to two seconds after its last change; a board that was edited with it, a little later. */
const ASK_AGAIN_MS = [2_500, 6_000]

export type PlanThemes = ReturnType<typeof usePlanThemes>
export type KnownTheme = PlanTheme & { key: string }

/**
 * Which themes the actions came from, as the server knows it; without the network, as it was known last. Asked again
 * after sources change here, and when somebody comes back: on a board, themes may have been merged or renamed.
 */
export function usePlanThemes(plan: Plan, params: { roomId: string; documentId: string }) {
  const { data: answer, error, reload } = useLoad(() => call(readPlanThemes, { params }))
  const themes = computed((): readonly KnownTheme[] =>
    (answer.value?.themes ?? []).map((theme) => ({ ...theme, key: `${theme.documentId} ${theme.recordId}` })),
  )
  const byAction = computed(
    () =>
      new Map(
        answer.value?.actions.map((action) => [action.actionId, action.themes.map((at) => themes.value[at]!.key)]),
      ),
  )

  let timers: ReturnType<typeof setTimeout>[] = []
  const stop = () => timers.forEach((timer) => clearTimeout(timer))
  const unobserve = plan.sources.observe(() => {
    stop()
    timers = ASK_AGAIN_MS.map((wait) => setTimeout(() => void reload(), wait))
  })
  onScopeDispose(() => {
    stop()
    unobserve()
  })
  watch(useDocumentVisibility(), (now) => now === 'visible' && void reload())

  return {
    themes,
    /** Whether it was ever told. */
    isKnown: computed(() => answer.value !== null),
    error,
    /** Keys of the themes an action came from. */
    of: (actionId: string): readonly string[] => byAction.value.get(actionId) ?? [],
    reload,
  }
}
