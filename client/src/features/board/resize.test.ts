import { expect, it } from 'vitest'
import { resized } from './resize.ts'

const frame = { x: 100, y: 100, width: 500, height: 400 }

it('moves the pulled edges and leaves the others', () => {
  expect(resized(frame, 'se', { x: 20, y: 30 })).toEqual({ x: 100, y: 100, width: 520, height: 430 })
  expect(resized(frame, 'nw', { x: 20, y: 30 })).toEqual({ x: 120, y: 130, width: 480, height: 370 })
  expect(resized(frame, 'e', { x: 20, y: 30 })).toEqual({ ...frame, width: 520 })
})

it('never gets smaller than a frame may be, nor turns over', () => {
  expect(resized(frame, 'w', { x: 9999, y: 0 })).toEqual({ x: 360, y: 100, width: 240, height: 400 })
  expect(resized(frame, 's', { x: 0, y: -9999 })).toEqual({ ...frame, height: 200 })
})
