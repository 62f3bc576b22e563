import { directionOf } from '@meydan/shared/languages'
import { computed } from 'vue'
import { language } from '../../i18n/index.ts'

/** Physical sides for what has no logical ones: tooltips are placed left or right. */
export function useInlineSides() {
  const direction = computed(() => directionOf(language.value))
  const towardsEnd = computed(() => (direction.value === 'rtl' ? ('left' as const) : ('right' as const)))
  return { direction, towardsEnd }
}
