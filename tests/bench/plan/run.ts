import { appendFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { shown, spreadOf } from '../figures.ts'
import { machine } from '../machine.ts'
import { openStores } from '../stores.ts'
import { acrossRooms } from './across-rooms.ts'
import { editing } from './editing.ts'
import { projection } from './projection.ts'
import type { Goal, Measured, Setting } from './scenario.ts'
import { table } from './table.ts'

/**
 * `npm run bench:plan [-- --scenario projection] [--repetitions 3] [--quick] [--out plan.jsonl]` works on large plans and
 * boards and prints one line of JSON per measurement, and what issue 6 asks of them beside the figures at the end.
 */
const scenarios: Record<string, (setting: Setting) => Promise<Measured[]>> = { projection, acrossRooms, table, editing }

const goals: readonly Goal[] = [
  { what: 'Rows after the last edit', scenario: 'projection', figure: 'rowsAfter', unit: 'ms', atMost: 2_000 },
  { what: 'Rows while edits go on, behind', scenario: 'projection', figure: 'behindMost', unit: 'ms', atMost: 6_000 },
  { what: 'Actions across rooms, p95', scenario: 'acrossRooms', figure: 'p95', unit: 'ms', atMost: 100 },
  { what: 'Scrolling the table', scenario: 'table', figure: 'perSecond', unit: 'frames/s', atLeast: 55 },
  { what: 'Seen in another browser, p95', scenario: 'editing', figure: 'seenP95', unit: 'ms', atMost: 150 },
  { what: 'Without network ÷ with it, p50', scenario: 'editing', figure: 'ofFlowing', unit: '×', atMost: 1.5 },
]

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: Object.keys(scenarios).join() },
    repetitions: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
})
const chosen = values.scenario.split(',')
const unknown = chosen.find((name) => !(name in scenarios))
if (unknown) throw new Error(`${unknown} is unknown: ${Object.keys(scenarios).join(', ')}`)

const all: (Measured & { scenario: string })[] = []
await print({ kind: 'run', at: new Date().toISOString(), quick: values.quick, ...machine() })
const stores = await openStores()
try {
  for (let repetition = 0; repetition < Number(values.repetitions); repetition++) {
    for (const scenario of chosen) await measure(scenario, repetition)
  }
} finally {
  await stores.close()
}
console.log(`\n${verdicts()}`)
process.exit()

/** What fails is written down and doesn't take the rest of the run with it. */
async function measure(scenario: string, repetition: number): Promise<void> {
  const where = { scenario, subject: 'meydan', repetition }
  try {
    for (const measured of await scenarios[scenario]!({ stores, quick: values.quick })) {
      all.push({ scenario, ...measured })
      await print({ kind: 'measured', ...where, ...measured })
    }
  } catch (error) {
    process.exitCode = 1
    await print({ kind: 'failed', ...where, error: String(error) })
  }
}

function verdicts(): string {
  const rows = goals.flatMap(({ what, scenario, figure, unit, atMost, atLeast }) => {
    const of = all.filter((measured) => measured.scenario === scenario && figure in measured.figures)
    return [...Map.groupBy(of, ({ variant }) => variant)].map(([variant, some]) => {
      const { median } = spreadOf(some.map(({ figures }) => figures[figure]!))
      const isMet = median <= (atMost ?? Number.POSITIVE_INFINITY) && median >= (atLeast ?? Number.NEGATIVE_INFINITY)
      if (!isMet) process.exitCode = 1
      const goal = atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`
      return `| ${what}: ${variant} | ${goal} ${unit} | ${shown(median)} | ${isMet ? 'met' : '**missed**'} |`
    })
  })
  return ['| figure | goal | measured |  |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

async function print(line: object): Promise<void> {
  const text = JSON.stringify(line, (_key, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(5)) : value,
  )
  console.log(text)
  if (values.out) await appendFile(values.out, `${text}\n`)
}
