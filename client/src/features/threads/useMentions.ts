import { type ComputedRef, computed, nextTick, type Ref, ref, watch } from 'vue'
import { foundPeople, type Mentionable, mentionAt, withMention } from '../../threads/mention-text.ts'

/** So many are offered at once: who is meant is found by a few letters. */
const OFFERED = 8

/** Who is offered while an `@` is being written in a field, and what the keyboard does then. */
export function useMentions(
  field: Readonly<Ref<HTMLTextAreaElement | null>>,
  text: Ref<string>,
  people: ComputedRef<readonly Mentionable[]>,
) {
  const asked = ref<{ from: number; words: string } | null>(null)
  const active = ref(0)
  const found = computed(() => (asked.value ? foundPeople(people.value, asked.value.words).slice(0, OFFERED) : []))
  const isOpen = computed(() => found.value.length > 0)
  watch(
    () => asked.value?.words,
    () => (active.value = 0),
  )

  /** What is asked for where the caret is now. */
  function look(): void {
    const caret = field.value?.selectionStart ?? 0
    asked.value = field.value?.selectionEnd === caret ? mentionAt(text.value, caret) : null
  }

  async function choose(one: Mentionable | undefined): Promise<void> {
    if (!asked.value || !one) return
    const written = withMention(text.value, asked.value, one.name)
    text.value = written.text
    asked.value = null
    await nextTick()
    field.value?.focus()
    field.value?.setSelectionRange(written.caret, written.caret)
  }

  function close(): void {
    asked.value = null
  }

  /** Whether a key was meant for what is offered. */
  function takesKey({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (!isOpen.value || ctrlKey || metaKey) return false
    const count = found.value.length
    if (key === 'ArrowDown') active.value = (active.value + 1) % count
    else if (key === 'ArrowUp') active.value = (active.value - 1 + count) % count
    else if ((key === 'Enter' || key === 'Tab') && !shiftKey) void choose(found.value[active.value])
    else if (key === 'Escape') close()
    else return false
    return true
  }

  return { found, active, isOpen, look, choose, close, takesKey }
}
