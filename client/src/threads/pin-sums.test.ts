import { expect, test } from 'vitest'
import { sumsOf } from './pin-sums.ts'

test('an object counts its own threads and those of its fields, and shows what is unread first', () => {
  const pin = { recordId: 'a', field: null, open: 1, resolved: 2, unread: 0, threadId: 'of the whole' }
  const due = { ...pin, field: 'due' as const, open: 2, resolved: 0, unread: 3, threadId: 'of its end' }
  const settled = { recordId: 'b', field: null, open: 0, resolved: 1, unread: 0, threadId: 'settled' }
  expect(Object.fromEntries(sumsOf([pin, due, settled]))).toEqual({
    a: { open: 3, resolved: 2, unread: 3, threadId: 'of its end' },
    b: { open: 0, resolved: 1, unread: 0, threadId: 'settled' },
  })
})
