import { expect, test } from 'vitest'
import { isolated, withoutIsolates } from './isolated.ts'

test('what is written in the other direction is set apart, and nothing else', () => {
  expect(isolated('Ortak oda', 'rtl')).toBe('\u2068Ortak oda\u2069')
  expect(isolated('غرفة 2 (Ortak)', 'rtl')).toBe('\u2068غرفة 2 (Ortak)\u2069')
  expect(isolated('غرفة مشتركة', 'ltr')).toBe('\u2068غرفة مشتركة\u2069')
  for (const [value, direction] of [
    ['Ortak oda', 'ltr'],
    ['غرفة', 'rtl'],
    ['14:00', 'rtl'],
    ['', 'rtl'],
  ] as const) {
    expect(isolated(value, direction)).toBe(value)
  }
})

test('what was set apart already is so once', () => {
  const list = `${isolated('Ada', 'rtl')} و${isolated('Ben', 'rtl')}`
  expect(isolated(list, 'rtl')).toBe(list)
  expect(withoutIsolates(list)).toBe('Ada وBen')
})
