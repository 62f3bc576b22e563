import { onScopeDispose, type ShallowRef, shallowRef } from 'vue'
import { localDay } from '../../i18n/days.ts'

const LOOKS_EVERY_MS = 30_000

const today = shallowRef(localDay(new Date()))
let askers = 0
let timer: ReturnType<typeof setInterval> | undefined

/**
 * Today, and after midnight tomorrow: one clock for all that ask. Not VueUse's, as every page waits for all that is used
 * of VueUse anywhere.
 */
export function useToday(): Readonly<ShallowRef<string>> {
  const look = () => {
    today.value = localDay(new Date())
  }
  look()
  askers++
  timer ??= setInterval(look, LOOKS_EVERY_MS)
  onScopeDispose(() => {
    askers--
    if (askers > 0) return
    clearInterval(timer)
    timer = undefined
  })
  return today
}
