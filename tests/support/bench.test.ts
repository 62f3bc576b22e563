import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { buildBoard, TAIL_ROWS } from '../bench/board.ts'
import { percentile, shown, spreadOf } from '../bench/figures.ts'
import type { Goal } from '../bench/goals.ts'
import { judge } from '../bench/judge.ts'
import type { Line, RunLine } from '../bench/lines.ts'
import { panelsAsSvg } from '../bench/plot-svg.ts'
import { reportOf } from '../bench/report-tables.ts'
import { Results } from '../bench/results.ts'
import { climb } from '../bench/scenarios/sustained.ts'
import { summarise } from '../bench/summarise-profile.ts'
import { letterAt } from '../bench/writer.ts'

const run = { kind: 'run', at: '2026-11-22T10:00:00Z', quick: false, versions: { node: '24' } } as unknown as RunLine

function measured(subject: string, repetition: number, figures: Record<string, number>): Line {
  return { kind: 'measured', scenario: 'fan-out', variant: 'some', subject, repetition, figures }
}

const goal: Goal = {
  what: 'CPU',
  scenario: 'fan-out',
  variant: 'some',
  figure: 'cpuPerMillion',
  beside: 'relay',
  unit: '×',
  atMost: 0.5,
}

describe('figures', () => {
  it('takes percentiles of unsorted numbers', () => {
    const numbers = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(percentile(numbers, 0.5)).toBe(51)
    expect(percentile(numbers, 0.99)).toBe(100)
    expect(percentile([7], 1)).toBe(7)
    expect(percentile([], 0.5)).toBeNaN()
  })

  it('tells least, middle and most', () => {
    expect(spreadOf([9, 10, 1])).toEqual({ min: 1, median: 9, max: 10 })
    expect(spreadOf([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, max: 4 })
  })

  it('writes numbers as they are read', () => {
    expect([0.01234, 1.239, 45.67, 8_140.2, Number.NaN].map(shown)).toEqual(['0.012', '1.24', '45.7', '8,140', '–'])
  })
})

describe('ratios', () => {
  it('are formed within one repetition of one run', () => {
    const results = new Results([
      run,
      measured('relay', 0, { cpuPerMillion: 10 }),
      measured('meydan', 0, { cpuPerMillion: 4 }),
      measured('meydan', 1, { cpuPerMillion: 50 }),
      run,
      measured('relay', 0, { cpuPerMillion: 100 }),
      measured('meydan', 0, { cpuPerMillion: 60 }),
    ])
    expect(results.ratios('fan-out', 'some', 'cpuPerMillion', ['meydan', 'relay'])).toEqual([0.4, 0.6])
  })

  it('meet a goal by their median, and say by how much they miss it', () => {
    const of = (...ours: number[]) =>
      new Results([
        run,
        ...ours.flatMap((cpuPerMillion, repetition) => [
          measured('relay', repetition, { cpuPerMillion: 10 }),
          measured('meydan', repetition, { cpuPerMillion }),
        ]),
      ])
    expect(judge(goal, of(4, 5, 9))).toMatchObject({ isMet: true, missedBy: undefined, count: 3 })
    expect(judge(goal, of(4, 10, 9))).toMatchObject({ isMet: false, missedBy: 1.8 })
    expect(judge(goal, of())).toBeUndefined()
  })

  it('know that one lost edit is a lost edit', () => {
    const { beside: _, ...own } = { ...goal, figure: 'lost', atMost: 0 }
    const results = new Results([run, ...[0, 0, 3].map((lost, seed) => measured('meydan', seed, { lost }))])
    expect(judge(own, results)).toMatchObject({ isMet: false, missedBy: 3 })
  })
})

describe('report', () => {
  it('shows goals that nothing was measured for, and names steps the generator spoilt', () => {
    const lines = [run, measured('meydan', 0, { cpuPerMillion: 12.34, generatorCpu: 0.9 })]
    const report = reportOf(lines)
    expect(report).toContain('| **Meydan** | 12.3 |')
    expect(report).toContain('not measured')
    expect(report).toContain('used more than 80 % of its core: fan-out, some, meydan')
  })

  it('draws the median as a bar and the spread as a line', () => {
    const bars = [
      { label: 'a < b', spread: { min: 1, median: 2, max: 4 }, isOurs: true },
      { label: 'c', spread: { min: 1, median: 1, max: 1 }, isOurs: false },
    ]
    const svg = panelsAsSvg([{ title: 'T', note: 'n', bars }])
    expect(svg).toContain('a &lt; b')
    expect(svg.match(/class="reach"/g)).toHaveLength(1)
    const widths = [...svg.matchAll(/class="bar[^"]*" x="[\d.]+" y="\d+" width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    )
    expect(widths[0]! / widths[1]!).toBeCloseTo(2, 1)
  })

  it('sums a profile by function and package, without idle time', () => {
    const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 4 })
    const text = summarise(
      {
        nodes: [
          { id: 1, callFrame: frame('(idle)') },
          { id: 2, callFrame: frame('send', 'file:///x/node_modules/ws/lib/sender.js') },
          { id: 3, callFrame: frame('(garbage collector)') },
        ],
        samples: [1, 2, 3, 2],
        timeDeltas: [1000, 2000, 1000, 1000],
      },
      10,
    )
    expect(text).toContain('Busy 80.0 % of 0.0 s; collecting garbage 25.0 % of that')
    expect(text).toContain('75.0 %       3 ms  node_modules/ws')
    expect(text).toContain('send  node_modules/ws/lib/sender.js:5')
  })
})

describe('load', () => {
  it('finds the highest rate that holds, over one hiccup', async () => {
    let hiccups = 1
    const tried = async (rate: number) => {
      if (rate === 800 && hiccups-- > 0) return { holds: false, generatorCpu: 0.1 }
      return { holds: rate <= 1_000, generatorCpu: rate / 10_000 }
    }
    const { best } = await climb(tried, 4)
    expect(best).toBeGreaterThan(950)
    expect(best).toBeLessThanOrEqual(1_000)
    expect((await climb(async (rate) => ({ holds: rate <= 110, generatorCpu: 0 }), 0)).best).toBe(100)
  })

  it('types letters in the bytes that Yjs writes', () => {
    const doc = new Y.Doc()
    const text = new Y.Text('x')
    doc.getMap('texts').set('a', text)
    doc.on('update', (update: Uint8Array) => {
      expect(letterAt(doc.clientID, text.length)).toEqual(update)
    })
    for (let length = 1; length < 300; length++) text.insert(length, 'x')
    expect.assertions(299)
  })

  it('builds a board whose updates make its state', () => {
    const { initial, updates, folded, state } = buildBoard(10)
    const whole = (parts: readonly Uint8Array[]) => {
      const doc = new Y.Doc()
      doc.transact(() => {
        for (const part of parts) Y.applyUpdate(doc, part)
      })
      return Y.encodeStateAsUpdate(doc)
    }
    expect(updates).toHaveLength(400)
    expect(whole([initial, ...updates])).toEqual(state)
    expect(whole([folded, ...updates.slice(-TAIL_ROWS)])).toEqual(state)
  })
})
