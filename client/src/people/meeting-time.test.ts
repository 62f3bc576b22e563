import { expect, test } from 'vitest'
import { cityOf, spellMeetingTime } from './meeting-time.ts'

const plannedAt = '2027-07-10T12:00:00.000Z'
const spelt = (timeZone: string | null, reader: string) => spellMeetingTime({ plannedAt, timeZone }, 'de', reader).there

test('the meeting’s own clock is named where it shows something else than the reader’s', () => {
  expect(spelt('Europe/Istanbul', 'Europe/Berlin')).toEqual({ time: '15:00', city: 'Istanbul' })
  expect(spelt('Europe/Istanbul', 'Asia/Damascus')).toBeNull()
  expect(spelt(null, 'Europe/Berlin')).toBeNull()
})

test('where it is another day there, the day is said', () => {
  expect(spelt('Pacific/Auckland', 'Europe/Berlin')).toEqual({ time: '11.07.2027, 00:00', city: 'Auckland' })
  expect(cityOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires')
})
