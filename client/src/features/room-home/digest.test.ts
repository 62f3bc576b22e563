import type { Happening } from '@meydan/shared/contracts/room-home'
import { expect, test } from 'vitest'
import { digestOf, fromHome, hasStops } from './digest.ts'

const happening = (given: Partial<Happening>): Happening => ({
  ...{ id: 'one', kind: 'note_changed', at: '2027-03-02T12:00:00Z', count: 1, seatId: 'ahmad', side: 'civil' },
  ...{ documentId: 'board', recordId: 'note', threadId: null, words: '', fields: [], path: null },
  ...given,
})

test('what happened is told by day and by what it was about', () => {
  const days = digestOf([
    happening({ count: 3 }),
    happening({ kind: 'comment', seatId: 'mehmet' }),
    happening({ seatId: 'mehmet' }),
    happening({ seatId: null }),
    happening({ at: '2027-03-01T12:00:00Z' }),
  ])
  expect(
    days.map(({ day, topics }) => [day, topics.map(({ key, changes, people }) => [key, changes, people])]),
  ).toEqual([
    [
      '2027-03-02',
      [
        ['board', 5, 2],
        ['threads', 1, 1],
      ],
    ],
    ['2027-03-01', [['board', 1, 1]]],
  ])
})

test('objects and texts can be gone through one by one; what only counts for its document, and threads, can not', () => {
  const only = (given: Partial<Happening>) => hasStops(digestOf([happening(given)])[0]!.topics[0]!)
  expect(only({})).toBe(true)
  expect(only({ kind: 'minutes_changed', recordId: null })).toBe(true)
  expect(only({ kind: 'document_changed', recordId: null })).toBe(false)
  expect(only({ kind: 'comment' })).toBe(false)
})

test('what stands beside the boards opens beside the home', () => {
  expect(fromHome('/rooms/a?thread=b', 'a')).toBe('/rooms/a/home?thread=b')
  expect(fromHome('/rooms/a/boards/b?record=c', 'a')).toBe('/rooms/a/boards/b?record=c')
  expect(fromHome(null, 'a')).toBeNull()
})
