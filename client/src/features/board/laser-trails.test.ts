import { expect, it } from 'vitest'
import { LaserTrails, TRAIL_MS } from './laser-trails.ts'

it('forgets each place after its time, and the owner with the last one', () => {
  const trails = new LaserTrails()
  trails.put('me', { x: 0, y: 0 }, 0)
  trails.put('me', { x: 10, y: 0 }, 500)
  trails.put('you', { x: 5, y: 5 }, 500)
  expect(trails.at(600).get('me')).toHaveLength(2)
  expect(trails.at(TRAIL_MS + 1).get('me')).toEqual([{ x: 10, y: 0, at: 500 }])
  expect(trails.at(TRAIL_MS + 501).size).toBe(0)
})

it('keeps a pointer that rests where it is', () => {
  const trails = new LaserTrails()
  trails.put('me', { x: 1, y: 1 }, 0)
  trails.put('me', { x: 1, y: 1 }, 800)
  expect(trails.at(1000).get('me')).toEqual([{ x: 1, y: 1, at: 800 }])
})

it('never grows without end', () => {
  const trails = new LaserTrails()
  for (let step = 0; step < 5000; step++) trails.put('me', { x: step, y: 0 }, 1)
  expect(trails.at(2).get('me')!.length).toBeLessThanOrEqual(200)
})
