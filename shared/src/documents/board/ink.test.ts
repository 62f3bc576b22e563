import { expect, test } from 'vitest'
import { chanceFrom } from './any-act.ts'
import { inkBounds, readPoints, writePoints } from './ink.ts'
import { POINTS_MAX, Stroke } from './records.ts'

test.each([1, 2, 3, 4, 5])('a line is read as it was written, to the unit: seed %i', (seed) => {
  const { below } = chanceFrom(seed)
  const points = Array.from({ length: 300 }, () => ({
    x: below(900) - 450,
    y: below(900) - 450,
    pressure: below(10) / 9,
  }))
  const text = writePoints(points)
  expect(readPoints(text)).toEqual(points)
  expect(Stroke.parse({ id: 's', points: text }).points).toBe(text)
  const { x, y, width, height } = inkBounds(points, 8)
  for (const point of points) {
    expect(point.x - x >= 4 && point.y - y >= 4 && x + width - point.x >= 4 && y + height - point.y >= 4).toBe(true)
  }
})

test('what comes between whole units doesn’t add up over a long line', () => {
  const points = Array.from({ length: 1_000 }, (_, index) => ({ x: index * 0.4, y: index * 0.6, pressure: 0.5 }))
  const last = readPoints(writePoints(points)).at(-1)!
  expect(Math.abs(last.x - 399.6)).toBeLessThanOrEqual(0.5)
  expect(Math.abs(last.y - 599.4)).toBeLessThanOrEqual(0.5)
})

test('a line that is too long ends where there is no more room, and can be stored', () => {
  const points = Array.from({ length: 9_000 }, (_, index) => ({ x: index * 100, y: -index, pressure: 1 }))
  const text = writePoints(points)
  expect(text.length).toBeLessThanOrEqual(POINTS_MAX)
  expect(readPoints(text).length).toBeGreaterThan(900)
  expect(readPoints('')).toEqual([])
  expect(inkBounds([], 8)).toEqual({ x: 0, y: 0, width: 0, height: 0 })
})
