import { expect, test } from 'vitest'
import { basqueDateTime, basqueRelativeTime } from './basque.ts'

test('Basque relative times', () => {
  expect(basqueRelativeTime(-3, 'day')).toBe('duela 3 egun')
  expect(basqueRelativeTime(-1, 'hour')).toBe('duela ordu bat')
  expect(basqueRelativeTime(2, 'week')).toBe('2 aste barru')
  expect(basqueRelativeTime(-1, 'day')).toBe('atzo')
  expect(basqueRelativeTime(0, 'minute')).toBe('orain')
})

test('Basque dates go from year to minute', () => {
  expect(basqueDateTime(new Date(2026, 0, 5, 9, 7))).toBe('2026/01/05 09:07')
})
