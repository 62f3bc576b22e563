import { appendFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { shown, spreadOf } from './figures.ts'
import { machine } from './machine.ts'
import type { Goal, Measured, Setting } from './plan/scenario.ts'
import { openStores } from './stores.ts'

export type Scenarios = Record<string, (setting: Setting) => Promise<Measured[]>>

/**
 * Runs scenarios as the command line says (`--scenario a,b --repetitions 3 --quick --out run.jsonl`), prints one line of
 * JSON per measurement, and the goals beside the medians at the end. Ends the process: with 1 where a goal is missed.
 */
export async function judgedRun(scenarios: Scenarios, goals: readonly Goal[]): Promise<never> {
  const values = asked(scenarios)
  const all: Judged[] = []
  const print = (line: object) => printed(line, values.out)
  await print({ kind: 'run', at: new Date().toISOString(), quick: values.quick, ...machine() })
  const stores = await openStores()
  try {
    for (let repetition = 0; repetition < Number(values.repetitions); repetition++) {
      for (const scenario of values.chosen) {
        const where = { scenario, subject: 'meydan', repetition }
        try {
          for (const measured of await scenarios[scenario]!({ stores, quick: values.quick })) {
            all.push({ scenario, ...measured })
            await print({ kind: 'measured', ...where, ...measured })
          }
        } catch (error) {
          // What fails is written down and doesn't take the rest of the run with it.
          process.exitCode = 1
          await print({ kind: 'failed', ...where, error: String(error) })
        }
      }
    }
  } finally {
    await stores.close()
  }
  console.log(`\n${verdicts(goals, all)}`)
  process.exit()
}

type Judged = Measured & { scenario: string }

function asked(scenarios: Scenarios) {
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
  return { ...values, chosen }
}

function verdicts(goals: readonly Goal[], all: readonly Judged[]): string {
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

async function printed(line: object, out: string | undefined): Promise<void> {
  const text = JSON.stringify(line, (_key, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(5)) : value,
  )
  console.log(text)
  if (out) await appendFile(out, `${text}\n`)
}
