import { describe, expect, it } from 'vitest'
import { dayOfNumber, numberOfDay } from '../moving/day-numbers.ts'
import {
  dayAt,
  daysMoved,
  fitting,
  offsetOf,
  quarterOf,
  rangeOf,
  spanOf,
  ticksOf,
  tickUnits,
  widthOf,
} from './scale.ts'

const n = numberOfDay

describe('what is drawn of an action', () => {
  it('is a bar, a point or an open beginning', () => {
    expect(spanOf({ start: '2027-03-01', due: '2027-03-31' })).toMatchObject({ kind: 'bar', isReversed: false })
    expect(spanOf({ start: null, due: '2027-03-31' })).toMatchObject({ kind: 'point', first: n('2027-03-31') })
    expect(spanOf({ start: '2027-03-01', due: null })).toMatchObject({ kind: 'open', last: n('2027-03-01') })
    expect(spanOf({ start: null, due: null })).toBeNull()
  })

  it('that ends before it begins reaches from its end to its beginning, and says so', () => {
    expect(spanOf({ start: '2027-03-31', due: '2027-03-01' })).toEqual({
      first: n('2027-03-01'),
      last: n('2027-03-31'),
      kind: 'bar',
      isReversed: true,
    })
  })
})

describe('the range', () => {
  it('holds all days and today, in whole months', () => {
    const { from, to } = rangeOf([n('2027-03-10'), n('2027-09-20')], n('2027-05-05'))
    expect([dayOfNumber(from), dayOfNumber(to)]).toEqual(['2027-02-01', '2027-12-01'])
  })

  it('of nothing is around today; a slip of the pen doesn’t stretch it', () => {
    const today = n('2027-05-05')
    expect(rangeOf([n('2999-01-01')], today)).toEqual(rangeOf([], today))
  })
})

describe('offsets', () => {
  const scale = { from: n('2027-01-01'), to: n('2028-01-01'), perDay: 8 }

  it('and days lead to each other', () => {
    for (const day of ['2027-01-01', '2027-03-28', '2027-10-31', '2027-12-31'])
      expect(dayOfNumber(dayAt(scale, offsetOf(scale, n(day)) + 3))).toBe(day)
    expect(widthOf(scale)).toBe(365 * 8)
  })

  it('snap to whole days, half of one onwards', () => {
    expect([-13, -3, 0, 3, 5, 13].map((pixels) => daysMoved(8, pixels))).toEqual([-2, 0, 0, 0, 1, 2])
    expect(Object.is(daysMoved(8, -3), 0)).toBe(true)
  })

  it('fit into a window, within what can be read', () => {
    expect(fitting(scale, 730)).toBe(2)
    expect(fitting({ from: 0, to: 5000 }, 300)).toBe(0.35)
    expect(fitting({ from: 0, to: 3 }, 3000)).toBe(40)
  })
})

describe('ticks', () => {
  const year = { from: n('2027-01-01'), to: n('2028-03-01') }

  it('are months over weeks, years over months, over quarters, and years alone', () => {
    expect([26, 8, 2.75, 0.5].map(tickUnits)).toEqual([
      ['month', 'week'],
      ['year', 'month'],
      ['year', 'quarter'],
      ['year', 'year'],
    ])
  })

  it('follow each other without a gap, whole inside and cut at both ends', () => {
    for (const unit of ['week', 'month', 'quarter', 'year'] as const) {
      const ticks = ticksOf(unit, year, 1)
      expect(ticks[0]!.first).toBe(year.from)
      expect(ticks.reduce((sum, { days }) => sum + days, 0)).toBe(year.to - year.from)
      for (const [index, tick] of ticks.slice(1).entries())
        expect(tick.first).toBe(ticks[index]!.first + ticks[index]!.days)
    }
    expect(
      ticksOf('month', year, 1)
        .map(({ days }) => days)
        .slice(0, 4),
    ).toEqual([31, 28, 31, 30])
    expect(ticksOf('quarter', year, 1).map(({ first }) => quarterOf(first))).toEqual([1, 2, 3, 4, 1])
  })

  it('of weeks begin on the language’s day', () => {
    const march = { from: n('2027-03-01'), to: n('2027-04-01') }
    expect(ticksOf('week', march, 1).map(({ first }) => dayOfNumber(first).slice(8))).toEqual([
      '01',
      '08',
      '15',
      '22',
      '29',
    ])
    expect(ticksOf('week', march, 6).map(({ first }) => dayOfNumber(first).slice(8))).toEqual([
      '01',
      '06',
      '13',
      '20',
      '27',
    ])
  })
})

it('a number beyond the days a plan takes is its first or last one', () => {
  expect([dayOfNumber(-5), dayOfNumber(1e7)]).toEqual(['1970-01-01', '2999-12-31'])
})
