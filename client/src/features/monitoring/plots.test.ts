import { expect, test } from 'vitest'
import { indicatorOption, pointsOf, wayGone } from './indicator-plot.ts'
import type { PlotColours } from './plot-colours.ts'
import { trendOption } from './trend-plot.ts'

const colours = { ink: 'ink', muted: 'muted', accent: 'accent', danger: 'danger', ok: 'ok' } as PlotColours
const said = { day: (day: string) => `(${day})`, number: String, isRtl: false }

test('a value holds until today', () => {
  const readings = [
    { day: '2027-02-11', value: 0 },
    { day: '2027-02-18', value: 12 },
  ]
  const points = pointsOf({ readings, current: 12 }, '2027-03-01')
  expect(points.map(([at, value]) => [at - points[0]![0], value])).toEqual([
    [0, 0],
    [7, 12],
    [18, 12],
  ])
  expect(pointsOf({ readings, current: 12 }, '2027-02-18'), 'read today: once').toHaveLength(2)
  expect(pointsOf({ readings: [], current: null }, '2027-03-01')).toEqual([])
  expect(pointsOf({ readings: [], current: 4 }, '2027-03-01')).toHaveLength(1)
})

test('the way gone counts from the baseline, also where less is better', () => {
  expect(wayGone({ baseline: 10, target: 20, current: 15 })).toBe(0.5)
  expect(wayGone({ baseline: 20, target: 10, current: 15 })).toBe(0.5)
  expect(wayGone({ baseline: null, target: 40, current: 10 })).toBe(0.25)
  expect(wayGone({ baseline: 10, target: 10, current: 10 })).toBeNull()
  expect(wayGone({ baseline: 0, target: 10, current: null })).toBeNull()
})

test('in Arabic time goes from right to left, and the numbers stand on the right', () => {
  const weeks = [{ day: '2027-02-28', open: 3, done: 1, overdue: 0 }]
  const words = { ...said, open: 'o', done: 'd', overdue: 'l' }
  const option = (isRtl: boolean) => trendOption(weeks, { ...words, isRtl }, colours)
  expect(option(true)).toMatchObject({ xAxis: { inverse: true, data: ['(2027-02-28)'] }, yAxis: { position: 'right' } })
  expect(option(false)).toMatchObject({ xAxis: { inverse: false }, yAxis: { position: 'left' } })
})

test('baseline and target lie across, where there are any', () => {
  const indicator = {
    ...{ roomId: 'r', documentId: 'd', actionId: 'a', title: 't', responsible: null, name: 'n', unit: '' },
    ...{ baseline: null, target: 40, current: 10, readings: [{ day: '2027-03-01', value: 10 }] },
  }
  const { series, xAxis } = indicatorOption(indicator, '2027-03-01', said, colours) as {
    series: { data: number[][] }[]
    xAxis: { min: number; max: number }
  }
  expect(series).toHaveLength(2)
  expect(series[0]!.data.map(([, value]) => value)).toEqual([40, 40])
  expect(xAxis.max - xAxis.min, 'one reading today still has a width').toBe(7)
})
