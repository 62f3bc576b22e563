import { boundsOf, overlaps, type Rect } from '@meydan/shared/documents/board/geometry'
import { expect, test } from 'vitest'
import { freePlaceFor } from './insert-template.ts'

const size = { width: 2000, height: 1000 }
const centre = { x: 300, y: 200 }
const forwards = { backwards: false, centre }

test('an empty board gets it around the middle of what is seen', () => {
  expect(freePlaceFor(size, null, forwards)).toEqual({ x: -700, y: -300 })
})

test('a tall board gets it beside, where reading goes on; a wide one below', () => {
  const tall: Rect = { x: 100, y: 50, width: 800, height: 3000 }
  expect(freePlaceFor(size, tall, forwards)).toEqual({ x: 1020, y: 50 })
  expect(freePlaceFor(size, tall, { backwards: true, centre })).toEqual({ x: -2020, y: 50 })
  const wide: Rect = { x: 100, y: 50, width: 4000, height: 900 }
  expect(freePlaceFor(size, wide, forwards)).toEqual({ x: 100, y: 1070 })
  expect(freePlaceFor(size, wide, { backwards: true, centre })).toEqual({ x: 2100, y: 1070 })
})

test('at the edge of the world it goes where there still is room', () => {
  const corner: Rect = { x: 899_000, y: 899_000, width: 900, height: 900 }
  const place = freePlaceFor(size, corner, forwards)
  expect(overlaps({ ...place, ...size }, corner)).toBe(false)
  expect(place.x + size.width).toBeLessThan(900_000)
  const everywhere: Rect = { x: -950_000, y: -950_000, width: 1_900_000, height: 1_900_000 }
  expect(freePlaceFor(size, everywhere, forwards)).toEqual({ x: -700, y: -300 })
  expect(boundsOf([everywhere])).not.toBeNull()
})
