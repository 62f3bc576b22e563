import { shown, spreadOf } from '../figures.ts'
import type { Line, MeasuredLine, RunLine } from '../lines.ts'

type Column = { figure: string; title: string }
type Goal = { what: string; scenario: string; figure: string; unit: string } & (
  | { atMost: number }
  | { atLeast: number }
)

/** What issue 4 asks of the board in the browser; `typing` is told beside itself, see below. */
export const goals: readonly Goal[] = [
  { what: 'Pan and zoom, 30 others pointing', scenario: 'frames', figure: 'perSecond', unit: 'frames/s', atLeast: 55 },
  { what: 'First render of what is in sight', scenario: 'opening', figure: 'ms', unit: 'ms', atMost: 1_500 },
  { what: 'A letter at another browser, p95', scenario: 'showing', figure: 'p95', unit: 'ms', atMost: 150 },
  { what: 'A letter without network ÷ with it, p50', scenario: 'typing', figure: 'ofFlowing', unit: '×', atMost: 1.5 },
  { what: 'Script before the board can be used', scenario: 'weight', figure: 'kib', unit: 'KiB', atMost: 250 },
]

const columns: Record<string, { title: string; columns: Column[] }> = {
  frames: {
    title: 'Frames while panning and zooming, 30 others pointing 15 times a second',
    columns: [
      { figure: 'perSecond', title: 'frames/s' },
      { figure: 'emptyPerSecond', title: 'empty page, frames/s' },
      { figure: 'ofEmpty', title: 'of the empty page' },
      { figure: 'p5', title: 'p5, frames/s' },
      { figure: 'emptyP5', title: 'empty page, p5' },
      { figure: 'medianMs', title: 'median frame, ms' },
      { figure: 'longestMs', title: 'longest, ms' },
    ],
  },
  opening: {
    title: 'Opening: from navigation to the first render of what is in sight',
    columns: [
      { figure: 'ms', title: 'painted, ms' },
      { figure: 'elementsMs', title: 'all as elements, ms' },
      { figure: 'elements', title: 'notes in the page' },
    ],
  },
  typing: {
    title: 'Typing: from the key to its letter on the screen',
    columns: [
      { figure: 'p50', title: 'p50, ms' },
      { figure: 'p95', title: 'p95, ms' },
      { figure: 'ofFlowing', title: 'p50 ÷ p50 with the network' },
    ],
  },
  showing: {
    title: 'Showing: from the key in one browser to its letter in another',
    columns: [
      { figure: 'p50', title: 'p50, ms' },
      { figure: 'p95', title: 'p95, ms' },
      { figure: 'letters', title: 'letters' },
      { figure: 'lost', title: 'not seen within 3 s' },
    ],
  },
  weight: {
    title: 'Script in gzip until the board can be used, and its largest files',
    columns: [
      { figure: 'kib', title: 'KiB' },
      { figure: 'files', title: 'files' },
    ],
  },
}

/** Everything between the markers of "The board in the browser" in docs/benchmarks.md. */
export function tableOf(lines: readonly Line[]): string {
  const measured = withRatios(lines.filter((line) => line.kind === 'measured'))
  const parts = lines.filter((line) => line.kind === 'run').map(about)
  const judged = judge(measured).map(
    ({ goal, variant, text, met }) =>
      `| ${goal.what}: ${variant} | ${'atMost' in goal ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`} ${goal.unit} | ${text} | ${met ? 'met' : '**missed**'} |`,
  )
  parts.push(['| figure | goal | median (least – most) |  |', '| --- | --- | --- | --- |', ...judged].join('\n'))
  for (const [scenario, { title, columns: some }] of Object.entries(columns)) {
    const variants = variantsOf(measured, scenario)
    if (variants.length === 0) continue
    const rows = variants.map((variant) => {
      const cells = some.map(({ figure }) => spreadText(valuesOf(measured, scenario, variant, figure)))
      return `| ${variant} | ${cells.join(' | ')} |`
    })
    const head = `|  | ${some.map((column) => column.title).join(' | ')} |`
    parts.push(`#### ${title}`, [head, `| --- |${' --- |'.repeat(some.length)}`, ...rows].join('\n'))
  }
  const failed = lines.filter((line) => line.kind === 'failed')
  if (failed.length > 0)
    parts.push(`Failed: ${failed.map(({ scenario, error }) => `${scenario}: ${error}`).join('; ')}.`)
  return parts.join('\n\n')
}

export type Judged = { goal: Goal; variant: string; text: string; met: boolean }

/** Each goal beside the median of each variant it is set for. */
export function judge(lines: readonly Line[]): Judged[] {
  const measured = withRatios(lines.filter((line) => line.kind === 'measured'))
  return goals.flatMap((goal) =>
    variantsOf(measured, goal.scenario).flatMap((variant) => {
      const values = valuesOf(measured, goal.scenario, variant, goal.figure)
      const isPart = goal.scenario === 'weight' && variant !== 'all'
      if (values.length === 0 || isPart) return []
      const { median } = spreadOf(values)
      const met = 'atMost' in goal ? median <= goal.atMost : median >= goal.atLeast
      return [{ goal, variant, text: spreadText(values), met }]
    }),
  )
}

/** Typing is judged beside itself, within one repetition: without the network by with it. */
function withRatios(measured: readonly MeasuredLine[]): MeasuredLine[] {
  return measured.map((line) => {
    if (line.scenario !== 'typing' || line.variant !== 'the network stands still') return line
    const flowing = measured.find(
      (other) =>
        other.scenario === 'typing' && other.variant === 'the network flows' && other.repetition === line.repetition,
    )
    const ratio = flowing && line.figures.p50! / flowing.figures.p50!
    return ratio === undefined ? line : { ...line, figures: { ...line.figures, ofFlowing: ratio } }
  })
}

function valuesOf(lines: readonly MeasuredLine[], scenario: string, variant: string, figure: string): number[] {
  return lines
    .filter((line) => line.scenario === scenario && line.variant === variant)
    .flatMap(({ figures }) => figures[figure] ?? [])
}

function variantsOf(lines: readonly MeasuredLine[], scenario: string): string[] {
  return [...new Set(lines.filter((line) => line.scenario === scenario).map(({ variant }) => variant))]
}

function spreadText(values: readonly number[]): string {
  if (values.length === 0) return ''
  const { min, median, max } = spreadOf(values)
  return values.length === 1 ? shown(median) : `${shown(median)} (${shown(min)} – ${shown(max)})`
}

function about({ at, quick, cpu, cores, memoryGb, system, loadBefore, versions }: RunLine): string {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const warning = quick ? '**A quick run: its figures are of no use.** ' : ''
  return `${warning}Measured ${at.slice(0, 16).replace('T', ' ')} UTC on ${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, load before ${shown(loadBefore)}. Versions: ${list.join(', ')}.`
}
