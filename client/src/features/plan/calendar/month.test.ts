import { describe, expect, it } from 'vitest'
import { dayByKey, fittingInDay, type GridKey, sameDayOf, weeksOf } from './month.ts'

describe('the weeks of a month', () => {
  it('are whole and begin on the language’s first day', () => {
    const turkish = weeksOf('2027-03', 'tr')
    expect(turkish).toHaveLength(5)
    expect([turkish[0]![0], turkish.at(-1)![6]]).toEqual(['2027-03-01', '2027-04-04'])
    const arabic = weeksOf('2027-03', 'ar')
    expect([arabic[0]![0], arabic.at(-1)![6]]).toEqual(['2027-02-27', '2027-04-02'])
  })

  it('are four to six', () => {
    expect(weeksOf('2027-02', 'de')).toHaveLength(4)
    expect(weeksOf('2027-05', 'de')).toHaveLength(6)
    for (const week of weeksOf('2026-10', 'eu')) expect(week).toHaveLength(7)
  })
})

describe('keys', () => {
  const key = (name: string, held: Partial<GridKey> = {}): GridKey => ({
    key: name,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...held,
  })
  const from = (day: string, pressed: GridKey, language: 'tr' | 'ar' = 'tr') =>
    dayByKey(day, pressed, language, language === 'ar')

  it('go by days and weeks, over the ends of months', () => {
    expect(from('2027-02-28', key('ArrowRight'))).toBe('2027-03-01')
    expect(from('2027-03-01', key('ArrowUp'))).toBe('2027-02-22')
    expect(from('2027-03-03', key('Home'))).toBe('2027-03-01')
    expect(from('2027-03-03', key('End'))).toBe('2027-03-07')
  })

  it('go on to the left where the week runs from right to left', () => {
    expect(from('2027-03-03', key('ArrowLeft'), 'ar')).toBe('2027-03-04')
    expect(from('2027-03-03', key('Home'), 'ar')).toBe('2027-02-27')
  })

  it('go by months and years, to the last day of a shorter one', () => {
    expect(from('2027-01-31', key('PageDown'))).toBe('2027-02-28')
    expect(from('2028-02-29', key('PageUp', { shiftKey: true }))).toBe('2027-02-28')
    expect(sameDayOf('2027-12-15', 1)).toBe('2028-01-15')
  })

  it('mean nothing else', () => {
    expect(from('2027-03-03', key('a'))).toBeNull()
    expect(from('2027-03-03', key('ArrowRight', { altKey: true }))).toBeNull()
  })
})

it('one line of a day says how many more there are', () => {
  expect([0, 3, 4, 9].map((count) => fittingInDay(count, 3))).toEqual([0, 3, 2, 2])
  expect(fittingInDay(5, 0)).toBe(0)
})
