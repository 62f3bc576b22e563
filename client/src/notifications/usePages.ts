import { listNotifications, type NotificationView } from '@meydan/shared/contracts/notifications'
import { type Ref, ref, watch } from 'vue'
import { call, useErrorText } from '../api.ts'
import { gathered } from '../gathered.ts'
import { useToasts } from '../ui/toasts.ts'
import { useLoad } from '../ui/useLoad.ts'
import { withKept } from './kept-read.ts'
import { unreadCount } from './unread.ts'

type Page = { notifications: NotificationView[]; next: string | null }

/** What I was told of, a page at a time, the newest first. `kept`: what stays in a list of the unread although it was read. */
export function usePages(isUnreadOnly: Readonly<Ref<boolean>>) {
  const toasts = useToasts()
  const errorText = useErrorText()
  const kept = new Map<string, NotificationView>()
  const isFetchingMore = ref(false)
  let pages = 1

  async function fetchPage(before?: string): Promise<Page> {
    const answer = await call(listNotifications, { query: { unread: isUnreadOnly.value ? 'true' : 'false', before } })
    unreadCount.value = answer.unread
    return answer
  }

  /** As many pages as are shown, each anew. */
  async function fetchShown(): Promise<Page> {
    let { notifications, next } = await fetchPage()
    for (let page = 1; page < pages && next; page++) {
      const more = await fetchPage(next)
      notifications = [...notifications, ...more.notifications]
      next = more.next
    }
    return { notifications: withKept(notifications, kept), next }
  }

  const { data, error, loading, reload: load } = useLoad(fetchShown)
  const reload = gathered(load)
  watch(isUnreadOnly, () => {
    pages = 1
    kept.clear()
    data.value = null
    void load()
  })

  async function more(): Promise<void> {
    const shown = data.value
    if (!shown?.next || isFetchingMore.value) return
    isFetchingMore.value = true
    try {
      const { notifications, next } = await fetchPage(shown.next)
      pages += 1
      // Fetched anew meanwhile: then what follows it may be another page.
      if (data.value === shown) data.value = { notifications: [...shown.notifications, ...notifications], next }
      else await reload()
    } catch (caught) {
      toasts.fail(errorText(caught))
    } finally {
      isFetchingMore.value = false
    }
  }

  return { data, error, loading, isFetchingMore, kept, reload, more }
}
