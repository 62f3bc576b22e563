import type { BoardContext } from './board-context.ts'

/** Opens the menu where the pointer is; what lies there is selected first, unless it is already. */
export function openMenuAt(context: BoardContext, event: MouseEvent): void {
  const { data, selection, surface, viewport } = context
  const box = surface.value?.getBoundingClientRect()
  if (!box) return
  const held = event.target instanceof Element ? event.target.closest('[data-item], [data-frame-grip]') : null
  const named = held?.getAttribute('data-item') ?? held?.getAttribute('data-frame-grip')
  const under = named ?? data.itemAt(viewport.boardPoint({ x: event.clientX - box.left, y: event.clientY - box.top }))
  if (!under) selection.clear()
  else if (!selection.ids.value.has(under)) selection.select([under])
  const open = () => {
    context.menuAt.value = { x: event.clientX, y: event.clientY }
  }
  // Some systems ask for the menu while the button is still down: let go over the menu, it would choose from it.
  if (event.buttons === 0) open()
  else window.addEventListener('pointerup', () => requestAnimationFrame(open), { once: true })
}

/** The keyboard's way: at the object it stands on, or in the middle of the board. */
export function openMenuAtFocus(context: BoardContext): void {
  const { selection, surface } = context
  const focused = document.activeElement?.closest('[data-item]')
  const id = focused?.getAttribute('data-item')
  if (id && !selection.ids.value.has(id)) selection.select([id])
  const box = (focused ?? surface.value)?.getBoundingClientRect()
  if (box)
    context.menuAt.value = { x: box.left + Math.min(box.width / 2, 200), y: box.top + Math.min(box.height / 2, 120) }
}
