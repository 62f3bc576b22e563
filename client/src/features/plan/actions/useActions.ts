import { type ListedAction, listActions } from '@meydan/shared/contracts/plans'
import type { CallOf, ReplyOf } from '@meydan/shared/contracts/contract'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { call } from '../../../api.ts'

export type ActionsQuery = Omit<CallOf<typeof listActions>['query'], 'after'>

/**
 * The actions that a query asks for, page by page. Another query begins anew, and what is shown stays until the answer
 * is here; after an error that the network caused it tries again as soon as the network is back.
 */
export function useActions(query: () => ActionsQuery) {
  const actions = shallowRef<readonly ListedAction[]>([])
  const answer = shallowRef<ReplyOf<typeof listActions> | null>(null)
  const error = shallowRef<unknown>(null)
  const loading = ref(false)
  let latest = 0

  async function fetchPage(after?: string): Promise<void> {
    const mine = ++latest
    loading.value = true
    try {
      const page = await call(listActions, { query: { ...query(), after } })
      if (mine !== latest) return
      // What moved meanwhile may come a second time.
      const shown = after ? new Set(actions.value.map(keyOf)) : new Set<string>()
      const news = page.actions.filter((action) => !shown.has(keyOf(action)))
      actions.value = after ? [...actions.value, ...news] : page.actions
      answer.value = page
      error.value = null
    } catch (caught) {
      if (mine === latest) error.value = caught
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  const reload = () => fetchPage()
  const retry = () => error.value !== null && void reload()
  window.addEventListener('online', retry)
  onScopeDispose(() => {
    latest += 1
    window.removeEventListener('online', retry)
  })
  watch(query, reload, { immediate: true })

  return {
    actions,
    answer,
    error,
    loading,
    reload,
    more: () => fetchPage(answer.value?.next ?? undefined),
  }
}

export const keyOf = ({ documentId, actionId }: ListedAction): string => `${documentId} ${actionId}`
