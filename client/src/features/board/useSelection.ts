import type { ItemKind } from '@meydan/shared/documents/board/records'
import { computed, shallowRef, watch } from 'vue'
import type { BoardData } from './useBoard.ts'

export type Selection = ReturnType<typeof useSelection>

/** What is selected, which item the keyboard stands on, and what is being written in. */
export function useSelection(data: BoardData) {
  const ids = shallowRef<ReadonlySet<string>>(new Set())
  const standing = shallowRef<string | null>(null)
  const editing = shallowRef<string | null>(null)

  const known = (id: string | null): id is string => id !== null && data.has(id)

  watch(
    data.placement,
    () => {
      if ([...ids.value].some((id) => !known(id))) ids.value = new Set([...ids.value].filter(known))
      if (!known(editing.value)) editing.value = null
      if (!known(standing.value)) standing.value = null
    },
    { flush: 'sync' },
  )

  const ofType = (type: ItemKind) => computed(() => [...ids.value].filter((id) => data.typeOf(id) === type))

  function select(next: Iterable<string>): void {
    ids.value = new Set(next)
    if (ids.value.size > 0 && !(standing.value && ids.value.has(standing.value)))
      standing.value = [...ids.value].at(-1)!
  }

  function toggle(id: string): void {
    const next = new Set(ids.value)
    if (!next.delete(id)) next.add(id)
    ids.value = next
    standing.value = id
  }

  return {
    ids,
    notes: ofType('note'),
    themes: ofType('theme'),
    frames: ofType('frame'),
    /** Everything that has a place in the pile: all but frames. */
    objects: computed(() => [...ids.value].filter((id) => data.items.has(id))),
    ofType,
    /** The one item reached by Tab; where none was chosen yet, the first in reading order. */
    standing: computed({
      get: () => standing.value ?? data.order.value[0] ?? null,
      set: (id: string | null) => {
        standing.value = id
      },
    }),
    editing,
    select,
    toggle,
    clear: () => select([]),
    edit(id: string): void {
      select([id])
      standing.value = id
      editing.value = id
    },
  }
}
