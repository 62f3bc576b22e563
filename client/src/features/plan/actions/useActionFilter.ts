import { ActionsWanted, type actionSorts } from '@meydan/shared/contracts/plans'
import type { ActionStatus } from '@meydan/shared/documents/plan/records'
import { refDebounced } from '@vueuse/core'
import { computed, reactive, toRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { ActionsQuery } from './useActions.ts'

export type ActionSort = (typeof actionSorts)[number]

const TYPING_MS = 250
const none = { organisationId: '', programmeId: '', status: '' as ActionStatus | '', overdue: false, ours: false }

/** What of all actions is asked for. It stands in the address, so that it can be kept, sent and gone back to. */
export function useActionFilter() {
  const route = useRoute()
  const router = useRouter()
  const wanted = reactive(readAddress(route.query))
  const words = refDebounced(toRef(wanted, 'words'), TYPING_MS)

  const query = computed((): ActionsQuery => {
    const { organisationId, programmeId, status, overdue, ours, sort } = wanted
    return {
      ...(organisationId && { organisationId }),
      ...(programmeId && { programmeId }),
      ...(status && { status }),
      ...(overdue && { overdue: 'yes' as const }),
      ...(ours && { ours: 'yes' as const }),
      ...(words.value.trim() && { words: words.value.trim().slice(0, 200) }),
      sort,
    }
  })
  watch(
    query,
    (now) => void router.replace({ query: { ...now, sort: now.sort === 'organisation' ? undefined : now.sort } }),
  )

  return {
    wanted,
    query,
    isActive: computed(() => Object.keys(query.value).length > 1),
    clear: () => Object.assign(wanted, none, { words: '' }),
  }
}

/** What an address asks for that the server would understand; the rest of it is passed over. */
function readAddress(given: Record<string, unknown>) {
  const { organisationId, programmeId, status, overdue, ours, words, sort } = ActionsWanted.shape
  return {
    organisationId: organisationId.catch(undefined).parse(given['organisationId']) ?? '',
    programmeId: programmeId.catch(undefined).parse(given['programmeId']) ?? '',
    status: status.catch(undefined).parse(given['status']) ?? ('' as const),
    overdue: overdue.catch(undefined).parse(given['overdue']) === 'yes',
    ours: ours.catch(undefined).parse(given['ours']) === 'yes',
    words: words.catch(undefined).parse(given['words']) ?? '',
    sort: given['sort'] === undefined ? ('organisation' as const) : sort.catch('due').parse(given['sort']),
  }
}
