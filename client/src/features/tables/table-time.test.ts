import { expect, test } from 'vitest'
import { minutesMore, secondsLeft, spellSeconds } from './table-time.ts'

const NOW = Date.parse('2026-11-22T10:00:00Z')

test('what is left is never below nothing, and a begun second counts', () => {
  expect(secondsLeft('2026-11-22T10:01:00.200Z', NOW)).toBe(61)
  expect(secondsLeft('2026-11-22T09:00:00Z', NOW)).toBe(0)
  expect(secondsLeft(null, NOW)).toBeNull()
})

test('more minutes count from what is left, and from now once it is over', () => {
  expect(minutesMore('2026-11-22T10:03:30Z', NOW, 5)).toBe(9)
  expect(minutesMore('2026-11-22T09:00:00Z', NOW, 5)).toBe(5)
  expect(minutesMore(null, NOW, 5)).toBe(5)
})

test('in the digits of the language', () => {
  expect(spellSeconds(65, 'en')).toBe('1:05')
  expect(spellSeconds(65, 'ar')).toMatch(/^[1١]:[0٠][5٥]$/)
})
