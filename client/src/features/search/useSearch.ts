import { type Found, FoundKind, search, SEARCH_WORDS_MAX } from '@meydan/shared/contracts/search'
import { Id } from '@meydan/shared/contracts/ids'
import type { ReplyOf } from '@meydan/shared/contracts/contract'
import { refDebounced } from '@vueuse/core'
import { computed, onScopeDispose, reactive, ref, shallowRef, toRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { call } from '../../api.ts'

const TYPING_MS = 250

/**
 * What is looked for, and what was found, page by page. The question stands in the address, so that one comes back to it;
 * another begins anew, and what is shown stays until the answer is here.
 */
export function useSearch() {
  const route = useRoute()
  const router = useRouter()
  const wanted = reactive(readAddress(route.query))
  const words = refDebounced(toRef(wanted, 'q'), TYPING_MS)
  const query = computed(() => ({
    q: words.value.trim().slice(0, SEARCH_WORDS_MAX),
    ...(wanted.kind && { kind: wanted.kind }),
    ...(wanted.roomId && { roomId: wanted.roomId }),
    ...(wanted.programmeId && { programmeId: wanted.programmeId }),
  }))

  const found = shallowRef<readonly Found[]>([])
  const answer = shallowRef<ReplyOf<typeof search> | null>(null)
  /** The words that `found` says. */
  const said = ref('')
  const error = shallowRef<unknown>(null)
  const loading = ref(false)
  let latest = 0

  async function fetchPage(skip: number): Promise<void> {
    const mine = ++latest
    if (query.value.q === '') {
      found.value = []
      answer.value = null
      error.value = null
      loading.value = false
      return
    }
    loading.value = true
    const asked = query.value
    try {
      const page = await call(search, { query: { ...asked, skip } })
      if (mine !== latest) return
      found.value = skip > 0 ? [...found.value, ...page.found] : page.found
      answer.value = page
      said.value = asked.q
      error.value = null
    } catch (caught) {
      if (mine === latest) error.value = caught
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  const reload = () => fetchPage(0)
  const retry = () => error.value !== null && void reload()
  window.addEventListener('online', retry)
  onScopeDispose(() => {
    latest += 1
    window.removeEventListener('online', retry)
  })
  watch(
    query,
    (now) => {
      void router.replace({ query: { ...now, q: now.q || undefined } })
      void reload()
    },
    { immediate: true },
  )

  return { wanted, query, found, answer, said, error, loading, reload, more: () => fetchPage(found.value.length) }
}

/** What an address asks for that the server would understand; the rest of it is passed over. */
function readAddress(given: Record<string, unknown>) {
  return {
    q: typeof given['q'] === 'string' ? given['q'].slice(0, SEARCH_WORDS_MAX) : '',
    kind: FoundKind.optional().catch(undefined).parse(given['kind']) ?? ('' as const),
    roomId: Id.optional().catch(undefined).parse(given['roomId']) ?? '',
    programmeId: Id.optional().catch(undefined).parse(given['programmeId']) ?? '',
  }
}
