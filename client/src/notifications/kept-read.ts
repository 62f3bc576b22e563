import type { NotificationView } from '@meydan/shared/contracts/notifications'

/**
 * What was fetched, and with it what was read in this list since: in a list of the unread alone it would vanish under the
 * finger, and the focus with it. The newest first.
 */
export function withKept(
  fetched: readonly NotificationView[],
  kept: ReadonlyMap<string, NotificationView>,
): NotificationView[] {
  const ids = new Set(fetched.map(({ id }) => id))
  const missing = [...kept.values()].filter(({ id }) => !ids.has(id))
  if (missing.length === 0) return [...fetched]
  return [...fetched, ...missing].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
}
