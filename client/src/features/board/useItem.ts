import type { Item, ItemKind } from '@meydan/shared/documents/board/records'
import { computed } from 'vue'
import { useBoardContext } from './board-context.ts'
import { offsetOf } from './carry.ts'

const LIFTED = 1_000_000

/** What every object on the canvas shows alike: where it is, whether it is held, carried or selected, by whom. */
export function useItem<K extends Exclude<ItemKind, 'frame'>>(type: K, id: () => string) {
  const context = useBoardContext()
  const { data, selection, presence } = context
  const view = computed(() => data.viewOf(type, id()))
  const offset = computed(() => offsetOf(context, id()))
  const selected = computed(() => selection.ids.value.has(id()))
  const holder = computed(() => presence.held.value.get(id()))
  const rect = computed(() => {
    const { x, y, width, height } = view.value?.rect ?? { x: 0, y: 0, width: 0, height: 0 }
    const by = offset.value ?? { x: 0, y: 0 }
    return { x: x + by.x, y: y + by.y, width, height }
  })
  const carriedByMe = computed(() => offset.value !== null && offset.value === context.carry.value?.by)

  return {
    context,
    view,
    rect,
    selected,
    holder,
    isEdited: computed(() => selection.editing.value === id()),
    classes: computed(() => ({
      selected: selected.value,
      held: holder.value !== undefined && !selected.value,
      lifted: offset.value !== null,
      locked: (view.value?.item as Item | undefined)?.locked ?? false,
      arriving: data.arrivals.has(id()),
      dimmed: context.filter.dims(id()),
      gliding: !carriedByMe.value && (offset.value !== null || view.value?.movedByOthers === true),
    })),
    /** Position, size, level, and `--holder`, the colour of who else holds it. */
    style: computed(() => ({
      inlineSize: `${rect.value.width}px`,
      blockSize: `${rect.value.height}px`,
      transform: `translate(${rect.value.x}px, ${rect.value.y}px)`,
      zIndex: (view.value?.level ?? 0) + (offset.value ? LIFTED : 0),
      '--holder': holder.value && !selected.value ? `var(--person-${holder.value.user.colour})` : 'transparent',
    })),
    /** Attributes of an object that is reached by Tab once, and by arrows from there. */
    attributes: computed(() => ({
      role: 'option',
      'data-item': id(),
      'data-type': type,
      tabindex: selection.standing.value === id() ? 0 : -1,
      'aria-selected': selected.value,
    })),
  }
}
