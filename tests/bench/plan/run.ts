import { judgedRun, type Scenarios } from '../judged-run.ts'
import { acrossRooms } from './across-rooms.ts'
import { editing } from './editing.ts'
import { projection } from './projection.ts'
import type { Goal } from './scenario.ts'
import { search } from './search.ts'
import { table } from './table.ts'
import { threads } from './threads.ts'

/**
 * `npm run bench:plan [-- --scenario projection] [--repetitions 3] [--quick] [--out plan.jsonl]` works on large plans and
 * boards and prints one line of JSON per measurement, and what issue 6 asks of them beside the figures at the end.
 */
const scenarios: Scenarios = {
  projection,
  acrossRooms,
  search,
  table,
  editing,
  threads,
}

const goals: readonly Goal[] = [
  { what: 'Rows after the last edit', scenario: 'projection', figure: 'rowsAfter', unit: 'ms', atMost: 2_000 },
  { what: 'Rows while edits go on, behind', scenario: 'projection', figure: 'behindMost', unit: 'ms', atMost: 6_000 },
  { what: 'Actions across rooms, p95', scenario: 'acrossRooms', figure: 'p95', unit: 'ms', atMost: 100 },
  { what: 'Search, p95', scenario: 'search', figure: 'p95', unit: 'ms', atMost: 150 },
  { what: 'The list of threads, opened', scenario: 'threads', figure: 'opened', unit: 'ms', atMost: 500 },
  { what: 'A comment elsewhere, p95', scenario: 'threads', figure: 'seenP95', unit: 'ms', atMost: 300 },
  { what: 'Scrolling the table', scenario: 'table', figure: 'perSecond', unit: 'frames/s', atLeast: 55 },
  { what: 'Scrolling the threads', scenario: 'threads', figure: 'perSecond', unit: 'frames/s', atLeast: 55 },
  { what: 'Seen in another browser, p95', scenario: 'editing', figure: 'seenP95', unit: 'ms', atMost: 150 },
  { what: 'Without network ÷ with it, p50', scenario: 'editing', figure: 'ofFlowing', unit: '×', atMost: 1.5 },
]

await judgedRun(scenarios, goals)
