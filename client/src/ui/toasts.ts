import { useElementBounding } from '@vueuse/core'
import { computed, onScopeDispose, type Ref, shallowReactive, shallowRef, watchEffect } from 'vue'

export type Toast = {
  id: number
  text: string
  tone: 'info' | 'danger'
  action?: ToastAction
  /** A second way on from it. */
  also?: ToastAction
}
type ToastAction = { label: string; run: () => void }

const SHOWN_MS = 6000
/** Whoever may want to undo needs time to notice, read and reach the button. */
const SHOWN_WITH_ACTION_MS = 12_000

export const toasts = shallowRef<Toast[]>([])
const timers = new Map<number, ReturnType<typeof setTimeout>>()
let last = 0

export function dismissToast(id: number): void {
  clearTimeout(timers.get(id))
  timers.delete(id)
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

/** While the pointer or focus is on a message it doesn't go away. */
export function holdToast(id: number): void {
  clearTimeout(timers.get(id))
}

export function releaseToast(id: number): void {
  const toast = toasts.value.find((candidate) => candidate.id === id)
  if (toast)
    timers.set(
      id,
      setTimeout(() => dismissToast(id), toast.action ? SHOWN_WITH_ACTION_MS : SHOWN_MS),
    )
}

const floors = shallowReactive(new Map<symbol, number>())
/** How much of the window's foot must stay free, in px. */
export const toastFloor = computed(() => Math.max(0, ...floors.values()))

/** Messages keep above this element, which stands at the foot of the window, for as long as it is there. */
export function useToastFloor(element: Readonly<Ref<HTMLElement | null>>): void {
  const key = Symbol()
  const { top, height } = useElementBounding(element)
  watchEffect(() => {
    if (height.value > 0) floors.set(key, window.innerHeight - top.value)
    else floors.delete(key)
  })
  onScopeDispose(() => floors.delete(key))
}

/** Short messages at the foot of the window, at most three. Texts come translated. */
export function useToasts() {
  function show(toast: Omit<Toast, 'id'>): void {
    const id = ++last
    for (const { id: oldest } of toasts.value.slice(0, -2)) dismissToast(oldest)
    toasts.value = [...toasts.value, { ...toast, id }]
    releaseToast(id)
  }
  return {
    say: (text: string, action?: ToastAction, also?: ToastAction) => show({ text, tone: 'info', action, also }),
    fail: (text: string, action?: ToastAction) => show({ text, tone: 'danger', action }),
  }
}
