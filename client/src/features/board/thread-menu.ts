import type { MenuItem } from '../../ui/UiMenu.vue'
import type { BoardContext } from './board-context.ts'

/** The ways from the one thing that is selected to what is said about it; none until the threads are there. */
export function threadItems({ selection, threadItems: itemsOf }: BoardContext): MenuItem[] {
  const [only] = selection.ids.value
  return only && selection.ids.value.size === 1 ? (itemsOf.value?.(only) ?? []) : []
}
