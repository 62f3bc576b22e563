import type { RoomSign } from '@meydan/shared/contracts/events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { SHOWN_MS, useFloatingSigns } from './useFloatingSigns.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function start() {
  const scope = effectScope()
  const digest = (counts: ReadonlyMap<RoomSign, number>) =>
    [...counts].map(([sign, count]) => `${count} ${sign}`).join()
  return { scope, signs: scope.run(() => useFloatingSigns(digest))! }
}

it('shows each sign for its moment, twelve at most, and the newest always', () => {
  const { signs } = start()
  for (let n = 0; n < 20; n++) signs.show('agree', `Person ${n}`)
  expect(signs.shown.value.map(({ name }) => name)).toEqual(Array.from({ length: 12 }, (_, n) => `Person ${n + 8}`))
  vi.advanceTimersByTime(SHOWN_MS - 1)
  signs.show('thanks', 'Late')
  vi.advanceTimersByTime(1)
  expect(signs.shown.value.map(({ name }) => name)).toEqual(['Late'])
})

it('says them gathered, at most every five seconds', () => {
  const { signs } = start()
  const heard: string[] = []
  for (let n = 0; n < 150; n++) {
    signs.show(n % 3 ? 'applause' : 'agree', 'Somebody')
    vi.advanceTimersByTime(100)
    if (signs.said.value && heard.at(-1) !== signs.said.value) heard.push(signs.said.value)
  }
  expect(heard).toHaveLength(3)
  expect(heard[0]).toBe('3 agree,5 applause')
  vi.advanceTimersByTime(10_000)
  const { said } = signs
  const total = said.value.match(/\d+/g)!.reduce((sum, count) => sum + Number(count), 0)
  expect(total).toBeGreaterThan(0)
})

it('leaves no timer behind', () => {
  const { scope, signs } = start()
  signs.show('louder', 'Somebody')
  scope.stop()
  expect(vi.getTimerCount()).toBe(0)
})
