import { LABEL_MAX } from '@meydan/shared/documents/rich-text/minutes-attributes'
import { computed, type ComputedRef, ref, shallowRef, watch, watchEffect } from 'vue'
import { foundPeople, type Mentionable } from '../../../threads/mention-text.ts'
import type { MinutesContext } from '../minutes-context.ts'
import { type Asked, askedIn, type Suggesting } from './suggesting.ts'

/** So many are offered at once: who is meant is found by a few letters. */
const OFFERED = 8

export type Suggestions = ReturnType<typeof useSuggestions>

/** Who is offered while an `@` is being written, and what the keyboard does then. `id`: of the list on the page. */
export function useSuggestions({ editor }: MinutesContext, people: ComputedRef<readonly Mentionable[]>, id: string) {
  const asked = shallowRef<Asked | null>(null)
  const active = ref(0)
  /** Where one has said that no name is meant. */
  let dismissed = -1
  const found = computed(() => (asked.value ? foundPeople(people.value, asked.value.words).slice(0, OFFERED) : []))
  const isOpen = computed(() => found.value.length > 0)
  watch(
    () => asked.value?.words,
    () => (active.value = 0),
  )

  function choose(one: Mentionable | undefined): void {
    const at = asked.value
    if (!at || !one) return
    asked.value = null
    const attrs = { kind: one.of, target: one.id, label: one.name.slice(0, LABEL_MAX) }
    const written = [
      { type: 'mention', attrs },
      { type: 'text', text: ' ' },
    ]
    editor.value!.chain().focus().insertContentAt({ from: at.from, to: at.to }, written).run()
  }

  const suggesting: Suggesting = {
    look(view) {
      const now = view.editable && view.hasFocus() ? askedIn(view.state) : null
      if (now?.from !== dismissed) dismissed = -1
      asked.value = dismissed >= 0 ? null : now
    },
    takesKey({ key, shiftKey, ctrlKey, metaKey, altKey }) {
      if (!isOpen.value || ctrlKey || metaKey || altKey) return false
      const count = found.value.length
      if (key === 'ArrowDown') active.value = (active.value + 1) % count
      else if (key === 'ArrowUp') active.value = (active.value - 1 + count) % count
      else if ((key === 'Enter' || key === 'Tab') && !shiftKey) choose(found.value[active.value])
      else if (key === 'Escape') {
        dismissed = asked.value!.from
        asked.value = null
      } else return false
      return true
    },
    leave: () => {
      asked.value = null
    },
  }

  // The caret stays in the text: the list is told of by the text itself.
  watchEffect(() => {
    const dom = editor.value?.view.dom
    if (!dom) return
    dom.setAttribute('aria-autocomplete', 'list')
    if (isOpen.value) {
      dom.setAttribute('aria-controls', id)
      dom.setAttribute('aria-activedescendant', `${id}-${active.value}`)
    } else for (const name of ['aria-controls', 'aria-activedescendant']) dom.removeAttribute(name)
  })
  return { id, asked, active, found, isOpen, choose, suggesting }
}
