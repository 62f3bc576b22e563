import { expect, it } from 'vitest'
import { clockText } from './clock-text.ts'

it('tells minutes and seconds, also of more than an hour and of clocks that disagree', () => {
  expect(clockText(0, 'en')).toBe('0:00')
  expect(clockText(65.9, 'de')).toBe('1:05')
  expect(clockText(3725, 'tr')).toBe('62:05')
  expect(clockText(-3, 'eu')).toBe('0:00')
})
