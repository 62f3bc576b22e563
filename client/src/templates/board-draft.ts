import type { TemplateChoice } from '@meydan/shared/contracts/rooms'
import { computed, ref } from 'vue'
import { useT } from '../i18n/index.ts'

/** A board about to be made: until somebody writes another title, it is called as its template. */
export function useBoardDraft() {
  const t = useT()
  const template = ref<TemplateChoice>('needs')
  /** What the chosen template is called, as the choice says. */
  const name = ref(t('programme.templates.needs'))
  const own = ref<string | null>(null)
  const title = computed({
    get: () => own.value ?? name.value,
    set: (written: string) => {
      own.value = written
    },
  })
  return { template, name, title }
}
