import { shallowReactive } from 'vue'

/**
 * The secret of a link that was opened (`/join#…`, `/answer#…`, `/unsubscribe#…`). It leaves the address at once, so that it
 * isn't in the history, a bookmark or a photo of the screen; it stays in this tab alone, so that a reload loses nothing.
 */
const pages = {
  '/join': 'meydan.join',
  '/set-up': 'meydan.set-up',
  '/answer': 'meydan.answer',
  '/confirm-address': 'meydan.confirm-address',
  '/unsubscribe': 'meydan.unsubscribe',
} as const
type LinkPage = keyof typeof pages

const kept = shallowReactive<Partial<Record<LinkPage, string>>>({})

const isLinkPage = (path: string): path is LinkPage => path in pages

/** Keeps the fragment as the page's token; false where there is nothing to keep. */
export function keepLinkToken(path: string, hash: string): boolean {
  const token = hash.slice(1)
  if (!isLinkPage(path) || !token) return false
  kept[path] = token
  try {
    sessionStorage.setItem(pages[path], token)
  } catch {
    // Without storage a reload needs the link again.
  }
  return true
}

/** To be called before anything else reads the address. */
export function takeLinkToken(): void {
  const { pathname, search, hash } = location
  if (keepLinkToken(pathname, hash)) history.replaceState(history.state, '', pathname + search)
}

export function linkToken(page: LinkPage): string | null {
  if (kept[page]) return kept[page]
  try {
    return sessionStorage.getItem(pages[page])
  } catch {
    return null
  }
}

export function forgetLinkToken(page: LinkPage): void {
  delete kept[page]
  try {
    sessionStorage.removeItem(pages[page])
  } catch {
    // There was nothing to forget.
  }
}
