import { judgedRun, type Scenarios } from '../judged-run.ts'
import type { Goal } from '../plan/scenario.ts'
import { list } from './list.ts'
import { seen } from './seen.ts'

/**
 * `npm run bench:threads [-- --scenario list] [--repetitions 3] [--quick] [--out threads.jsonl]` opens the threads of a
 * room in which much was said, and prints what issue 7 asks of that beside the figures at the end.
 */
const scenarios: Scenarios = { list, seen }

const goals: readonly Goal[] = [
  { what: 'A list of threads, p95', scenario: 'list', figure: 'p95', unit: 'ms', atMost: 500 },
  { what: 'A comment is visible to the others, p95', scenario: 'seen', figure: 'p95', unit: 'ms', atMost: 300 },
]

await judgedRun(scenarios, goals)
