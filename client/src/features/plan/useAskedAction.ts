import { nextTick, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { PlanContext } from './plan-context.ts'

/**
 * Opens the details of the action that the address names, `?action=`: so lists and boards lead to it; its evidence with
 * `&panel=evidence`, and with `?panel=signing` the sign-off. The name is taken out again, or going back would open what was closed.
 */
export function useAskedAction({ data, standing, panel }: PlanContext): void {
  const route = useRoute()
  const router = useRouter()
  watch(
    () => route.query.action,
    async (asked) => {
      if (typeof asked !== 'string') return
      const { action: _, panel: place, ...query } = route.query
      void router.replace({ query })
      if (!data.actions.has(asked)) return
      await nextTick()
      standing.value = asked
      panel.value = place === 'evidence' ? 'evidence' : 'details'
    },
    { immediate: true },
  )
  // Letters that ask for a signature lead to the sign-off.
  if (route.query.panel === 'signing') {
    const { panel: _, ...query } = route.query
    void router.replace({ query })
    panel.value = 'signing'
  }
}
