import { expect, test } from 'vitest'
import { formatList, formatNumber, relativeTime } from './format.ts'

const now = new Date('2026-11-21T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

test('the unit fits the distance', () => {
  expect(relativeTime(ago(5), 'en', now)).toBe('now')
  expect(relativeTime(ago(60), 'en', now)).toBe('1 minute ago')
  expect(relativeTime(ago(3 * 3600), 'en', now)).toBe('3 hours ago')
  expect(relativeTime(ago(24 * 3600), 'en', now)).toBe('yesterday')
  expect(relativeTime(ago(15 * 86400), 'de', now)).toBe('vor 2 Wochen')
  expect(relativeTime(ago(-48 * 3600), 'tr', now)).toBe('öbür gün')
})

test('lists are joined as the language joins them', () => {
  expect(formatList(['A', 'B', 'C'], 'tr')).toBe('A, B ve C')
  expect(formatList(['A', 'B'], 'ar')).toBe('A وB')
  expect(formatList(['A'], 'de')).toBe('A')
})

test('numbers follow the language', () => {
  expect(formatNumber(12345, 'de')).toBe('12.345')
  expect(formatNumber(12345, 'eu')).toBe('12.345')
})
