import type { NotificationView } from '@meydan/shared/contracts/notifications'
import { localDay } from '../i18n/days.ts'

export type DayOfNews = { day: string; notifications: NotificationView[] }

/** In the order they come, cut where another day begins: a day as it is here, whatever the time zone of the server. */
export function byDay(notifications: readonly NotificationView[]): DayOfNews[] {
  const days = Map.groupBy(notifications, ({ at }) => localDay(new Date(at)))
  return [...days].map(([day, ofDay]) => ({ day, notifications: ofDay }))
}
