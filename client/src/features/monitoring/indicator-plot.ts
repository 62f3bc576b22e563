import type { Indicator } from '@meydan/shared/contracts/monitoring'
import type { EChartsCoreOption } from 'echarts/core'
import type { PlotColours } from './plot-colours.ts'

const DAY_MS = 86_400_000

const numberOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS
const dayOfNumber = (count: number): string => new Date(count * DAY_MS).toISOString().slice(0, 10)

/** How much of the way from baseline to target was gone: of 1, below 0 where it went back; null where nobody can say. */
export function wayGone({ baseline, target, current }: Pick<Indicator, 'baseline' | 'target' | 'current'>) {
  if (target === null || current === null || target === (baseline ?? 0)) return null
  return (current - (baseline ?? 0)) / (target - (baseline ?? 0))
}

/** A value holds until the next was known, and the last until today. */
export function pointsOf({ readings, current }: Pick<Indicator, 'readings' | 'current'>, today: string) {
  const points = readings.map(({ day, value }): [number, number] => [numberOfDay(day), value])
  const last = current ?? readings.at(-1)?.value
  const end = numberOfDay(today)
  if (last !== undefined && (points.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY) < end) points.push([end, last])
  return points
}

export type IndicatorWords = {
  day: (day: string) => string
  number: (value: number) => string
  isRtl: boolean
}

/** Baseline and target as lines across, values as steps between them. */
export function indicatorOption(
  indicator: Indicator,
  today: string,
  words: IndicatorWords,
  colours: PlotColours,
): EChartsCoreOption {
  const { baseline, target } = indicator
  const points = pointsOf(indicator, today)
  const [first, end] = [points[0]?.[0] ?? numberOfDay(today), numberOfDay(today)]
  const begin = first < end ? first : end - 7
  const { isRtl, number, day } = words
  const text = { color: colours.muted, fontFamily: colours.font, fontSize: 12 }
  const across = (value: number | null, type: string) =>
    value === null
      ? []
      : [
          {
            ...bare,
            data: [
              [begin, value],
              [end, value],
            ],
            lineStyle: { ...thin(colours), type },
          },
        ]
  return {
    grid: { top: 10, bottom: 2, left: 4, right: 10, containLabel: true },
    xAxis: {
      type: 'value',
      inverse: isRtl,
      min: begin,
      max: end,
      interval: end - begin,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...text,
        formatter: (value: number) => day(dayOfNumber(value)),
        alignMinLabel: isRtl ? 'right' : 'left',
        alignMaxLabel: isRtl ? 'left' : 'right',
      },
    },
    yAxis: {
      type: 'value',
      position: isRtl ? 'right' : 'left',
      scale: baseline !== null && baseline !== 0,
      splitNumber: 2,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: colours.hairline } },
      axisLabel: { ...text, formatter: number },
    },
    series: [
      ...across(baseline, 'dotted'),
      ...across(target, 'dashed'),
      {
        ...bare,
        step: 'end',
        data: points,
        showSymbol: true,
        symbol: 'circle',
        symbolSize: 7,
        lineStyle: { color: colours.accent, width: 2.5 },
        itemStyle: { color: colours.accent },
      },
    ],
  }
}

const bare = { type: 'line', silent: true, symbol: 'none' } as const
const thin = ({ ink }: PlotColours) => ({ color: ink, width: 1.5 })
