import type { Week } from '@meydan/shared/contracts/monitoring'
import type { EChartsCoreOption } from 'echarts/core'
import type { PlotColours } from './plot-colours.ts'

export type TrendWords = {
  open: string
  done: string
  overdue: string
  /** A day, short. */
  day: (day: string) => string
  number: (value: number) => string
  isRtl: boolean
}

/** Open, done and overdue at the end of each week. Line, dash and mark tell them apart without colour. */
export function trendOption(weeks: readonly Week[], words: TrendWords, colours: PlotColours): EChartsCoreOption {
  const { isRtl, number, day } = words
  const text = { color: colours.muted, fontFamily: colours.font, fontSize: 13 }
  const line = (key: 'open' | 'done' | 'overdue', look: { color: string; symbol: string; type: string }) => ({
    name: words[key],
    type: 'line',
    data: weeks.map((week) => week[key]),
    symbol: look.symbol,
    symbolSize: weeks.length > 20 ? 5 : 8,
    lineStyle: { color: look.color, width: 2.5, type: look.type },
    itemStyle: { color: look.color },
    silent: true,
  })
  return {
    grid: { top: 12, bottom: 4, left: 8, right: 8, containLabel: true },
    xAxis: {
      type: 'category',
      inverse: isRtl,
      data: weeks.map((week) => day(week.day)),
      boundaryGap: weeks.length === 1,
      axisLine: { lineStyle: { color: colours.hairline } },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      position: isRtl ? 'right' : 'left',
      min: 0,
      minInterval: 1,
      splitLine: { lineStyle: { color: colours.hairline } },
      axisLabel: { ...text, formatter: number },
    },
    series: [
      line('open', { color: colours.accent, symbol: 'circle', type: 'solid' }),
      line('done', { color: colours.ok, symbol: 'rect', type: 'solid' }),
      line('overdue', { color: colours.danger, symbol: 'diamond', type: 'dashed' }),
    ],
  }
}
