import { expect, test } from 'vitest'
import { leavePlan } from './leave-plan.ts'

test('sixty a second where that fits into four seconds', () => {
  for (const sockets of [0, 1, 5, 60, 100, 239]) {
    const { perStep, everyMs, hintMs } = leavePlan(sockets)
    expect(perStep * (1_000 / everyMs)).toBeLessThanOrEqual(60)
    expect((Math.ceil(sockets / perStep) - 1) * everyMs).toBeLessThan(4_000)
    expect(hintMs).toBe(0)
  }
})

test('more than that go within four seconds, and spread themselves', () => {
  const { perStep, everyMs, hintMs } = leavePlan(600)
  expect((600 / perStep) * everyMs).toBeLessThanOrEqual(4_000)
  expect(hintMs).toBe(6_000)
  expect(leavePlan(100_000).hintMs).toBe(15_000)
})
