import { expect, test } from 'vitest'
import { reconnectDelay } from './reconnect.ts'

test('a restarting server says over how long its people return', () => {
  const close = { code: 1012, reason: 'restarting:5000' }
  expect(reconnectDelay(close, 0, () => 0)).toBe(0)
  expect(reconnectDelay(close, 0, () => 0.5)).toBe(2_500)
  expect(reconnectDelay(close, 7, () => 1)).toBe(5_000)
  expect(reconnectDelay({ code: 1012, reason: 'restarting:999999' }, 0, () => 1)).toBe(30_000)
})

test('a link that was lost is tried at once, then less and less often, never all together', () => {
  expect(reconnectDelay(null, 0, () => 0)).toBe(125)
  expect(reconnectDelay({ code: 1006, reason: '' }, 0, () => 1)).toBe(250)
  expect(reconnectDelay({ code: 1012, reason: 'restarting' }, 1, () => 1)).toBe(500)
  expect(reconnectDelay(null, 20, () => 1)).toBe(4_000)
  expect(reconnectDelay(null, 20, () => 0)).toBe(2_000)
})

test('a server without room is left alone for a while', () => {
  expect(reconnectDelay({ code: 1013, reason: '' }, 0, () => 0)).toBe(750)
  expect(reconnectDelay({ code: 1013, reason: '' }, 0, () => 1)).toBe(1_500)
})
