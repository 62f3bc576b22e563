import type { NotificationView } from '@meydan/shared/contracts/notifications'
import { expect, test } from 'vitest'
import { byDay } from './by-day.ts'
import { withKept } from './kept-read.ts'

const one = (id: string, at: string): NotificationView => ({
  id,
  kind: 'mention',
  roomId: 'room',
  roomName: 'Ortak oda',
  by: null,
  words: '',
  path: '/',
  at,
  readAt: null,
})
const ids = (list: readonly NotificationView[]) => list.map(({ id }) => id)

test('cut where another day begins, in the order they came', () => {
  const list = [
    one('d', '2027-03-02T09:00:00.000Z'),
    one('c', '2027-03-02T00:00:00.000Z'),
    one('b', '2027-03-01T23:59:59.999Z'),
    one('a', '2027-02-27T12:00:00.000Z'),
  ]
  expect(byDay(list).map(({ day, notifications }) => [day, ids(notifications)])).toEqual([
    ['2027-03-02', ['d', 'c']],
    ['2027-03-01', ['b']],
    ['2027-02-27', ['a']],
  ])
  expect(byDay([])).toEqual([])
})

test('what was read here stays in its place in a list of the unread', () => {
  const fetched = [one('c', '2027-03-02T09:00:00.000Z'), one('a', '2027-03-01T09:00:00.000Z')]
  const read = one('b', '2027-03-01T12:00:00.000Z')
  expect(ids(withKept(fetched, new Map([['b', read]])))).toEqual(['c', 'b', 'a'])
  // Marked as unread again, it comes from the server, and once.
  expect(ids(withKept(fetched, new Map([['a', fetched[1]!]])))).toEqual(['c', 'a'])
})
