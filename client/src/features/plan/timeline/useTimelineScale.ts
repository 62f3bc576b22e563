import { directionOf } from '@meydan/shared/languages'
import { useElementSize, useEventListener, useStorage } from '@vueuse/core'
import { computed, nextTick, type ShallowRef, shallowRef, watch } from 'vue'
import { language } from '../../../i18n/index.ts'
import { numberOfDay } from '../moving/day-numbers.ts'
import { usePlanContext } from '../plan-context.ts'
import { dayAt, dayWidths, fitting, offsetOf, rangeOf, type Scale, spanOf, type Zoom, zooms } from './scale.ts'

type Shown = Zoom | 'fit'
const choices: readonly Shown[] = [...zooms, 'fit']
/** Where today stands when one asks for it: with more to come than what is over. */
const TODAY_AT = 0.3

/** The scale of a timeline, what of it is in sight, and going to places on it. `titles`: the width beside it. */
export function useTimelineScale(
  scroller: Readonly<ShallowRef<HTMLElement | null>>,
  titles: () => number,
  today: () => string,
) {
  const { filter, documentId } = usePlanContext()
  const kept = useStorage<Shown>(`meydan.plan.${documentId}.zoom`, 'months')
  const zoom = computed(() => (choices.includes(kept.value) ? kept.value : 'months'))
  const { width, height } = useElementSize(scroller)
  const x = shallowRef(0)
  const y = shallowRef(0)
  // Not VueUse's: every page waits for all that is used of VueUse anywhere.
  useEventListener(
    scroller,
    'scroll',
    () => {
      x.value = scroller.value?.scrollLeft ?? 0
      y.value = scroller.value?.scrollTop ?? 0
    },
    { passive: true },
  )
  const room = computed(() => Math.max(120, width.value - titles()))

  const scale = computed((): Scale => {
    const days = filter.shown.value.flatMap(({ action }) => {
      const span = spanOf(action)
      const promised = action.agreedDue === null ? [] : [numberOfDay(action.agreedDue)]
      return span ? [span.first, span.last, ...promised] : []
    })
    const range = rangeOf(days, numberOfDay(today()))
    const perDay = zoom.value === 'fit' ? fitting(range, room.value) : dayWidths[zoom.value]
    return { ...range, perDay }
  })

  const direction = () => (directionOf(language.value) === 'rtl' ? -1 : 1)
  /** From the inline start: browsers count below 0 where that is at the right. */
  const start = computed(() => Math.abs(x.value))

  function goTo(offset: number): void {
    scroller.value?.scrollTo({ left: Math.max(0, offset) * direction() })
  }

  function goToDay(day: number, at: number): void {
    goTo(offsetOf(scale.value, day) - room.value * at)
  }

  function goToday(): void {
    goToDay(numberOfDay(today()), TODAY_AT)
  }

  async function choose(next: Shown): Promise<void> {
    const middle = dayAt(scale.value, start.value + room.value / 2)
    kept.value = next
    await nextTick()
    goToDay(middle, 0.5)
  }

  /** So far that a bar is seen that the keyboard is on. */
  function reveal(first: number, last: number): void {
    const [from, to] = [offsetOf(scale.value, first), offsetOf(scale.value, last + 1)]
    if (to > start.value + 16 && from < start.value + room.value - 16) return
    goTo(from - room.value * TODAY_AT)
  }

  // A first day further back moves everything: what is in sight stays.
  watch(
    () => scale.value.from,
    (now, before) => {
      const moved = (before - now) * scale.value.perDay
      void nextTick(() => goTo(start.value + moved))
    },
  )

  return { scale, zoom, choose, goToday, reveal, room, start, top: y, height }
}
