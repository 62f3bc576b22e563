import { computed } from 'vue'
import type { BoardContext } from './board-context.ts'
import { movesWith } from './carry.ts'

/** Below this zoom a crowded board is painted on one canvas instead of hundreds of elements. */
const FAR_ZOOM = 0.4
const CROWD = 350
const PINNED = 60

/** Which objects are in the page: those in sight, and those that hold focus or are being moved, wherever they are. */
export function useVisible({ data, viewport, selection, carry, presence }: BoardContext) {
  const inSight = computed(() => {
    void data.placement.value
    return data.index.within(viewport.cells.value)
  })
  const isFarZoom = computed(() => viewport.view.value.zoom < FAR_ZOOM)
  const far = computed(() => isFarZoom.value && inSight.value.size > CROWD)

  const pinned = computed(() => {
    const ids = new Set<string>()
    if (selection.standing.value) ids.add(selection.standing.value)
    if (selection.editing.value) ids.add(selection.editing.value)
    for (const id of [...selection.ids.value].slice(0, PINNED)) ids.add(id)
    return ids
  })
  const moving = computed(() => new Set([...(carriedIds.value ?? []), ...presence.drags.value.keys()]))
  const carriedIds = computed(() => carry.value?.ids)

  const ids = computed(() => {
    const shown = new Set(far.value ? [] : inSight.value)
    for (const id of pinned.value) shown.add(id)
    if (!far.value && moving.value.size > 0) {
      for (const { item } of data.items.values()) if (movesWith(item, moving.value, data)) shown.add(item.id)
    }
    return data.order.value.filter((id) => shown.has(id) && data.items.has(id))
  })

  return { ids, far }
}
