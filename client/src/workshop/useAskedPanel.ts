import { watch } from 'vue'
import { useRoute } from 'vue-router'
import type { PanelId, Workshop } from './context.ts'

/** What links of letters and notifications name, and the part of a room that shows it. */
const parts: readonly (readonly [name: string, part: PanelId])[] = [
  ['thread', 'threads'],
  ['decision', 'decisions'],
  ['meeting', 'agenda'],
]

/** `/rooms/<id>?thread=…`, `?decision=…`, `?meeting=…`: opens the part that is asked for, which finds the rest itself. */
export function useAskedPanel({ openPanel }: Pick<Workshop, 'openPanel'>): void {
  const route = useRoute()
  for (const [name, part] of parts) {
    watch(
      () => route.query[name],
      (id) => {
        if (typeof id === 'string') openPanel(part)
      },
      { immediate: true },
    )
  }
}
