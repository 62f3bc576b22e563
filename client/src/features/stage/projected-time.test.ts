import { expect, test } from 'vitest'
import { projectedTime } from './projected-time.ts'

const END = Date.UTC(2026, 10, 22, 9)
const running = { stepEndsAt: new Date(END).toISOString(), stepLeftMs: null }

test.each([
  [90_000, 'running', 90],
  [89_001, 'running', 90],
  [60_000, 'last', 60],
  [1, 'last', 1],
  [0, 'over', 0],
  [-61_000, 'over', 61],
])('%i ms before the end', (before, phase, seconds) => {
  expect(projectedTime(running, END - before)).toEqual({ phase, seconds })
})

test('a paused step stands still, whatever the time is', () => {
  const paused = { stepEndsAt: null, stepLeftMs: 125_000 }
  expect(projectedTime(paused, 0)).toEqual({ phase: 'paused', seconds: 125 })
  expect(projectedTime(paused, END)).toEqual({ phase: 'paused', seconds: 125 })
})
