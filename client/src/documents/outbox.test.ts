import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Outbox } from './outbox.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const KB = 1024
const piece = () => new Uint8Array(256 * KB)

test('a few keystrokes leave at once, acknowledged or not', () => {
  const sent: Uint8Array[] = []
  const outbox = new Outbox((frame) => sent.push(frame))
  for (let key = 0; key < 50; key++) outbox.put(new Uint8Array(40))
  expect(sent).toHaveLength(50)
  expect(outbox).toMatchObject({ count: 50, acked: 0 })
  outbox.acknowledge(50)
  expect(outbox.acked).toBe(50)
})

test('much work waits for its acknowledgements, then for the pace the server grants; nothing is lost or reordered', () => {
  const sent: Uint8Array[] = []
  const outbox = new Outbox((frame) => sent.push(frame))
  const pieces = Array.from({ length: 20 }, piece)
  for (const frame of pieces) outbox.put(frame)
  expect(sent).toHaveLength(4)
  outbox.acknowledge(4)
  expect(sent).toHaveLength(6)
  const begun = Date.now()
  while (sent.length < 20) {
    outbox.acknowledge(sent.length)
    vi.advanceTimersByTime(100)
  }
  expect((14 * 256) / ((Date.now() - begun) / 1000)).toBeLessThan(256)
  expect(sent.every((frame, index) => frame === pieces[index])).toBe(true)
})

test('stopped, nothing goes out any more', () => {
  const sent: Uint8Array[] = []
  const outbox = new Outbox((frame) => sent.push(frame))
  for (let index = 0; index < 8; index++) outbox.put(piece())
  outbox.stop()
  outbox.acknowledge(4)
  vi.advanceTimersByTime(60_000)
  expect(sent).toHaveLength(4)
})
