import { describe, expect, it } from 'vitest'
import { isMonthFirst, isTwoDays, readDay, readNumber } from './cell-values.ts'

const day = (text: Parameters<typeof readDay>[0]) => readDay(text, { days: 'dayFirst' })

describe('days of a table', () => {
  it.each([
    ['31.12.2027', '2027-12-31'],
    ['31/12/2027', '2027-12-31'],
    ['31-12-2027', '2027-12-31'],
    ['1.2.27', '2027-02-01'],
    ['2027-12-31', '2027-12-31'],
    ['2027/12/31', '2027-12-31'],
    ['2027-12-31T00:00:00.000Z', '2027-12-31'],
    ['31.12.2027 14:30', '2027-12-31'],
    ['٣١/١٢/٢٠٢٧', '2027-12-31'],
    ['۳۱.۱۲.۲۰۲۷', '2027-12-31'],
    ['٢٠٢٧-١٢-٣١', '2027-12-31'],
    ['46752', '2027-12-31'],
    ['31 Aralık 2027', '2027-12-31'],
    ['31 ARALIK 2027', '2027-12-31'],
    ['31. Dezember 2027', '2027-12-31'],
    ['December 31st, 2027', '2027-12-31'],
    ['31. december 2027', '2027-12-31'],
    ['31 ديسمبر 2027', '2027-12-31'],
    ['٣١ كانون الأول ٢٠٢٧', '2027-12-31'],
    ['2027ko abenduaren 31', '2027-12-31'],
    ['12/31/2027', '2027-12-31'],
    ['', null],
    ['31.02.2027', undefined],
    ['32.12.2027', undefined],
    ['soon', undefined],
    ['2027', undefined],
    ['31.12.1327', undefined],
    ['Q4 2027', undefined],
  ])('%s', (text, expected) => expect(day(text)).toBe(expected))

  it('takes numbers of a spreadsheet, and none that are no day', () => {
    expect(day(46752)).toBe('2027-12-31')
    expect(day({ day: '2027-12-31' })).toBe('2027-12-31')
    expect(day(12)).toBeUndefined()
    expect(day(null)).toBeNull()
  })

  it('asks where a day can be two', () => {
    expect(isTwoDays('3/4/2027')).toBe(true)
    expect(isTwoDays('3.4.2027')).toBe(false)
    expect(isTwoDays('4/4/2027')).toBe(false)
    expect(isTwoDays('31/4/2027')).toBe(false)
    expect(isMonthFirst('4/31/2027')).toBe(true)
    expect(day('3/4/2027')).toBe('2027-04-03')
    expect(readDay('3/4/2027', { days: 'monthFirst' })).toBe('2027-03-04')
    expect(readDay('31/12/2027', { days: 'monthFirst' })).toBe('2027-12-31')
  })
})

describe('numbers of a table', () => {
  it.each([
    ['1500', ',', 1500],
    ['1.500', ',', 1500],
    ['1.500', '.', 1.5],
    ['1,5', ',', 1.5],
    ['1,500', '.', 1500],
    ['1,5', '.', 1.5],
    ['1.234.567,89', '.', 1_234_567.89],
    ['1,234,567.89', ',', 1_234_567.89],
    ['1.234.567', ',', 1_234_567],
    ['0,125', '.', 0.125],
    ['-3', ',', -3],
    ['١٬٥٠٠', '.', 1500],
    ['١٫٥', ',', 1.5],
    ['۱۲۳', ',', 123],
    ['1 500 ₺', ',', 1500],
    ['TL 1.500,00', ',', 1500],
    ['50%', ',', 50],
    ['%50', ',', 50],
    ['٥٠٪', '.', 50],
    ['', ',', null],
    ['many', ',', undefined],
    ['1.2.3', ',', undefined],
    ['1,2,3', ',', undefined],
    ['12 people', ',', undefined],
  ] as const)('%s where the fraction begins with %s', (text, decimal, expected) => {
    expect(readNumber(text, { decimal })).toBe(expected)
  })
})
