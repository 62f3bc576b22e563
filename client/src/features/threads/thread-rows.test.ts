import type { CommentView } from '@meydan/shared/contracts/threads'
import { expect, test } from 'vitest'
import { firstUnread, newOnes, rowsOf } from './thread-rows.ts'

const said = (id: string, seatId: string, day = '10', hour = '12'): CommentView => ({
  id,
  threadId: 't',
  seatId,
  outsider: null,
  text: id,
  attachments: [],
  reactions: [],
  createdAt: `2026-11-${day}T${hour}:00:00.000Z`,
  editedAt: null,
  deletedAt: null,
})
const shape = (comments: CommentView[], firstNew: string | null) =>
  rowsOf(comments, firstNew).map((row) => (row.kind === 'comment' ? row.comment.id : row.kind))

test('comments stand under their days, and “New” before the first unread one', () => {
  const comments = [said('a', 'me'), said('b', 'you', '10', '13'), said('c', 'you', '12'), said('d', 'me', '12', '13')]
  expect(shape(comments, 'c')).toEqual(['day', 'a', 'b', 'day', 'new', 'c', 'd'])
  expect(shape(comments, null)).toEqual(['day', 'a', 'b', 'day', 'c', 'd'])
  expect(shape([], null)).toEqual([])
})

test('the first unread one is counted among what others wrote, from the end', () => {
  const comments = [said('a', 'you'), said('b', 'me'), said('c', 'you'), said('d', 'me')]
  expect(firstUnread(comments, 1, 'me')).toBe('c')
  expect(firstUnread(comments, 2, 'me')).toBe('a')
  expect(firstUnread([...comments, said('e', 'you')], 1, 'me')).toBe('e')
  // More are unread than are shown: all that are shown are new.
  expect(firstUnread(comments, 9, 'me')).toBe('a')
  expect(firstUnread(comments, 0, 'me')).toBeNull()
  expect(firstUnread([said('a', 'me')], 1, 'me')).toBeNull()
})

test('new is what others wrote since, not what was loaded above or is one’s own', () => {
  const shown = [said('b', 'you', '11')]
  const now = [said('a', 'you', '10'), said('b', 'you', '11'), said('c', 'me', '12'), said('d', 'you', '12')]
  expect(newOnes(shown, now, 'me').map(({ id }) => id)).toEqual(['d'])
  expect(newOnes([], now, 'me')).toEqual([])
})
