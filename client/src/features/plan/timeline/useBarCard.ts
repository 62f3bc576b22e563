import { useEventListener } from '@vueuse/core'
import { onScopeDispose, type ShallowRef, shallowRef, watchEffect } from 'vue'

const WAIT = 250
const CARD = { width: 280, height: 200 }

export type CardAt = { id: string; top: number; left: number }

/** The card beside a bar: after a moment's pointing at it, at once where the keyboard stands. In pixels of the view. */
export function useBarCard(root: Readonly<ShallowRef<HTMLElement | null>>, isWanted: () => boolean) {
  const card = shallowRef<CardAt | null>(null)
  /** The bar under the pointer. */
  const pointed = shallowRef<string | null>(null)
  let timer = 0

  function barOf(target: EventTarget | null): HTMLElement | null {
    return target instanceof Element ? target.closest<HTMLElement>('[data-bar]') : null
  }

  function show(bar: HTMLElement): void {
    const box = root.value?.getBoundingClientRect()
    if (!box || !bar.isConnected || !isWanted()) return
    const at = bar.getBoundingClientRect()
    const fits = at.bottom + 8 + CARD.height < box.bottom
    const top = (fits ? at.bottom + 8 : Math.max(box.top, at.top - 8 - CARD.height)) - box.top
    const inSight = Math.max(at.left, box.left)
    const left = Math.max(8, Math.min(inSight - box.left, box.width - CARD.width - 8))
    card.value = { id: bar.dataset['bar']!, top, left }
  }

  function hide(): void {
    clearTimeout(timer)
    card.value = null
  }

  useEventListener(root, 'pointerover', ({ target, pointerType }: PointerEvent) => {
    const bar = barOf(target)
    pointed.value = bar?.dataset['bar'] ?? null
    if (!bar || pointerType === 'touch') return hide()
    if (card.value?.id === bar.dataset['bar']) return
    clearTimeout(timer)
    timer = window.setTimeout(show, WAIT, bar)
  })
  useEventListener(root, 'pointerleave', () => {
    pointed.value = null
    hide()
  })
  useEventListener(root, 'pointerdown', hide)
  useEventListener(root, 'focusin', ({ target }: FocusEvent) => {
    const bar = barOf(target)
    if (bar?.matches(':focus-visible')) show(bar)
    else hide()
  })
  useEventListener(root, 'focusout', hide)
  useEventListener(root, 'scroll', hide, { capture: true, passive: true })
  watchEffect(() => {
    if (!isWanted()) hide()
  })
  onScopeDispose(hide)
  return { card, pointed }
}
