import { caretAfter, editBetween, mergeEdits } from '@meydan/shared/documents/text'
import { computed, onBeforeUnmount, onMounted, type ShallowRef, shallowRef, watch } from 'vue'
import { usePlanContext } from '../plan-context.ts'

/** So near its limit a field says how much is left. */
const NEARLY_FULL = 0.9

export type Writing = {
  /** The words as the document has them: reactive. Undefined: what they were of is gone. */
  words: () => string | undefined
  write: (words: string) => void
  max: number
  /** Line breaks become spaces. */
  oneLine?: boolean
  /** It can't be emptied: an empty field is given its words back when it is left. */
  needed?: boolean
  /** How long after the last key it is written, in ms; at once where whatever is written merges by itself. */
  after?: number
}

/**
 * Writing in a field that others may be writing in too. It is set once and never bound: what others write comes in
 * around the caret, and what isn't written yet stays. While an input method composes, the field isn't touched. Too long
 * a text stays in the field and is told so; the document keeps the last one that fitted.
 */
export function useCoWriting(
  field: Readonly<ShallowRef<HTMLTextAreaElement | HTMLInputElement | null>>,
  { words, write, max, oneLine = false, needed = false, after = 0 }: Writing,
) {
  const { t, toasts } = usePlanContext()
  /** What field and document agreed on last. */
  let base = words() ?? ''
  let composing = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const length = shallowRef(base.length)
  const isBlank = shallowRef(base.trim() === '')

  function fill(value: string): void {
    const element = field.value
    if (!element || element.value === value) return
    const edit = editBetween(element.value, value)
    const caret = [element.selectionStart ?? 0, element.selectionEnd ?? 0].map((at) => caretAfter(at, edit))
    element.value = value
    if (document.activeElement === element) element.setSelectionRange(caret[0]!, caret[1]!)
  }

  function measure(): void {
    length.value = field.value?.value.length ?? 0
    isBlank.value = (field.value?.value.trim() ?? '') === ''
  }

  /** Brings what stands in the field into the document, where it can be. */
  function flush(): void {
    clearTimeout(timer)
    const element = field.value
    const theirs = words()
    if (!element || theirs === undefined || (composing && theirs !== base)) return
    const merged = mergeEdits(base, element.value, theirs)
    const isTaken = merged.length <= max && !(needed && merged.trim() === '')
    if (!isTaken) return
    // First: the document's answer comes before `write` returns.
    base = merged
    if (merged !== theirs) write(merged)
    fill(merged)
    measure()
  }

  function input(): void {
    const element = field.value
    if (!element) return
    if (oneLine && !composing && /[\r\n]/.test(element.value)) fill(element.value.replace(/\s*[\r\n]+\s*/g, ' '))
    measure()
    clearTimeout(timer)
    if (after === 0) flush()
    else timer = setTimeout(flush, after)
  }

  function takeOver(theirs: string | undefined): void {
    const element = field.value
    if (!element || composing || theirs === undefined || theirs === base) return
    fill(mergeEdits(base, element.value, theirs))
    base = theirs
    measure()
  }

  function leave(): void {
    composing = false
    flush()
    if (needed && field.value?.value.trim() === '') fill(base)
    measure()
  }

  /** Undo takes back steps of the document, and what is being typed is one by then. */
  function keydown(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && !event.isComposing) flush()
  }

  watch(words, takeOver, { flush: 'sync' })
  onMounted(() => {
    if (field.value) field.value.value = base
  })
  onBeforeUnmount(() => {
    flush()
    const left = field.value?.value ?? ''
    const isGone = words() === undefined && document.activeElement === field.value
    if (left === base ? !isGone || !left : left.length <= max) return
    const text = isGone
      ? t('plan.details.goneWhileWriting')
      : t('plan.details.tooLong', { length: left.length, limit: max })
    toasts.fail(text, { label: t('plan.details.copyWords'), run: () => void navigator.clipboard.writeText(left) })
  })

  return {
    length,
    isBlank,
    isTooLong: computed(() => length.value > max),
    isNearlyFull: computed(() => length.value > max * NEARLY_FULL),
    flush,
    on: {
      input,
      keydown,
      blur: leave,
      compositionstart: () => {
        composing = true
      },
      compositionend: () => {
        composing = false
        input()
      },
    },
  }
}
