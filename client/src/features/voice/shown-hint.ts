import type { WritingHint } from '@meydan/shared/contracts/voice'
import type { Side } from '@meydan/shared/words'
import { computed, shallowRef, watch } from 'vue'

/** The side about which I don't want to hear any more for now; the same for panel and board. */
const dismissed = shallowRef<Side | null>(null)

/** A hint until it is dismissed; it comes again once it had gone, or is about the other side. */
export function shownHint(given: () => WritingHint | null) {
  watch(given, (hint) => {
    if (hint?.side !== dismissed.value) dismissed.value = null
  })
  return {
    hint: computed(() => {
      const hint = given()
      // Only the two sides are ever compared.
      return hint && hint.side !== 'neutral' && hint.side !== dismissed.value ? { ...hint, side: hint.side } : null
    }),
    dismiss: () => {
      dismissed.value = given()?.side ?? null
    },
  }
}
