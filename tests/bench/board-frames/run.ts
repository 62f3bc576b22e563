import { appendFile } from 'node:fs/promises'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Line, readLines } from '../lines.ts'
import { machine } from '../machine.ts'
import { measureFrames } from './frames.ts'
import { measureOpening } from './opening.ts'
import { openPlace, type Place } from './place.ts'
import type { Measured, Measuring } from './scenario.ts'
import { measureShowing } from './showing.ts'
import { judge, tableOf } from './table.ts'
import { measureTyping } from './typing.ts'
import { measureWeight } from './weight.ts'

/**
 * `npm run bench:board [-- --scenario frames,opening] [--repetitions 5] [--quick] [--out board.jsonl]` measures the board
 * in a headless browser and prints a line of JSON per measurement, and a table at the end. `--write` puts the table into
 * docs/benchmarks.md; `--from board.jsonl` makes it of lines measured before. `--spoil` makes every page worse than its
 * goal allows, and fails where a goal is met nevertheless. Build the client first.
 */
const PATIENCE_MS = 300_000
const scenarios: Record<string, (place: Place, measuring: Measuring) => Promise<void>> = {
  frames: measureFrames,
  opening: measureOpening,
  typing: measureTyping,
  showing: measureShowing,
  weight: measureWeight,
}
const page = path.join(import.meta.dirname, '../../../docs/benchmarks.md')
const BEGIN = '<!-- figures: npm run bench:board -->'
const END = '<!-- end of figures: bench:board -->'

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: Object.keys(scenarios).join() },
    repetitions: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    spoil: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    out: { type: 'string' },
    from: { type: 'string' },
  },
})
const chosen = values.scenario.split(',')
const unknown = chosen.find((name) => !(name in scenarios))
if (unknown) throw new Error(`${unknown} is unknown: ${Object.keys(scenarios).join(', ')}`)

const lines: Line[] = values.from ? readLines(values.from) : []
if (!values.from) await measureAll()
const table = tableOf(lines)
console.log(`\n${table}`)
if (values.write) writeIn(table)
if (values.spoil) {
  const met = judge(lines).filter((judged) => judged.met)
  for (const { goal, variant } of met) console.error(`Met although it was spoilt: ${goal.what}: ${variant}`)
  if (met.length > 0) process.exitCode = 1
}
process.exit()

async function measureAll(): Promise<void> {
  const place = await openPlace()
  const { node, ...rest } = { node: process.versions.node, chromium: place.browser.version() }
  await print({
    kind: 'run',
    at: new Date().toISOString(),
    quick: values.quick,
    ...machine(),
    versions: { node, ...rest },
  })
  try {
    for (let repetition = 0; repetition < Number(values.repetitions); repetition++) {
      for (const name of chosen) await measureOne(place, name, repetition)
    }
  } finally {
    await place.close()
  }
}

/** What fails is written down and doesn't take the rest of the run with it. */
async function measureOne(place: Place, scenario: string, repetition: number): Promise<void> {
  const { quick, spoil } = values
  const say = (measured: Measured) => print({ kind: 'measured', subject: 'meydan', repetition, ...measured })
  try {
    await Promise.race([scenarios[scenario]!(place, { quick, spoil, repetition, print: say }), tooLate()])
  } catch (error) {
    process.exitCode = 1
    await print({ kind: 'failed', scenario, subject: 'meydan', repetition, error: String(error) })
  }
}

async function tooLate(): Promise<never> {
  await wait(PATIENCE_MS, undefined, { ref: false })
  throw new Error(`not done within ${PATIENCE_MS / 1_000} s`)
}

async function print(line: Line): Promise<void> {
  lines.push(line)
  const text = JSON.stringify(line, (_key, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(5)) : value,
  )
  console.log(text)
  if (values.out) await appendFile(values.out, `${text}\n`)
}

function writeIn(table: string): void {
  const text = readFileSync(page, 'utf8')
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (before < 0 || after < before) throw new Error(`${page} has lost its markers`)
  writeFileSync(page, `${text.slice(0, before + BEGIN.length)}\n\n${table}\n\n${text.slice(after)}`)
}
