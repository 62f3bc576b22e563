import { directionOf } from '@meydan/shared/languages'
import { computed, nextTick, type ShallowRef, shallowRef } from 'vue'
import { language } from '../../../i18n/index.ts'
import { useHoldDrag } from '../moving/useHoldDrag.ts'
import type { Replanning } from '../moving/useReplanning.ts'
import { usePlanContext } from '../plan-context.ts'
import { daysInWords } from './bar-words.ts'
import { daysMoved } from './scale.ts'
import { type BarDays, type Grip, shiftByKey, shifted } from './shift.ts'

type Given = {
  root: Readonly<ShallowRef<HTMLElement | null>>
  scroller: Readonly<ShallowRef<HTMLElement | null>>
  perDay: () => number
  replan: Replanning['replan']
}
type Held = { id: string; grip: Grip; days: BarDays; scroll: number }

/**
 * Moving bars. What would become of one is shown and said while it is carried or moved by keys; it is written at the
 * drop, at Enter or when the keyboard goes on, and Esc puts it back.
 */
export function useBarMoves({ root, scroller, perDay, replan }: Given) {
  const { plan, canWrite, presence, said, t } = usePlanContext()
  /** By keys, until it is kept. */
  const typed = shallowRef<{ id: string; days: BarDays } | null>(null)
  /** Written a moment ago or waiting for a reason: shown where it was put. */
  const asked = shallowRef<{ id: string; days: BarDays } | null>(null)
  const isRtl = () => directionOf(language.value) === 'rtl'
  const scrolled = () => scroller.value?.scrollLeft ?? 0

  const { carried } = useHoldDrag<Held>(root, {
    pick(target) {
      const bar = target.closest<HTMLElement>('[data-bar]')
      const action = plan.actions.get(bar?.dataset['bar'] ?? '')
      if (!bar || !action || !canWrite.value || asked.value) return null
      const grip = (target.closest<HTMLElement>('[data-grip]')?.dataset['grip'] as Grip | undefined) ?? 'whole'
      return { id: action.id, grip, days: { start: action.start, due: action.due }, scroll: scrolled() }
    },
    begin({ id, grip }) {
      void keep()
      presence.standOn(id, grip === 'start' ? 'start' : 'due')
    },
    end: () => presence.standOn(null),
    drop: ({ what, from, at }) => void write(what.id, daysOf(what, at.x - from.x)),
  })

  function daysOf({ days, grip, scroll }: Held, pixels: number): BarDays {
    const inline = (pixels + scrolled() - scroll) * (isRtl() ? -1 : 1)
    return shifted(days, grip, daysMoved(perDay(), inline))
  }

  /** What an action's days would be: of the one that is being moved, if any. */
  const preview = computed<{ id: string; days: BarDays; isCarried: boolean } | null>(() => {
    const now = carried.value
    if (now) return { id: now.what.id, days: daysOf(now.what, now.at.x - now.from.x), isCarried: true }
    const still = typed.value ?? asked.value
    return still && { ...still, isCarried: false }
  })

  async function write(id: string, days: BarDays): Promise<void> {
    const action = plan.actions.get(id)
    if (!action || asked.value) return
    const changed = {
      ...(days.start !== action.start && { start: days.start }),
      ...(days.due !== action.due && { due: days.due }),
    }
    if (Object.keys(changed).length === 0) return
    asked.value = { id, days }
    const outcome = await replan(id, changed)
    asked.value = null
    const now = plan.actions.get(id)
    if (!now) return
    const words = daysInWords(now, language.value, t)
    said.value = t(outcome === 'moved' ? 'plan.timeline.moved' : 'plan.timeline.putBack', { days: words })
    await nextTick()
    if (document.activeElement === document.body) focusBar(id)
  }

  function focusBar(id: string): void {
    root.value?.querySelector<HTMLElement>(`[data-bar="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })
  }

  async function keep(): Promise<void> {
    const now = typed.value
    typed.value = null
    if (now) await write(now.id, now.days)
  }

  function putBack(): void {
    const now = typed.value
    typed.value = null
    const action = now && plan.actions.get(now.id)
    if (action) said.value = t('plan.timeline.putBack', { days: daysInWords(action, language.value, t) })
  }

  /** True: the key was for moving. */
  function onKey(event: KeyboardEvent, id: string): boolean {
    const isTyping = typed.value?.id === id
    if (event.key === 'Enter' && isTyping) void keep()
    else if (event.key === 'Escape' && isTyping) putBack()
    else if (!move(event, id)) return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  function move(event: KeyboardEvent, id: string): boolean {
    const step = shiftByKey(event, isRtl())
    const action = plan.actions.get(id)
    if (!step || !action) return false
    if (!canWrite.value || asked.value) return true
    const before = typed.value?.id === id ? typed.value.days : { start: action.start, due: action.due }
    typed.value = { id, days: shifted(before, step.grip, step.by) }
    presence.standOn(id, 'due')
    said.value = t('plan.timeline.would', { days: daysInWords(typed.value.days, language.value, t) })
    return true
  }

  return { preview, carried, keep, onKey, isAsking: computed(() => asked.value !== null) }
}
