import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AwarenessBudget } from './awareness-budget.ts'
import { awarenessFrame, MalformedFrame, readAwareness, readClientMessage } from '../wire.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

function says(clientIds: number[], clock: number): Uint8Array {
  const message = readClientMessage(awarenessFrame(clientIds.map((clientId) => ({ clientId, clock, state: '{}' }))))
  if (message.kind !== 'awareness') throw new Error('no awareness')
  return message.bytes
}

function collect() {
  const clocks: number[] = []
  const budget = new AwarenessBudget(1, 0, (bytes) => clocks.push(readAwareness(bytes, 10)[0]!.clock))
  return { clocks, budget }
}

test('fifteen a second pass; of what is too much, the newest arrives', () => {
  const { clocks, budget } = collect()
  let dropped = 0
  for (let clock = 1; clock <= 100; clock++) if (budget.offer(says([7], clock), 0)) dropped += 1
  expect(clocks).toHaveLength(15)
  vi.advanceTimersByTime(70)
  expect(clocks.at(-1)).toBe(100)
  expect(clocks).toHaveLength(16)
  expect(dropped).toBe(84)
})

test('over a minute no more than fifteen a second, and the last word is never lost', () => {
  const { clocks, budget } = collect()
  for (let clock = 1; clock <= 3_600; clock++) {
    budget.offer(says([7], clock), Date.now())
    vi.advanceTimersByTime(1_000 / 60)
  }
  vi.advanceTimersByTime(1_000)
  expect(clocks.length).toBeLessThanOrEqual(15 * 62)
  expect(clocks.length).toBeGreaterThan(15 * 50)
  expect(clocks.at(-1)).toBe(3_600)
})

test('echoes of others take nothing from one’s own', () => {
  const { clocks, budget } = collect()
  budget.offer(says([7], 1), 0)
  for (let n = 0; n < 50; n++) budget.offer(says([8, 9], 1_000), 0)
  for (let clock = 2; clock <= 15; clock++) budget.offer(says([7], clock), 0)
  expect(clocks.filter((clock) => clock < 1_000)).toHaveLength(15)
})

test('a length that leads outside is malformed', () => {
  const { budget } = collect()
  expect(() => budget.offer(new Uint8Array([1, 7, 1, 200, 1, 3]), 0)).toThrow(MalformedFrame)
})
