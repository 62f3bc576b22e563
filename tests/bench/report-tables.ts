import { shown, spreadOf } from './figures.ts'
import { goals } from './goals.ts'
import { judge } from './judge.ts'
import type { Line, RunLine } from './lines.ts'
import { GENERATOR_CPU_MAX, Results } from './results.ts'

/** What a subject is called where people read. */
export const titles: Record<string, string> = {
  relay: 'bare `ws` relay',
  'y-websocket': '`@y/websocket-server`, in memory',
  'y-leveldb': '`@y/websocket-server` with LevelDB',
  'y-socket.io': '`y-socket.io` with LevelDB',
  hocuspocus: 'Hocuspocus with Postgres',
  meydan: '**Meydan**',
}

type Column = { figure: string; title: string; scale?: number }

const generator: Column = { figure: 'generatorCpu', title: 'generator CPU, %', scale: 100 }
const serverCpu: Column = { figure: 'serverCpu', title: 'CPU, % of a core', scale: 100 }
const delays: Column[] = [
  { figure: 'p50', title: 'delay p50, ms' },
  { figure: 'p99', title: 'p99, ms' },
  { figure: 'delivered', title: 'delivered, %', scale: 100 },
]

const columns: Record<string, Column[]> = {
  'fan-out': [{ figure: 'cpuPerMillion', title: 'CPU s per million deliveries' }, ...delays, generator],
  sustained: [{ figure: 'updatesPerSecond', title: 'updates/s' }, generator],
  cursors: [serverCpu, ...delays, generator],
  join: [
    { figure: 'slowestMs', title: 'slowest, ms' },
    { figure: 'cpuSeconds', title: 'server CPU, s' },
    { figure: 'mebibytes', title: 'board, MiB' },
    generator,
  ],
  rooms: [
    { figure: 'heapPerRoomKib', title: 'heap and buffers per room, KiB' },
    { figure: 'rssMib', title: 'whole RSS, MiB' },
    { figure: 'rssEmptyMib', title: 'RSS before, MiB' },
    { figure: 'cpuSeconds', title: 'CPU s for the edits and their stores' },
  ],
  idle: [
    { figure: 'rssPerConnectionKib', title: 'RSS per connection, KiB' },
    { figure: 'heapPerConnectionKib', title: 'heap and buffers each, KiB' },
    serverCpu,
  ],
  durability: [
    { figure: 'acknowledged', title: 'acknowledged edits' },
    { figure: 'lost', title: 'lost after the kills' },
    { figure: 'mostByOneKill', title: 'most by one kill' },
  ],
}

/** Everything between the markers of docs/benchmarks.md. */
export function reportOf(lines: readonly Line[]): string {
  const results = new Results(lines)
  const runs = lines.filter((line) => line.kind === 'run')
  const parts = [...runs.map(about), goalTable(results)]
  for (const scenario of Object.keys(columns)) parts.push(...scenarioTables(scenario, results))
  const invalid = results.invalid()
  if (invalid.length > 0) {
    const which = invalid.map(({ scenario, variant, subject }) => `${scenario}, ${variant}, ${subject}`)
    parts.push(
      `Invalid, because the generator used more than ${GENERATOR_CPU_MAX * 100} % of its core: ${[...new Set(which)].join('; ')}.`,
    )
  }
  const failed = lines.filter((line) => line.kind === 'failed')
  if (failed.length > 0) {
    const which = failed.map(({ scenario, subject, error }) => `${scenario}, ${subject}: ${error}`)
    parts.push(`Failed: ${which.join('; ')}.`)
  }
  return parts.join('\n\n')
}

function about({ at, quick, cpu, cores, memoryGb, system, loadBefore, versions }: RunLine): string {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const warning = quick ? '**A quick run: it shows that everything works, its figures are of no use.** ' : ''
  return `${warning}Measured ${at.slice(0, 16).replace('T', ' ')} UTC on ${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, load before ${shown(loadBefore)}. Versions: ${list.join(', ')}.`
}

function goalTable(results: Results): string {
  const rows = goals.map((goal) => {
    const judged = judge(goal, results)
    const against = goal.beside ? ` ÷ ${titles[goal.beside]}` : ''
    const wanted = 'atLeast' in goal ? `≥ ${shown(goal.atLeast)} ${goal.unit}` : `≤ ${shown(goal.atMost)} ${goal.unit}`
    if (!judged) return [`${goal.what}${against}`, wanted, 'not measured', '']
    const verdict = judged.isMet ? 'met' : `**missed** by ${missed(goal, judged.missedBy!)}`
    const { min, median, max } = judged.spread
    return [`${goal.what}${against}`, wanted, `${shown(median)} (${shown(min)} – ${shown(max)})`, verdict]
  })
  return table(['figure', 'goal', 'median (least – most)', ''], rows)
}

function missed(goal: (typeof goals)[number], by: number): string {
  return 'atMost' in goal && goal.atMost === 0 ? `${shown(by)} ${goal.unit}` : `a factor of ${shown(by)}`
}

function scenarioTables(scenario: string, results: Results): string[] {
  const shownColumns = columns[scenario]!
  return results.variants(scenario).map((variant) => {
    const rows = results.subjects(scenario).map((subject) => [
      titles[subject] ?? subject,
      ...shownColumns.map(({ figure, scale = 1 }) => {
        const values = results.values(scenario, variant, subject, figure).map((value) => value * scale)
        const { min, median, max } = spreadOf(values)
        return values.length < 2 || min === max ? shown(median) : `${shown(median)} (${shown(min)} – ${shown(max)})`
      }),
    ])
    return `#### ${scenario}: ${variant}\n\n${table(['', ...shownColumns.map(({ title }) => title)], rows)}`
  })
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
