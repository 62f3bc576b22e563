import type { ReplyOf } from '@meydan/shared/contracts/contract'
import { openLink } from '@meydan/shared/contracts/shared-links'
import { onScopeDispose, ref, shallowRef } from 'vue'
import * as Y from 'yjs'
import { ApiError, call } from '../../api.ts'
import { mirror } from '../../documents/mirror.ts'
import { coalesced } from './coalesced.ts'
import { listenToLink } from './shared-live.ts'

export type Opened = Omit<ReplyOf<typeof openLink>, 'update' | 'state'>
/** Why a link shows nothing; `closed`: while it was open. */
export type LinkEnd = 'link_unknown' | 'link_expired' | 'closed'

const PAUSE_MS = 1500
/** What the server asks of whoever asked too often, and after a failure. */
const REST_MS = 12_000
const TIMER_MAX_MS = 2 ** 31 - 1

/**
 * The document that a link leads to, fetched and fetched again when something changed. It is kept in this page's memory
 * and nowhere else; when the link ends, there no more.
 */
export function useSharedDocument(token: string, threadsChanged: () => void) {
  const opened = shallowRef<Opened | null>(null)
  const doc = shallowRef<Y.Doc | null>(null)
  const end = shallowRef<LinkEnd | null>(null)
  const error = shallowRef<unknown>(null)
  const loading = ref(false)
  /** Whether changes arrive by themselves, and since when what is shown is known to be so. */
  const isLive = ref(true)
  const asOf = ref('')
  let known: string | undefined
  let expiry: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  let stopListening: (() => void) | undefined

  function finish(why: LinkEnd): void {
    if (end.value) return
    const isClosed = opened.value !== null && Date.parse(opened.value.expiresAt) > Date.now()
    end.value = isClosed ? 'closed' : why
    opened.value = null
    known = undefined
    doc.value?.destroy()
    doc.value = null
    stop()
  }

  function take({ update, state, ...rest }: ReplyOf<typeof openLink>): void {
    if (update !== null) {
      const next = new Y.Doc()
      Y.applyUpdate(
        next,
        Uint8Array.from(atob(update), (letter) => letter.charCodeAt(0)),
      )
      doc.value ??= new Y.Doc()
      mirror(doc.value, next)
      next.destroy()
    }
    known = state
    opened.value = rest
    asOf.value = new Date().toISOString()
    clearTimeout(expiry)
    expiry = setTimeout(ask, Math.min(Math.max(Date.parse(rest.expiresAt) - Date.now() + 500, 0), TIMER_MAX_MS))
  }

  async function read(): Promise<void> {
    loading.value = true
    clearTimeout(again)
    try {
      const answer = await call(openLink, { body: { token, ...(known !== undefined && { known }) } })
      if (end.value) return
      take(answer)
      error.value = null
      listen()
    } catch (caught) {
      failed(caught)
    } finally {
      loading.value = false
    }
  }

  function failed(caught: unknown): void {
    const code = caught instanceof ApiError ? caught.code : null
    if (code === 'link_unknown' || code === 'link_expired') return finish(code)
    error.value = caught
    again = setTimeout(ask, REST_MS)
  }

  const { ask, stop: stopAsking } = coalesced(read, () => PAUSE_MS * (1 + Math.random()))

  function listen(): void {
    stopListening ??= listenToLink(token, {
      connected: () => {
        isLive.value = true
        ask()
        threadsChanged()
      },
      lost: () => {
        isLive.value = false
      },
      changed: (what) => (what === 'threads' ? threadsChanged() : ask()),
      ended: () => finish('link_expired'),
      refused: () => {
        ask()
        listenLater()
      },
    })
  }

  function listenLater(): void {
    stopListening?.()
    const timer = setTimeout(() => {
      stopListening = undefined
      listen()
    }, REST_MS)
    stopListening = () => clearTimeout(timer)
  }

  function stop(): void {
    stopAsking()
    stopListening?.()
    clearTimeout(expiry)
    clearTimeout(again)
    window.removeEventListener('online', ask)
  }

  window.addEventListener('online', ask)
  onScopeDispose(() => {
    stop()
    doc.value?.destroy()
  })
  ask()
  return { opened, doc, end, error, loading, isLive, asOf, reload: ask, finish }
}
