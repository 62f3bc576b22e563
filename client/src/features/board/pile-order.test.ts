import type { Item } from '@meydan/shared/documents/board/records'
import { expect, it } from 'vitest'
import { pileOrder } from './pile-order.ts'

function board(...given: [type: 'note' | 'theme' | 'shape', id: string, order: string, theme?: string][]) {
  return new Map(
    given.map(([type, id, order, theme]) => {
      const item = { type, id, order, ...(type === 'note' && { theme: theme ?? null }) }
      return [id, { item: item as unknown as Exclude<Item, { type: 'frame' }> }]
    }),
  )
}

const ids = (items: ReturnType<typeof board>) => pileOrder(items).map(({ item }) => item.id)

it('is by order, whatever the kind', () => {
  expect(ids(board(['note', 'n', 'a2'], ['shape', 's', 'a1'], ['theme', 't', 'a3']))).toEqual(['s', 'n', 't'])
})

it('keeps the notes of a theme right above it, in their own order', () => {
  const items = board(
    ['note', 'low', 'a0', 't'],
    ['note', 'between', 'a4'],
    ['note', 'high', 'a9', 't'],
    ['theme', 't', 'a3'],
    ['shape', 'under', 'a2'],
  )
  expect(ids(items)).toEqual(['under', 't', 'low', 'high', 'between'])
})

it('doesn’t mix two themes that lie over each other', () => {
  const items = board(
    ['theme', 'one', 'a1'],
    ['theme', 'two', 'a2'],
    ['note', 'in-one', 'a8', 'one'],
    ['note', 'in-two', 'a3', 'two'],
  )
  expect(ids(items)).toEqual(['one', 'in-one', 'two', 'in-two'])
})

it('treats a note of a theme that is gone as a note by itself', () => {
  expect(ids(board(['note', 'n', 'a2', 'gone'], ['note', 'm', 'a1']))).toEqual(['m', 'n'])
})
