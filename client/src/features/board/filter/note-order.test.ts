import { expect, it } from 'vitest'
import { sortedBy, type Sorted } from './note-order.ts'

const notes: Sorted[] = [
  { id: 'a', severity: null, kind: 'idea', side: 'public', author: '' },
  { id: 'b', severity: 2, kind: null, side: 'civil', author: 'Zeynep' },
  { id: 'c', severity: 5, kind: 'problem', side: 'neutral', author: 'Çağla' },
  { id: 'd', severity: 2, kind: 'problem', side: 'civil', author: 'Demir' },
]

it.each([
  ['severity', 'cbda'],
  ['kind', 'cdab'],
  ['side', 'bdac'],
  ['author', 'cdba'],
] as const)('sorts by %s, stable, unsaid last', (by, order) => {
  expect(sortedBy(notes, by, 'tr').join('')).toBe(order)
})
