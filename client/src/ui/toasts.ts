import { shallowRef } from 'vue'

export type Toast = {
  id: number
  text: string
  tone: 'info' | 'danger'
  action?: { label: string; run: () => void }
}

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

/** Short messages at the foot of the window, at most three. Texts come translated. */
export function useToasts() {
  function show(toast: Omit<Toast, 'id'>): void {
    const id = ++last
    for (const { id: oldest } of toasts.value.slice(0, -2)) dismissToast(oldest)
    toasts.value = [...toasts.value, { ...toast, id }]
    releaseToast(id)
  }
  return {
    say: (text: string, action?: Toast['action']) => show({ text, tone: 'info', action }),
    fail: (text: string, action?: Toast['action']) => show({ text, tone: 'danger', action }),
  }
}
