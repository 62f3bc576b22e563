import { type NotificationView, readNotifications } from '@meydan/shared/contracts/notifications'
import { useEventListener } from '@vueuse/core'
import { computed, onScopeDispose, type Ref } from 'vue'
import { call, useErrorText } from '../api.ts'
import { onPersonNews } from '../live.ts'
import { useToasts } from '../ui/toasts.ts'
import { unreadCount } from './unread.ts'
import { usePages } from './usePages.ts'

/** What I was told of, kept fresh by pushes, and what I do with it. Ends with the scope. */
export function useNotifications(isUnreadOnly: Readonly<Ref<boolean>>) {
  const toasts = useToasts()
  const errorText = useErrorText()
  const { data, kept, reload, ...rest } = usePages(isUnreadOnly)

  onScopeDispose(onPersonNews(() => void reload()))
  // Where pushes can't come through, looking at the page again is as good.
  useEventListener(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') void reload()
  })

  function show(id: string, readAt: string | null): void {
    if (!data.value) return
    const notifications = data.value.notifications.map((one) => (one.id === id ? { ...one, readAt } : one))
    for (const one of notifications) if (one.id === id && isUnreadOnly.value) kept.set(id, one)
    unreadCount.value = Math.max(0, unreadCount.value + (readAt === null ? 1 : -1))
    data.value = { ...data.value, notifications }
  }

  /** Shown at once, and taken back where it couldn't be kept. */
  async function mark({ id, readAt }: NotificationView, read: boolean): Promise<void> {
    if ((readAt !== null) === read) return
    show(id, read ? new Date().toISOString() : null)
    try {
      unreadCount.value = (await call(readNotifications, { body: { ids: [id], read } })).unread
    } catch (caught) {
      show(id, readAt)
      toasts.fail(errorText(caught))
    }
  }

  /** All that could be seen: what comes at this moment stays unread. */
  async function markAll(): Promise<void> {
    const newest = data.value?.notifications[0]
    if (!newest) return
    try {
      unreadCount.value = (await call(readNotifications, { body: { upTo: newest.at } })).unread
      await reload()
    } catch (caught) {
      toasts.fail(errorText(caught))
    }
  }

  const notifications = computed(() => data.value?.notifications ?? null)
  const hasMore = computed(() => Boolean(data.value?.next))
  return { ...rest, notifications, hasMore, reload, mark, markAll }
}

export type Notifications = ReturnType<typeof useNotifications>
