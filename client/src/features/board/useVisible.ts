import { computed, shallowRef, watch } from 'vue'
import type { BoardContext } from './board-context.ts'
import { movesWith } from './carry.ts'
import { uppermost } from './culling.ts'
import { useBuilt } from './useBuilt.ts'

/** Below this zoom a crowded board is painted on one canvas instead of hundreds of elements. */
const FAR_ZOOM = 0.4
const CROWD = 350
const PINNED = 60
/** With more than so many in sight the elements give way to a picture of them while the board is panned, or zoomed. */
const MANY = { panning: 110, zooming: 24 }
/** A cell holds half a dozen notes side by side. */
const PER_CELL = 40

/**
 * Which objects are in the page: those in sight, and those that hold focus or are being moved, wherever they are.
 * `painted` says that others are in sight too, from far or for the frames until they are built: a canvas shows them.
 */
export function useVisible({ data, viewport, selection, carry, presence }: BoardContext) {
  const inSight = computed(() => {
    void data.placement.value
    return data.index.within(viewport.cells.value)
  })
  const isFarZoom = computed(() => viewport.view.value.zoom < FAR_ZOOM)
  const far = computed(() => isFarZoom.value && inSight.value.size > CROWD)
  const onTop = computed(() =>
    inSight.value.size > PER_CELL ? uppermost(inSight.value, (id) => data.items.get(id), PER_CELL) : inSight.value,
  )
  const isPiled = computed(() => !far.value && onTop.value.size < inSight.value.size)

  const pinned = computed(() => {
    const ids = new Set<string>()
    if (selection.standing.value) ids.add(selection.standing.value)
    if (selection.editing.value) ids.add(selection.editing.value)
    for (const id of [...selection.ids.value].slice(0, PINNED)) ids.add(id)
    return ids
  })
  const moving = computed(() => new Set([...(carriedIds.value ?? []), ...presence.drags.value.keys()]))
  const carriedIds = computed(() => carry.value?.ids)
  const urgent = computed(() => {
    const ids = new Set(pinned.value)
    if (far.value || moving.value.size === 0) return ids
    for (const { item } of data.items.values()) if (movesWith(item, moving.value, data)) ids.add(item.id)
    return ids
  })

  const { built, isBehind, motion } = useBuilt(
    computed(() => (far.value ? new Set<string>() : onTop.value)),
    urgent,
    viewport,
  )
  const ids = computed(() => data.order.value.filter((id) => built.value.has(id) && data.items.has(id)))

  /** Decided once for each movement: to change over in the middle of one would be seen, and cost a frame. */
  const away = shallowRef(false)
  let isHeld = false
  watch(motion, (now) => {
    if (now === 'none') away.value = isHeld = false
    else if (!isHeld && inSight.value.size > MANY[now]) away.value = true
  })
  // Whoever goes from object to object by keys needs the elements: what is hidden can't take the focus.
  watch([selection.standing, selection.editing], () => {
    isHeld = motion.value !== 'none'
    away.value = false
  })

  return {
    ids,
    away,
    painted: computed(() => far.value || isPiled.value || isBehind.value || away.value),
    /** Whether it may come to be painted soon. */
    crowded: computed(() => data.items.size > MANY.zooming),
    motion,
  }
}
