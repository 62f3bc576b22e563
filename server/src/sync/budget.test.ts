import { expect, test } from 'vitest'
import { Budget } from './budget.ts'

test('a burst passes, then the flow decides', () => {
  const budget = new Budget(60, 200, 0)
  for (let taken = 0; taken < 200; taken++) expect(budget.take(1, 0)).toBe(0)
  expect(budget.take(6, 0)).toBeCloseTo(100)
  expect(budget.take(0, 100)).toBe(0)
})

test('what is not used is kept up to the burst and no further', () => {
  const budget = new Budget(10, 20, 0)
  expect(budget.take(20, 1_000_000)).toBe(0)
  expect(budget.take(1, 1_000_000)).toBeGreaterThan(0)
})
