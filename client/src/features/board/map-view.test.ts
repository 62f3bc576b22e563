import { expect, it } from 'vitest'
import { mapView, toBoardPoint } from './map-view.ts'

it('shows a wide board whole and in the middle, and finds the board’s point again', () => {
  const view = mapView({ x: -1000, y: 500, width: 4000, height: 1000 }, { width: 200, height: 100 })
  expect(view).toEqual({ zoom: 0.05, left: 50, top: 0 })
  expect(toBoardPoint(view, { x: 0, y: 25 })).toEqual({ x: -1000, y: 500 })
  expect(toBoardPoint(view, { x: 200, y: 75 })).toEqual({ x: 3000, y: 1500 })
})

it('shows an empty board without dividing by nothing', () => {
  expect(mapView({ x: 0, y: 0, width: 0, height: 0 }, { width: 200, height: 100 }).zoom).toBe(100)
})
