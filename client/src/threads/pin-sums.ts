import type { ThreadPin } from '@meydan/shared/contracts/threads'

/** How many threads something has; `threadId` is the one to show first. */
export type PinSum = Pick<ThreadPin, 'open' | 'resolved' | 'unread' | 'threadId'>

/** Each object with its fields; what is open is shown before what is settled. */
export function sumsOf(pins: readonly ThreadPin[]): Map<string, PinSum> {
  return new Map(
    [...Map.groupBy(pins, ({ recordId }) => recordId)].map(([recordId, its]) => {
      const first = its.find(({ unread }) => unread > 0) ?? its.find(({ open }) => open > 0) ?? its[0]!
      const total = (count: (pin: ThreadPin) => number) => its.reduce((sum, pin) => sum + count(pin), 0)
      return [
        recordId,
        {
          open: total(({ open }) => open),
          resolved: total(({ resolved }) => resolved),
          unread: total(({ unread }) => unread),
          threadId: first.threadId,
        },
      ]
    }),
  )
}
