import { nextTick, watch } from 'vue'
import { focusRow, rowElement, stand } from './list-focus.ts'
import type { List } from './useList.ts'

/**
 * Brings into sight what was asked for from outside the list, also before the list was there. What is asked for is never
 * left out: a search that hides it ends. Whoever is only led keeps the focus where it is, unless it is on a row.
 */
export function useSought(list: List): void {
  const { sought } = list.context
  watch(
    sought,
    async (now) => {
      if (!now) return
      sought.value = null
      if (!list.shown.value.nodes.has(now.id)) list.clearFilter()
      if (now.focus || document.activeElement?.matches('[data-list] [role=treeitem]')) await focusRow(list, now.id)
      else stand(list, now.id)
      await nextTick()
      const show = () => rowElement(now.id)?.scrollIntoView({ block: 'center' })
      show()
      // Once more when the rows that came near have been drawn: they have grown.
      requestAnimationFrame(() => requestAnimationFrame(show))
    },
    { immediate: true, flush: 'post' },
  )
}
