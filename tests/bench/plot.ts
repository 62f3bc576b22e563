import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { spreadOf } from './figures.ts'
import { readLines } from './lines.ts'
import { type Panel, panelsAsSvg } from './plot-svg.ts'
import { Results } from './results.ts'

/** `npm run bench:plot -- results.jsonl …` draws docs/benchmarks.svg. */
const picture = path.join(import.meta.dirname, '../../docs/benchmarks.svg')

type Wanted = { title: string; note: string; scenario: string; variant: string; figure: string; scale?: number }

const labels: Record<string, string> = {
  relay: 'bare relay',
  'y-websocket': 'y-websocket',
  'y-leveldb': 'y-websocket',
  'y-socket.io': 'y-socket.io',
  hocuspocus: 'Hocuspocus',
  meydan: 'Meydan',
}

const wanted: Wanted[] = [
  ...['10 people, 40 updates/s', '50 people, 200 updates/s', '300 people, 100 updates/s'].map((variant) => ({
    title: `CPU per delivery: ${variant}`,
    note: 'seconds per million deliveries, less is better',
    scenario: 'fan-out',
    variant,
    figure: 'cpuPerMillion',
  })),
  {
    title: 'Sustained rate: 100 people',
    note: 'updates/s that reach 99 of 100 within 100 ms, more is better',
    scenario: 'sustained',
    variant: '100 people',
    figure: 'updatesPerSecond',
  },
  {
    title: 'Cursors: 80 people at 20 Hz',
    note: '% of a core, less is better',
    scenario: 'cursors',
    variant: '80 people at 20 Hz',
    figure: 'serverCpu',
    scale: 100,
  },
  {
    title: '100 people join a large board at once',
    note: 'seconds until the last has it, less is better',
    scenario: 'join',
    variant: 'warm, 100 at once',
    figure: 'slowestMs',
    scale: 0.001,
  },
  {
    title: '1,500 quiet rooms of three',
    note: 'whole memory of the server, MiB, less is better',
    scenario: 'rooms',
    variant: '1500 rooms of 3',
    figure: 'rssMib',
  },
  {
    title: '5,000 idle connections',
    note: 'memory per connection, KiB, less is better',
    scenario: 'idle',
    variant: '5000 connections',
    figure: 'rssPerConnectionKib',
  },
]

const files = process.argv.slice(2)
if (files.length === 0) throw new Error('Which results? npm run bench:plot -- results.jsonl')
const results = new Results(files.flatMap(readLines))
const panels = wanted.map((want) => panelOf(want)).filter(({ bars }) => bars.length > 0)
writeFileSync(picture, panelsAsSvg(panels))
console.log(picture)

function panelOf({ title, note, scenario, variant, figure, scale = 1 }: Wanted): Panel {
  const bars = results.subjects(scenario).flatMap((subject) => {
    const values = results.values(scenario, variant, subject, figure).map((value) => value * scale)
    return values.length > 0
      ? [{ label: labels[subject] ?? subject, spread: spreadOf(values), isOurs: subject === 'meydan' }]
      : []
  })
  return { title, note, bars }
}
