import { expect, test } from 'vitest'
import { tilesOf } from './overview-picture.ts'

test('tiles cover the picture once, none is larger than the others', () => {
  const tiles = tilesOf({ x: 0, y: 0, width: 700, height: 330 })
  expect(tiles).toHaveLength(6)
  expect(tiles.reduce((area, { width, height }) => area + width * height, 0)).toBe(700 * 330)
  expect(Math.max(...tiles.map(({ width }) => width))).toBe(320)
})
