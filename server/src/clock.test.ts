import { expect, test } from 'vitest'
import { dayAfter, dayIn, hourIn } from './clock.ts'

test('a day is the day there, also around midnight and where the clock is put forward', () => {
  const late = new Date('2027-03-27T21:30:00Z')
  expect(dayIn('Europe/Istanbul', late)).toBe('2027-03-28')
  expect(dayIn('Europe/Berlin', late)).toBe('2027-03-27')
  expect(dayIn('Europe/Berlin', new Date('2027-03-28T22:00:00Z'))).toBe('2027-03-29')
})

test('days are counted over ends of months and years', () => {
  expect(dayAfter('2027-12-31', 1)).toBe('2028-01-01')
  expect(dayAfter('2028-03-01', -1)).toBe('2028-02-29')
})

test('an hour is the hour there, midnight the first', () => {
  const moment = new Date('2027-03-27T21:30:00Z')
  expect(hourIn('Europe/Istanbul', moment)).toBe(0)
  expect(hourIn('Europe/Berlin', moment)).toBe(22)
})
