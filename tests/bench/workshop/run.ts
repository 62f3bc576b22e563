import { appendFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { startRedis } from '../../support/redis.ts'
import { pinThisProcess } from '../cores.ts'
import { shown, spreadOf } from '../figures.ts'
import { machine } from '../machine.ts'
import { openStores } from '../stores.ts'
import { killed } from './killed.ts'
import type { Measured, Setting } from './place.ts'
import { rush } from './rush.ts'
import { session } from './session.ts'

/**
 * `npm run bench:workshop [-- --scenario session,rush,killed] [--repetitions 3] [--quick] [--out workshop.jsonl]` drives
 * a live workshop as its pages would and prints one line of JSON per measurement, and what issue 5 asks of it beside
 * the figures at the end. Node on the first core, generator on the second.
 */
const scenarios: Record<string, (setting: Setting) => Promise<Measured[]>> = { session, rush, killed }

type Goal = { what: string; scenario: string; figure: string; unit: string; atMost: number }
const goals: readonly Goal[] = [
  { what: 'Reveal visible to all, p95', scenario: 'session', figure: 'visibleP95', unit: 'ms', atMost: 1_000 },
  { what: 'Result of a vote with all, p95', scenario: 'session', figure: 'resultP95', unit: 'ms', atMost: 1_000 },
  { what: 'Dots that the tally has wrong', scenario: 'session', figure: 'wrongDots', unit: 'dots', atMost: 0 },
  { what: 'Voters that the tally has wrong', scenario: 'session', figure: 'wrongVoters', unit: 'people', atMost: 0 },
  { what: 'Event loop delay, p99', scenario: 'session', figure: 'loopP99', unit: 'ms', atMost: 100 },
  { what: 'Joining, p95', scenario: 'rush', figure: 'joinP95', unit: 'ms', atMost: 3_000 },
  { what: 'People who did not get in', scenario: 'rush', figure: 'notIn', unit: 'people', atMost: 0 },
  { what: 'Ballots lost with a node', scenario: 'killed', figure: 'lostBallots', unit: 'ballots', atMost: 0 },
  { what: 'Dots lost with a node', scenario: 'killed', figure: 'wrongDots', unit: 'dots', atMost: 0 },
  { what: 'The timer on the other node', scenario: 'killed', figure: 'timerWrongMs', unit: 'ms', atMost: 1_000 },
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
const redis = await startRedis()
try {
  pinThisProcess(1)
  for (let repetition = 0; repetition < Number(values.repetitions); repetition++) {
    for (const scenario of chosen) await measure(scenario, repetition)
  }
} finally {
  // Nobody waits for it: its process is not counted among what keeps this one alive.
  void redis.stop()
  await stores.close()
}
console.log(`\n${verdicts()}`)
process.exit()

/** What fails is written down and doesn't take the rest of the run with it. */
async function measure(scenario: string, repetition: number): Promise<void> {
  const where = { scenario, subject: 'meydan', repetition }
  try {
    for (const measured of await scenarios[scenario]!({ stores, redisUrl: redis.url, quick: values.quick })) {
      all.push({ scenario, ...measured })
      await print({ kind: 'measured', ...where, ...measured })
    }
  } catch (error) {
    process.exitCode = 1
    await print({ kind: 'failed', ...where, error: String(error) })
  }
}

/** The worst counts where one miss is a miss; otherwise the median. */
function verdicts(): string {
  const rows = goals.flatMap((goal) => {
    const { what, scenario, figure, unit, atMost } = goal
    const of = all.filter((measured) => measured.scenario === scenario && figure in measured.figures)
    return [...Map.groupBy(of, ({ variant }) => variant)].map(([variant, some]) => {
      const { median, max } = spreadOf(some.map(({ figures }) => figures[figure]!))
      const value = atMost === 0 ? max : median
      const isMet = value <= atMost
      if (!isMet) process.exitCode = 1
      return `| ${what}: ${variant} | ≤ ${atMost} ${unit} | ${shown(value)} | ${isMet ? 'met' : '**missed**'} |`
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
