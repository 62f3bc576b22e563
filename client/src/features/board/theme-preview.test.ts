import { themeSlot } from '@meydan/shared/documents/board/layout'
import { expect, it } from 'vitest'
import { previewWith } from './theme-preview.ts'

it('makes room where the carried ones come to stand', () => {
  const { shifts, gaps, size } = previewWith(['a', 'b', 'c', 'd'], new Set(['x']), 1)
  const shifted = (index: number, id: string) => {
    const from = themeSlot(index, 4)
    const by = shifts.get(id) ?? { x: 0, y: 0 }
    return { x: from.x + by.x, y: from.y + by.y }
  }
  expect(gaps).toEqual([themeSlot(1, 5)])
  expect(shifts.has('a')).toBe(false)
  expect(shifted(1, 'b')).toEqual(themeSlot(2, 5))
  expect(shifted(3, 'd')).toEqual(themeSlot(4, 5))
  expect(size.width).toBeGreaterThan(themeSlot(2, 5).x)
})

it('closes the gap one leaves in its own theme', () => {
  const { shifts, gaps } = previewWith(['a', 'b', 'c'], new Set(['a']), 2)
  expect(gaps).toEqual([themeSlot(2, 3)])
  expect(shifts.get('b')).toEqual({ x: themeSlot(0, 3).x - themeSlot(1, 3).x, y: 0 })
  expect(shifts.size).toBe(2)
})
