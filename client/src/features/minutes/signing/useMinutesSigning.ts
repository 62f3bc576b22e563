import { saysSomething } from '@meydan/shared/documents/minutes/frozen'
import { provide, type Ref, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { afterwards } from '../../../afterwards.ts'
import { useT } from '../../../i18n/index.ts'
import { useOrganisations } from '../../../people/useOrganisations.ts'
import { signingContextKey } from '../../../signing/signing-context.ts'
import type { MinutesContext } from '../minutes-context.ts'

const Paper = afterwards(() => import('./MinutesPaper.vue'))
const Changes = afterwards(() => import('./MinutesChanges.vue'))

/** How minutes and charters are signed; for the parts of a sign-off below. */
export function useMinutesSigning({ room, documentId }: MinutesContext): void {
  const t = useT()
  const isOpen = shallowRef(false)
  provide(signingContextKey, {
    ...{ room, documentId, open: isOpen, Paper, Changes },
    organisations: useOrganisations(() => room.value),
    what: (content) =>
      content.format === 'meydan.frozen-minutes' && saysSomething(content) ? t('signing.minutes.what') : '',
    nothing: () => t('signing.minutes.nothing'),
  })
  openedByAddress(isOpen)
}

/** Letters that ask for a signature lead to the sign-off. The name is taken out again: going back must not open it anew. */
function openedByAddress(isOpen: Ref<boolean>): void {
  const route = useRoute()
  const router = useRouter()
  if (route.query['panel'] !== 'signing') return
  const { panel: _, ...query } = route.query
  void router.replace({ query, hash: route.hash })
  isOpen.value = true
}
