import { languages } from '@meydan/shared/languages'
import { expect, test } from 'vitest'
import { numberText, parseNumber, shareOfWay } from './numbers.ts'

const valueOf = (typed: string, language: Parameters<typeof parseNumber>[1]) => {
  const read = parseNumber(typed, language)
  return 'value' in read ? read.value : read.problem
}

test.each([
  ['12,5', 'tr', 12.5],
  ['1.250', 'tr', 1250],
  ['1.250,75', 'tr', 1250.75],
  ['1.250.000', 'de', 1_250_000],
  ['1.250.000', 'en', 1_250_000],
  ['1,250', 'tr', 1.25],
  ['12.5', 'tr', 12.5],
  ['1,250', 'en', 1250],
  ['1,5', 'en', 1.5],
  ['1,250.75', 'de', 1250.75],
  ['1.250,75', 'en', 1250.75],
  ['-3,2', 'da', -3.2],
  ['−3,2', 'eu', -3.2],
  [' 1 000 ', 'de', 1000],
  ['1\u202f000,5', 'eu', 1000.5],
  ['0.125', 'en', 0.125],
  ['0,125', 'tr', 0.125],
  ['0.125', 'tr', 0.125],
  ['.5', 'en', 0.5],
  ['12,', 'tr', 12],
  ['١٢٫٥', 'ar', 12.5],
  ['١٬٢٥٠', 'ar', 1250],
  ['١٢٣', 'tr', 123],
  ['۴۵۶', 'ar', 456],
  ['\u200f-٧', 'ar', -7],
  ['', 'en', null],
  ['   ', 'tr', null],
] as const)('%s in %s is %s', (typed, language, value) => {
  expect(valueOf(typed, language)).toBe(value)
})

test.each(['about 5', '1.2.3', '1,2,3', '1.250.00', '5 %', '1e5', '--5', '.', '1,250.5,1', 'NaN', '०'])(
  '%s is no number',
  (typed) => {
    expect(valueOf(typed, 'tr')).toBe('notANumber')
    expect(valueOf(typed, 'en')).toBe('notANumber')
  },
)

test('a number out of its range says so', () => {
  expect(parseNumber('-1', 'en', { min: 0 })).toEqual({ problem: 'outOfRange' })
  expect(parseNumber('101', 'en', { min: 0, max: 100 })).toEqual({ problem: 'outOfRange' })
  expect(parseNumber('9'.repeat(20), 'en')).toEqual({ problem: 'outOfRange' })
})

test('what is shown is read again as the same number, in every language', () => {
  for (const language of languages) {
    for (const value of [0, 7, -7, 1250, 12.5, 1250.75, -1_250_000.125, 0.001, 999_999_999]) {
      expect(valueOf(numberText(value, language), language), `${value} in ${language}`).toBe(value)
    }
  }
})

test('an indicator on its way, also where less is better', () => {
  expect(shareOfWay(10, 20, 15)).toBe(0.5)
  expect(shareOfWay(20, 10, 12.5)).toBe(0.75)
  expect(shareOfWay(null, 4, 1)).toBe(0.25)
  expect(shareOfWay(10, 20, 5)).toBe(0)
  expect(shareOfWay(10, 20, 25)).toBe(1)
  expect(shareOfWay(10, 10, 10)).toBeNull()
  expect(shareOfWay(10, null, 10)).toBeNull()
})
