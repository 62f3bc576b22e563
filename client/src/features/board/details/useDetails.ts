import type { ItemPatch } from '@meydan/shared/documents/board/board'
import { computed, onScopeDispose } from 'vue'
import type { BoardContext } from '../board-context.ts'
import type { ViewOf } from '../useBoard.ts'

type Detailed = ViewOf<'note'>['item'] | ViewOf<'theme'>['item']
/** What all that is selected says alike in one field; `mixed`: they differ. */
export type Common<T> = { mixed: boolean; value: T | undefined }

const WRITE_AFTER_MS = 250

/** The notes and themes that are selected, what they have in common, and writing to all of them at once. */
export function useDetails(context: BoardContext) {
  const { data, selection, board, canWrite } = context
  const items = computed<Detailed[]>(() =>
    [...selection.ids.value].flatMap((id) => {
      const item = (data.viewOf('note', id) ?? data.viewOf('theme', id))?.item
      return item ? [item] : []
    }),
  )
  const ids = computed(() => items.value.map(({ id }) => id))
  const mayWrite = computed(() => canWrite.value && items.value.some(({ locked }) => !locked))

  function common<F extends keyof Detailed>(field: F): Common<Detailed[F]> {
    const [first, ...rest] = items.value
    const key = JSON.stringify(first?.[field])
    const mixed = rest.some((item) => JSON.stringify(item[field]) !== key)
    return { mixed, value: mixed ? undefined : first?.[field] }
  }

  /** A choice: one step of undo. */
  function set(patch: ItemPatch): void {
    if (!mayWrite.value) return
    later.flush()
    context.step(() => board.edit(ids.value, patch))
  }

  const later = useLater()
  onScopeDispose(later.flush)

  /** What is being typed: written to those it was typed for a moment after the last key, whoever is selected by then. */
  function type(field: 'title' | 'affected' | 'locality' | 'evidence', value: string): void {
    if (!mayWrite.value) return
    const meant = ids.value
    later.run(field, WRITE_AFTER_MS, () => board.edit(meant, { [field]: value }))
  }

  return { items, ids, mayWrite, common, set, type, flush: later.flush }
}

/** One write waiting at a time; another one's turn comes only after it. */
function useLater() {
  let waiting: { field: string; write: () => void; timer: ReturnType<typeof setTimeout> } | null = null
  function flush(): void {
    const due = waiting
    waiting = null
    if (!due) return
    clearTimeout(due.timer)
    due.write()
  }
  return {
    flush,
    run(field: string, after: number, write: () => void): void {
      if (waiting && waiting.field !== field) flush()
      if (waiting) clearTimeout(waiting.timer)
      waiting = { field, write, timer: setTimeout(flush, after) }
    },
  }
}
