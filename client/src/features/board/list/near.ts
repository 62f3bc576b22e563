import { type InjectionKey, onBeforeUnmount, type ShallowRef, watch } from 'vue'

/** Calls back once, when the element comes near the window of the list; returns how to stop waiting. */
export type WatchNear = (element: Element, onNear: () => void) => () => void
export const nearKey: InjectionKey<WatchNear> = Symbol('near')

/** Two windows ahead: whoever scrolls quickly still sees words. */
const AHEAD = '200% 0px'

/** One observer for all rows. What came near once stays: rows keep the height they have been seen with. */
export function useNear(root: Readonly<ShallowRef<HTMLElement | null>>): WatchNear {
  const waiting = new Map<Element, () => void>()
  let observer: IntersectionObserver | undefined
  watch(
    root,
    (element) => {
      observer?.disconnect()
      if (!element) return
      observer = new IntersectionObserver(
        (entries) => {
          for (const { isIntersecting, target } of entries) {
            if (!isIntersecting) continue
            observer?.unobserve(target)
            waiting.get(target)?.()
            waiting.delete(target)
          }
        },
        { root: element, rootMargin: AHEAD },
      )
      for (const each of waiting.keys()) observer.observe(each)
    },
    { immediate: true, flush: 'post' },
  )
  onBeforeUnmount(() => observer?.disconnect())
  return (element, onNear) => {
    waiting.set(element, onNear)
    observer?.observe(element)
    return () => {
      waiting.delete(element)
      observer?.unobserve(element)
    }
  }
}
