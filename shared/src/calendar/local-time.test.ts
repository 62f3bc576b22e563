import { expect, test } from 'vitest'
import { isZone, localOf, momentOf, showsSame } from './local-time.ts'

const at = (day: string, time: string, timeZone: string) => {
  const moment = momentOf({ day, time, timeZone })
  return moment instanceof Date ? moment.toISOString() : moment
}

test('a time by the clock of a place is one moment, in summer and in winter', () => {
  expect(at('2027-01-15', '14:00', 'Europe/Berlin')).toBe('2027-01-15T13:00:00.000Z')
  expect(at('2027-07-15', '14:00', 'Europe/Berlin')).toBe('2027-07-15T12:00:00.000Z')
  expect(at('2027-07-15', '14:00', 'Europe/Istanbul')).toBe('2027-07-15T11:00:00.000Z')
  expect(at('2027-01-15', '14:00', 'Asia/Damascus')).toBe('2027-01-15T11:00:00.000Z')
  expect(at('2027-01-15', '09:00', 'America/New_York')).toBe('2027-01-15T14:00:00.000Z')
  expect(at('2027-01-15', '14:45', 'Asia/Kathmandu')).toBe('2027-01-15T09:00:00.000Z')
  expect(at('2027-01-15', '00:00', 'Pacific/Kiritimati')).toBe('2027-01-14T10:00:00.000Z')
})

test('what no clock shows is no moment; what it shows twice is the first', () => {
  expect(at('2027-03-28', '01:59', 'Europe/Berlin')).toBe('2027-03-28T00:59:00.000Z')
  for (const time of ['02:00', '02:30', '02:59']) expect(at('2027-03-28', time, 'Europe/Berlin')).toBe('time_skipped')
  expect(at('2027-03-28', '03:00', 'Europe/Berlin')).toBe('2027-03-28T01:00:00.000Z')
  expect(at('2027-10-31', '02:30', 'Europe/Berlin')).toBe('2027-10-31T00:30:00.000Z')
  expect(at('2027-10-31', '03:00', 'Europe/Berlin')).toBe('2027-10-31T02:00:00.000Z')
  expect(at('2027-03-14', '02:30', 'America/New_York')).toBe('time_skipped')
  expect(at('2027-11-07', '01:30', 'America/New_York')).toBe('2027-11-07T05:30:00.000Z')
  // Turkey and Syria no longer turn their clocks; before, Syria did so at midnight.
  expect(at('2027-03-28', '03:30', 'Europe/Istanbul')).toBe('2027-03-28T00:30:00.000Z')
  expect(at('2016-03-27', '03:30', 'Europe/Istanbul')).toBe('time_skipped')
  expect(at('2022-03-25', '00:30', 'Asia/Damascus')).toBe('time_skipped')
  expect(at('2027-03-26', '00:30', 'Asia/Damascus')).toBe('2027-03-25T21:30:00.000Z')
  // Samoa left out a whole day.
  expect(at('2011-12-30', '12:00', 'Pacific/Apia')).toBe('time_skipped')
})

test('a zone is one of IANA’s', () => {
  for (const name of ['Europe/Istanbul', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3']) {
    expect(isZone(name), name).toBe(true)
  }
  for (const name of ['', 'Mars/Olympus', '+03:00', 'Europe/Istanbul\n', ' UTC', `A/${'b'.repeat(80)}`]) {
    expect(isZone(name), name).toBe(false)
  }
  expect(at('2027-01-15', '14:00', 'Mars/Olympus')).toBe('zone_unknown')
})

test('there and back, each hour of every day of some years', () => {
  for (const timeZone of ['Europe/Berlin', 'Europe/Istanbul', 'Asia/Damascus', 'America/New_York']) {
    for (const year of [1971, 2016, 2027, 2099]) {
      for (let day = 0; day < 365; day += 1) {
        const moment = new Date(Date.UTC(year, 0, 1 + day, day % 24, 30))
        const local = localOf(moment, timeZone)
        const back = momentOf(local) as Date
        // The second time of a doubled hour is the first on the way back.
        const lost = moment.getTime() - back.getTime()
        expect([0, 3_600_000], `${timeZone} ${moment.toISOString()}`).toContain(lost)
        expect(localOf(back, timeZone)).toEqual(local)
      }
    }
  }
})

test('two zones differ at a moment or don’t', () => {
  expect(showsSame(new Date('2027-07-01T12:00:00Z'), 'Europe/Istanbul', 'Asia/Damascus')).toBe(true)
  expect(showsSame(new Date('2027-07-01T12:00:00Z'), 'Europe/Berlin', 'Europe/Istanbul')).toBe(false)
})
