import type { RoomView } from '@meydan/shared/contracts/rooms'
import { foldName } from '@meydan/shared/names'
import { useStorage } from '@vueuse/core'
import { type ComputedRef, computed, shallowRef } from 'vue'
import { useToday } from '../today.ts'
import type { ActionView, PlanData } from '../usePlan.ts'
import type { PlanThemes } from './usePlanThemes.ts'
import { isWantedAction, says, type WantedActions, wantsAllActions, wantsSomething } from './wanted-actions.ts'

export type PlanFilter = ReturnType<typeof usePlanFilter>

/**
 * What is looked for in this plan, for oneself alone and kept on this device. The words are not kept: who comes back
 * the next day has forgotten that they searched.
 */
export function usePlanFilter(data: PlanData, room: ComputedRef<RoomView>, documentId: string, themes: PlanThemes) {
  const kept = useStorage<Omit<WantedActions, 'words'>>(
    `meydan.plan.${documentId}.${room.value.mySeat.id}.filter`,
    withoutWords(wantsAllActions),
    undefined,
    { mergeDefaults: true },
  )
  const words = shallowRef('')
  const today = useToday()

  const goals = computed(() => new Set(data.goals.value.map(({ id }) => id)))
  const knownThemes = computed(() => new Set(themes.themes.value.map(({ key }) => key)))
  // Neither is a theme that no action came from any more, nor any at all before it is known which did.
  const wantedThemes = computed(() =>
    themes.isKnown.value ? kept.value.themes.filter((key) => key === 'none' || knownThemes.value.has(key)) : [],
  )
  const wanted = computed<WantedActions>(() => {
    // A goal that is gone is no longer looked for: nothing would ever match it.
    const { goal } = kept.value
    const isThere = goal === null || goal === 'none' || goals.value.has(goal)
    return { ...kept.value, goal: isThere ? goal : null, themes: wantedThemes.value, words: words.value }
  })
  const isActive = computed(() => wantsSomething(wanted.value))

  const shown = computed((): readonly ActionView[] => {
    if (!isActive.value) return data.ordered.value
    const { mySeat } = room.value
    const asker = {
      ...{ seat: mySeat.id, organisation: mySeat.organisationId, today: today.value },
      ...{ goals: goals.value, themesOf: themes.of },
    }
    const hasWords = foldName(words.value) !== ''
    return data.ordered.value.filter((view) => {
      if (!isWantedAction(wanted.value, view.action, asker)) return false
      return !hasWords || says(textsOf(view), words.value)
    })
  })

  return {
    themes,
    /** Themes were chosen, and which actions came from them could not be told. */
    lacksThemes: computed(() => kept.value.themes.length > 0 && !themes.isKnown.value && themes.error.value !== null),
    /** To read; `want` and `words` change it. */
    wanted,
    words,
    isActive,
    /** In order. All, where nothing is looked for. */
    shown,
    count: computed(() => ({ shown: shown.value.length, total: data.actions.size })),
    want(change: Partial<Omit<WantedActions, 'words'>>): void {
      kept.value = { ...kept.value, ...change }
    },
    clear(): void {
      kept.value = withoutWords(wantsAllActions)
      words.value = ''
    },
  }
}

function withoutWords({ words: _, ...rest }: WantedActions): Omit<WantedActions, 'words'> {
  return rest
}

function textsOf({ action, description, checks }: ActionView): string[] {
  return [
    action.title,
    description,
    action.locality,
    action.resources,
    action.indicatorName,
    ...checks.map(({ text }) => text),
  ]
}
