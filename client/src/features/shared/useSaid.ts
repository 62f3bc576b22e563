import { readSharedThreads, sayByLink, type SharedThread } from '@meydan/shared/contracts/shared-links'
import { computed, onScopeDispose, shallowRef } from 'vue'
import { ApiError, call } from '../../api.ts'
import { useT } from '../../i18n/index.ts'
import { coalesced } from './coalesced.ts'
import { createDrafts, type Place } from './drafts.ts'
import { useGuestName } from './guest-name.ts'
import type { LinkEnd } from './useSharedDocument.ts'

const PAUSE_MS = 1500
const REST_MS = 12_000

/** What was said by a link and what the room answered, and the way to say more. */
export function useSaid(token: string, ended: (why: LinkEnd) => void) {
  const t = useT()
  const threads = shallowRef<readonly SharedThread[] | null>(null)
  const error = shallowRef<unknown>(null)
  /** Read to those who can't see it: the room has answered. */
  const news = shallowRef('')
  const drafts = createDrafts()
  let again: ReturnType<typeof setTimeout> | undefined

  function take(next: readonly SharedThread[]): void {
    const before = threads.value
    threads.value = next
    const added = before === null ? 0 : answersIn(next) - answersIn(before)
    if (added > 0) news.value = t('shared.answered', { count: added })
  }

  function refuse(caught: unknown): void {
    const code = caught instanceof ApiError ? caught.code : null
    if (code === 'link_unknown' || code === 'link_expired') ended(code)
  }

  async function read(): Promise<void> {
    clearTimeout(again)
    try {
      take((await call(readSharedThreads, { body: { token } })).threads)
      error.value = null
    } catch (caught) {
      error.value = caught
      refuse(caught)
      again = setTimeout(ask, REST_MS)
    }
  }
  const { ask, stop } = coalesced(read, () => PAUSE_MS)

  /** Throws ApiError; the words stay then, and the same words are taken once however often they are sent. */
  async function say(place: Place, name: string, words: string): Promise<void> {
    const text = words.trim()
    const body = { token, id: drafts.sendAs(place, text), name, text, about: place }
    try {
      take((await call(sayByLink, { body })).threads)
      drafts.forget(place)
    } catch (caught) {
      refuse(caught)
      throw caught
    }
  }

  onScopeDispose(() => {
    stop()
    clearTimeout(again)
  })
  return {
    threads,
    error,
    news,
    drafts,
    guest: useGuestName(),
    reload: ask,
    say,
    forget: () => {
      stop()
      threads.value = null
    },
    /** How many conversations there are about each record. */
    counts: computed(() => {
      const counts = new Map<string, number>()
      for (const { recordId } of threads.value ?? []) {
        if (recordId) counts.set(recordId, (counts.get(recordId) ?? 0) + 1)
      }
      return counts
    }),
  }
}
export type Said = ReturnType<typeof useSaid>

function answersIn(threads: readonly SharedThread[]): number {
  return threads.flatMap(({ comments }) => comments).filter(({ outsider }) => outsider === null).length
}
