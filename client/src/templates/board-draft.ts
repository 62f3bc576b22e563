import type { BoardTemplateId } from '@meydan/shared/documents/templates'
import { computed, ref } from 'vue'
import { useT } from '../i18n/index.ts'

/** A board about to be made: until somebody writes another title, it is called as its template. */
export function useBoardDraft() {
  const t = useT()
  const template = ref<BoardTemplateId>('needs')
  const own = ref<string | null>(null)
  const title = computed({
    get: () => own.value ?? t(`programme.templates.${template.value}`),
    set: (written: string) => {
      own.value = written
    },
  })
  return { template, title }
}
