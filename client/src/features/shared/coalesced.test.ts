import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { coalesced } from './coalesced.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('asked at once, it runs at once; asked often meanwhile, once more after the pause', async () => {
  const run = vi.fn(async () => {})
  const { ask } = coalesced(run, () => 2000)
  ask()
  expect(run).toHaveBeenCalledTimes(1)
  for (let times = 0; times < 50; times++) ask()
  await vi.advanceTimersByTimeAsync(1999)
  expect(run).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(run).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(run).toHaveBeenCalledTimes(2)
})

test('what is asked while a slow request is under way is not lost, and two never run at once', async () => {
  let finish = () => {}
  const run = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)))
  const { ask } = coalesced(run, () => 100)
  ask()
  ask()
  await vi.advanceTimersByTimeAsync(5000)
  expect(run).toHaveBeenCalledTimes(1)
  finish()
  await vi.advanceTimersByTimeAsync(100)
  expect(run).toHaveBeenCalledTimes(2)
})

test('once stopped, nothing runs any more', async () => {
  const run = vi.fn(async () => {})
  const { ask, stop } = coalesced(run, () => 100)
  ask()
  ask()
  stop()
  ask()
  await vi.advanceTimersByTimeAsync(1000)
  expect(run).toHaveBeenCalledTimes(1)
})
