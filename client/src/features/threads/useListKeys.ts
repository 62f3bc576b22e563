import { useEventListener } from '@vueuse/core'
import { nextTick, type Ref } from 'vue'

const PAGE_ROWS = 6

/** Arrow keys, Home, End and the page keys in a list of rows of one height, of which only some are drawn. */
export function useListKeys(
  list: Readonly<Ref<HTMLElement | null>>,
  scroller: Readonly<Ref<HTMLElement | null>>,
  count: () => number,
  rowHeight: number,
) {
  const rowAt = (index: number) => list.value?.querySelector<HTMLElement>(`[data-row="${index}"]`)

  /** Gives a row the focus; one that isn't drawn is scrolled to first. */
  async function focusRow(index: number): Promise<void> {
    if (!rowAt(index) && scroller.value && list.value) {
      const top = list.value.getBoundingClientRect().top - scroller.value.getBoundingClientRect().top
      scroller.value.scrollTop += top + index * rowHeight
      // The window of rows moves with the event that tells of it.
      await new Promise((resolve) => requestAnimationFrame(resolve))
      await nextTick()
    }
    rowAt(index)?.focus()
  }

  useEventListener(list, 'keydown', (event) => {
    const row = (event.target as Element).closest<HTMLElement>('[data-row]')
    const at = Number(row?.dataset.row ?? -1)
    const ways: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE_ROWS,
      PageUp: at - PAGE_ROWS,
      Home: 0,
      End: count() - 1,
    }
    const to = ways[event.key]
    if (at < 0 || to === undefined) return
    event.preventDefault()
    void focusRow(Math.min(Math.max(to, 0), count() - 1))
  })
  return { focusRow }
}
