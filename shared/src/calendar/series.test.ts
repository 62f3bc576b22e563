import { expect, test } from 'vitest'
import { dayOfSeries } from './series.ts'

test('weeks and fortnights go over months and years', () => {
  expect(dayOfSeries('2027-12-27', 'week', 1)).toBe('2028-01-03')
  expect(dayOfSeries('2028-02-22', 'week', 1)).toBe('2028-02-29')
  expect(dayOfSeries('2027-03-01', 'fortnight', 3)).toBe('2027-04-12')
})

test('the 31st of a shorter month is its last day, and the 31st again after it', () => {
  const days = Array.from({ length: 5 }, (_, index) => dayOfSeries('2027-12-31', 'month', index + 1))
  expect(days).toEqual(['2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30', '2028-05-31'])
  expect(dayOfSeries('2027-01-30', 'month', 1)).toBe('2027-02-28')
  expect(dayOfSeries('2027-01-15', 'month', 12)).toBe('2028-01-15')
})
