import { appendFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { pinThisProcess } from './cores.ts'
import { machine, versions } from './machine.ts'
import { installPeers } from './install-peers.ts'
import type { Line } from './lines.ts'
import { cursors } from './scenarios/cursors.ts'
import { durability } from './scenarios/durability.ts'
import { fanOut } from './scenarios/fan-out.ts'
import { idle } from './scenarios/idle.ts'
import { joining } from './scenarios/join.ts'
import { manyRooms } from './scenarios/rooms.ts'
import { sustained } from './scenarios/sustained.ts'
import { openStores } from './stores.ts'
import { startSubject, type Subject, type SubjectName, subjectNames } from './subjects.ts'

/**
 * `npm run bench [-- --scenario fan-out,cursors] [--subjects meydan,hocuspocus] [--repetitions 3] [--quick]
 * [--out results.jsonl]` measures ours beside the peers in one run and prints one line of JSON per measurement. Servers
 * on the first core, generator on the second; repetitions are interleaved and each begins with another subject.
 * `npm run bench:report` makes tables and ratios of the lines, `npm run bench:plot` the picture. `--profile` instead
 * shows what our server spends its time on (profile.ts).
 */
const PATIENCE_MS = 300_000
const scenarios = [fanOut, sustained, cursors, joining, manyRooms, idle, durability]
if (process.argv.includes('--profile')) await import('./profile.ts')
const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: scenarios.map(({ name }) => name).join() },
    subjects: { type: 'string' },
    repetitions: { type: 'string' },
    quick: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
})
const chosen = values.scenario.split(',').map((name) => one(scenarios, ({ name: known }) => known === name, name))
const only = values.subjects?.split(',').map((name) => one(subjectNames, (known) => known === name, name))
const repetitions = values.repetitions ? Number(values.repetitions) : undefined

installPeers()
await print({ kind: 'run', at: new Date().toISOString(), quick: values.quick, ...machine(), ...versions() })
const stores = await openStores()
try {
  pinThisProcess(1)
  for (const scenario of chosen) await measure(scenario)
} finally {
  await stores.close()
}
process.exit()

async function measure(scenario: (typeof scenarios)[number]): Promise<void> {
  const subjects = scenario.subjects.filter((name) => only?.includes(name) ?? true)
  await scenario.prepare?.({ stores, quick: values.quick }, subjects)
  const times = repetitions ?? scenario.repetitions ?? 3
  for (let repetition = 0; repetition < times; repetition++) {
    const again = only || repetition === 0 ? subjects : subjects.filter((name) => !scenario.once.includes(name))
    for (const name of rotated(again, repetition)) await measureOne(scenario, name, repetition)
  }
}

/** What fails is written down and doesn't take the rest of an hour's run with it. */
async function measureOne(scenario: (typeof scenarios)[number], name: SubjectName, repetition: number): Promise<void> {
  const started: Subject[] = []
  const start = async (subject: SubjectName) => {
    const one = await startSubject(subject, stores)
    started.push(one)
    return one
  }
  const where = { scenario: scenario.name, subject: name, repetition }
  try {
    const measuring = scenario.measure(name, { stores, quick: values.quick, repetition, start })
    const measured = await Promise.race([measuring, tooLate()])
    for (const { variant, figures } of measured) await print({ kind: 'measured', ...where, variant, figures })
  } catch (error) {
    process.exitCode = 1
    await print({ kind: 'failed', ...where, error: String(error) })
  } finally {
    await Promise.all(started.map((subject) => subject.kill()))
  }
}

async function tooLate(): Promise<never> {
  await wait(PATIENCE_MS, undefined, { ref: false })
  throw new Error(`not done within ${PATIENCE_MS / 1_000} s`)
}

/** A machine that gets slower or busier while it measures does so to everyone in turn. */
function rotated<T>(all: readonly T[], by: number): T[] {
  return all.map((_, index) => all[(index + by) % all.length]!)
}

function one<T>(all: readonly T[], fits: (candidate: T) => boolean, name: string): T {
  const found = all.find(fits)
  if (found === undefined) throw new Error(`${name} is unknown`)
  return found
}

async function print(line: Line): Promise<void> {
  const text = JSON.stringify(line, (_key, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(5)) : value,
  )
  console.log(text)
  if (values.out) await appendFile(values.out, `${text}\n`)
}
