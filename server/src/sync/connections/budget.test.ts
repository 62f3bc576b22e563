import { expect, test } from 'vitest'
import { Budget, Budgets } from './budget.ts'

test('a burst passes, then the flow decides', () => {
  const budget = new Budget({ perSecond: 60, burst: 200 }, 1, 0)
  for (let taken = 0; taken < 200; taken++) expect(budget.take(1, 0)).toBe(0)
  expect(budget.take(6, 0)).toBeCloseTo(100)
  expect(budget.take(0, 100)).toBe(0)
})

test('what is not used is kept up to the burst and no further', () => {
  const budget = new Budget({ perSecond: 10, burst: 20 }, 1, 0)
  expect(budget.take(20, 1_000_000)).toBe(0)
  expect(budget.take(1, 1_000_000)).toBeGreaterThan(0)
})

test('trying takes nothing where there is too little, and says how long to wait', () => {
  const budget = new Budget({ perSecond: 10, burst: 2 }, 2, 0)
  expect([1, 1, 1, 1].map((one) => budget.tryTake(one, 0))).toEqual([true, true, true, true])
  expect(budget.tryTake(1, 0)).toBe(false)
  expect(budget.msUntil(1, 0)).toBeCloseTo(50)
  expect(budget.tryTake(1, 50)).toBe(true)
  expect(budget.isWhole(50)).toBe(false)
  expect(budget.isWhole(10_000)).toBe(true)
})

test('many budgets: each its own, bounded, and forgotten when whole', () => {
  const budgets = new Budgets({ perSecond: 1, burst: 1 }, 1, 3)
  expect(budgets.tryTake('a', 0)).toBe(true)
  expect(budgets.tryTake('a', 0)).toBe(false)
  expect(budgets.tryTake('b', 0)).toBe(true)
  for (const key of ['c', 'd', 'a']) budgets.tryTake(key, 0)
  expect(budgets.size).toBe(3)
  budgets.sweep(500)
  expect(budgets.size).toBe(3)
  budgets.sweep(5_000)
  expect(budgets.size).toBe(0)
})
