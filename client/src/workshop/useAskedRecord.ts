import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Workshop } from './context.ts'
import { showOnBoard } from './show-on-board.ts'

/** `…/boards/<id>?record=<id>`: shows that note or theme, once; the address is a board's again afterwards. */
export function useAskedRecord(workshop: Workshop): void {
  const route = useRoute()
  const router = useRouter()
  watch(
    () => route.query['record'],
    (recordId) => {
      const { documentId } = route.params
      if (typeof recordId !== 'string' || typeof documentId !== 'string') return
      showOnBoard(workshop, { documentId, recordId })
      const { record: _, ...query } = route.query
      void router.replace({ query })
    },
    { immediate: true },
  )
}
