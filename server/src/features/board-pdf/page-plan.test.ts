import { describe, expect, test } from 'vitest'
import { type PagePlan, sheetPage, wholePage } from './page-plan.ts'

const at = (width: number, height: number) => ({ x: -50, y: 7, width, height })
const sizes: [number, number][] = [
  [40, 40],
  [280, 230],
  [1600, 900],
  [900, 1600],
  [11_000, 7_000],
  [4_000_000, 300],
  [300, 4_000_000],
]

function isInside({ width, height, margin, unit, board }: PagePlan): boolean {
  const [right, bottom] = [board.x + board.width * board.scale, board.y + board.height * board.scale]
  const head = margin + 40 * unit
  return board.x >= margin - 0.01 && right <= width - margin + 0.01 && board.y >= head && bottom <= height - margin
}

describe('one page for all', () => {
  test.each(sizes)('%i × %i fits between title and legend, on at most A0', (width, height) => {
    const page = wholePage(at(width, height))
    expect(isInside(page)).toBe(true)
    expect(Math.max(page.width, page.height)).toBeLessThanOrEqual(3370.5)
    expect(Math.min(page.width, page.height)).toBeLessThanOrEqual(2384)
    expect(page.board.scale).toBeGreaterThan(0)
  })

  test('a board of middling size is printed as large as on the screen', () => {
    expect(wholePage(at(1600, 1200)).board.scale).toBe(0.75)
  })
})

describe('a sheet for a frame', () => {
  test.each(sizes)('%i × %i fits between title and legend', (width, height) => {
    expect(isInside(sheetPage(at(width, height)))).toBe(true)
  })

  test('lies the way the frame lies, and is A3 where A4 could not be read', () => {
    expect(sheetPage(at(900, 640))).toMatchObject({ width: 841.89, height: 595.28 })
    expect(sheetPage(at(640, 900))).toMatchObject({ width: 595.28, height: 841.89 })
    expect(sheetPage(at(3000, 1800))).toMatchObject({ width: 1190.55, height: 841.89 })
  })
})
