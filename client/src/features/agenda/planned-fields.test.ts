import { expect, test } from 'vitest'
import { fieldsOf, momentOfFields, plannedForOf, zoneOptions } from './planned-fields.ts'

test('a date survives its fields by the clock of its meeting', () => {
  for (const [plannedAt, timeZone] of [
    ['2027-03-28T10:05:00.000Z', 'Europe/Istanbul'],
    ['2027-01-01T23:59:00.000Z', 'America/New_York'],
  ] as const) {
    const fields = fieldsOf({ plannedAt, timeZone })
    expect(momentOfFields(fields)).toBe(plannedAt)
    expect(plannedForOf(fields)).toEqual(fields)
  }
})

test('without a day and a time there is no date; with one of them there is something to mend', () => {
  const empty = fieldsOf(null)
  expect(plannedForOf(empty)).toBeNull()
  expect(plannedForOf({ ...empty, time: '10:00' })).toMatchObject({ day: '', time: '10:00' })
  expect(momentOfFields({ ...empty, day: '2027-03-28' })).toBeNull()
  expect(momentOfFields({ day: '2027-03-28', time: '02:30', timeZone: 'Europe/Berlin' })).toBeNull()
  // Some browsers give seconds.
  expect(plannedForOf({ day: '2027-03-28', time: '10:00:00', timeZone: 'UTC' })?.time).toBe('10:00')
})

test('zones are found by their city, also one that only this meeting knows', () => {
  const options = zoneOptions(['Asia/Old_Name'])
  expect(options.find(({ id }) => id === 'America/New_York')).toMatchObject({ name: 'New York', region: 'America' })
  expect(options.find(({ id }) => id === 'Asia/Old_Name')?.name).toBe('Old Name')
  expect(options.find(({ id }) => id === 'UTC')).toMatchObject({ name: 'UTC', region: '' })
})
