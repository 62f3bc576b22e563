import { expect, test } from 'vitest'
import type { Rect } from '@meydan/shared/documents/board/geometry'
import { freeEdges, opening } from './opening.ts'
import type { BoardData } from './useBoard.ts'

/** A board as `opening` sees it: rectangles in reading order. */
function boardOf(rects: Rect[]): BoardData {
  return {
    allRects: () => rects,
    order: { value: rects.map((_, index) => String(index)) },
    rectOf: (id: string) => rects[Number(id)] ?? null,
  } as unknown as BoardData
}

const lanes = [0, 600, 1200, 1800].map((x) => ({ x, y: 0, width: 520, height: 1400 }))
const wide = { width: 1280, height: 748 }

test('a workshop board is shown whole, clear of the bars', () => {
  const insets = freeEdges(false, 'ltr')
  const view = opening(boardOf(lanes), wide, insets, false)
  expect(view.x).toBeGreaterThanOrEqual(insets.left)
  expect(1400 * view.zoom + view.y).toBeLessThanOrEqual(wide.height - insets.bottom + 0.01)
})

test('where the whole would be too small, its first frame stands at the start, large enough to read', () => {
  const low = { width: 640, height: 308 }
  const insets = freeEdges(false, 'ltr')
  const view = opening(boardOf(lanes), low, insets, false)
  expect(view.zoom).toBe(0.45)
  expect([view.x, view.y]).toEqual([insets.left, insets.top])
})

test('in Arabic the tools stand at the other side', () => {
  const { left, right } = freeEdges(false, 'ltr')
  expect(freeEdges(false, 'rtl')).toMatchObject({ left: right, right: left })
})
