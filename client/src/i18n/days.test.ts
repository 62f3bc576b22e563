import { languages } from '@meydan/shared/languages'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  dayInWords,
  daysBetween,
  daysOfMonth,
  distanceOf,
  monthInWords,
  relativeDay,
  startOfWeek,
  weekdaysInWords,
} from './days.ts'

describe('counting days', () => {
  it('goes over months, leap days and changes of the clock', () => {
    expect(addDays('2027-12-31', 1)).toBe('2028-01-01')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2027-03-28', 1)).toBe('2027-03-29')
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31')
    expect(daysBetween('2027-03-27', '2027-03-29')).toBe(2)
    expect(daysBetween('2027-03-29', '2027-03-27')).toBe(-2)
    expect(addMonths('2027-11', 3)).toBe('2028-02')
    expect(daysOfMonth('2028-02')).toHaveLength(29)
    expect(daysOfMonth('2027-03').at(-1)).toBe('2027-03-31')
  })

  it('is told in the unit that people would say', () => {
    const told = [0, 1, -13, 14, 59, 61, 365, 800].map(distanceOf)
    expect(told.map(({ count, unit }) => `${count} ${unit}`)).toEqual([
      '0 day',
      '1 day',
      '13 day',
      '2 week',
      '8 week',
      '2 month',
      '12 month',
      '2 year',
    ])
  })
})

describe('days in words', () => {
  it('are the day that is stored, wherever the reader is', () => {
    for (const language of languages) {
      expect(dayInWords('2027-03-31', language, 'long')).toMatch(/31|٣١/)
      expect(dayInWords('2027-03-31', language)).toMatch(/2027|٢٠٢٧/)
    }
    expect(dayInWords('2027-03-31', 'tr')).toBe('31 Mar 2027')
    expect(dayInWords('2027-03-31', 'de', 'full')).toBe('Mittwoch, 31. März 2027')
    expect(dayInWords('2027-03-31', 'en', 'bare')).toBe('Mar 31')
    expect(monthInWords('2027-03', 'da')).toBe('marts 2027')
  })

  it('are as far as they are', () => {
    expect(relativeDay('2027-03-31', '2027-03-31', 'en')).toBe('today')
    expect(relativeDay('2027-04-01', '2027-03-31', 'tr')).toBe('yarın')
    expect(relativeDay('2027-03-26', '2027-03-31', 'en')).toBe('5 days ago')
    expect(relativeDay('2027-05-05', '2027-03-31', 'de')).toBe('in 5 Wochen')
  })

  it('begin their week where the language does', () => {
    expect(startOfWeek('2027-03-31', 'en')).toBe('2027-03-29')
    expect(startOfWeek('2027-03-29', 'en')).toBe('2027-03-29')
    expect(startOfWeek('2027-03-31', 'ar')).toBe('2027-03-27')
    expect(weekdaysInWords('de')).toEqual(['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'])
    expect(weekdaysInWords('ar', 'long')[0]).toBe('السبت')
  })
})
