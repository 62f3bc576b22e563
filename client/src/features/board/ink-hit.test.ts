import { expect, it } from 'vitest'
import { lineMeets } from './ink-hit.ts'

const line = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 100 },
]

it('is met where it is crossed, however far its points lie apart', () => {
  expect(lineMeets(line, { x: 50, y: -500 }, { x: 50, y: 500 }, 1)).toBe(true)
  expect(lineMeets(line, { x: 90, y: 50 }, { x: 110, y: 50 }, 1)).toBe(true)
})

it('is met beside it within reach and not beyond', () => {
  expect(lineMeets(line, { x: 50, y: 5 }, { x: 50, y: 5 }, 6)).toBe(true)
  expect(lineMeets(line, { x: 50, y: 8 }, { x: 60, y: 8 }, 6)).toBe(false)
  expect(lineMeets(line, { x: 10, y: 90 }, { x: 60, y: 60 }, 6)).toBe(false)
})

it('may be a dot', () => {
  expect(lineMeets([{ x: 5, y: 5 }], { x: 0, y: 0 }, { x: 10, y: 10 }, 1)).toBe(true)
  expect(lineMeets([{ x: 50, y: 5 }], { x: 0, y: 0 }, { x: 10, y: 10 }, 1)).toBe(false)
  expect(lineMeets([], { x: 0, y: 0 }, { x: 10, y: 10 }, 1)).toBe(false)
})
