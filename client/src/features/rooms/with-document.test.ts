import type { DocumentSummary, RoomView } from '@meydan/shared/contracts/rooms'
import { expect, test } from 'vitest'
import { withDocument } from './with-document.ts'

const board = (id: string, title: string): DocumentSummary => ({
  id,
  kind: 'board',
  title,
  createdAt: '2026-11-21T10:00:00Z',
  meetingId: null,
})
const room = { name: 'Joint room', documents: [board('1', 'Needs'), board('2', 'Priorities')] } as unknown as RoomView

test('a renamed board keeps its place, a new one is the last, and the room handed in stays as it was', () => {
  expect(withDocument(room, board('1', 'Wishes')).documents.map(({ title }) => title)).toEqual(['Wishes', 'Priorities'])
  expect(withDocument(room, board('3', 'Plan')).documents.map(({ title }) => title)).toEqual([
    'Needs',
    'Priorities',
    'Plan',
  ])
  expect(room.documents).toHaveLength(2)
})
