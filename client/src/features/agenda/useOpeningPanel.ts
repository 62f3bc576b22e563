import { useEventListener } from '@vueuse/core'
import { watch } from 'vue'
import { useWorkshop } from '../../workshop/context.ts'
import { askedBy } from './step-words.ts'

/** The step whose panel has opened by itself: for the whole page, because the banner comes and goes with the width. */
let openedFor = ''

const TEXT_FIELDS = 'textarea, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=button])'

function isTyping(): boolean {
  return document.activeElement?.matches(TEXT_FIELDS) ?? false
}

/** When a step of writing or voting begins, its panel opens by itself, once; after what somebody is typing just then. */
export function useOpeningPanel(): void {
  const { step, panel, may, openPanel } = useWorkshop()

  function offer(): void {
    const { act, panel: wanted } = askedBy(step.value, may)
    if (act !== 'write' && act !== 'vote') {
      openedFor = ''
      return
    }
    if (!step.value || openedFor === step.value.id || isTyping()) return
    openedFor = step.value.id
    // Whoever leads has the agenda or the people before them, and needs it.
    if (may('meeting.lead') && panel.value) return
    openPanel(wanted)
  }

  watch(() => step.value?.id, offer, { immediate: true })
  // The field that gets the focus next has it only afterwards.
  useEventListener(document, 'focusout', () => setTimeout(offer))
}
