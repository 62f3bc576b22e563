import { type Ref, ref, watch } from 'vue'
import { keepWords, keptWords } from '../../threads/kept-words.ts'

/** Words that are being written, by whose and about what: neither a closed panel nor a closed page loses them. */
export function useDraft(seatId: string, place: string): Ref<string> {
  const key = `${seatId}.draft ${place}`
  const text = ref(keptWords(key) ?? '')
  watch(text, (now) => keepWords(key, now === '' ? null : now), { flush: 'sync' })
  return text
}
