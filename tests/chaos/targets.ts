import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { type Server, startServer } from '../support/app.ts'
import { exitOf, freePort, tieToThisProcess } from '../support/processes.ts'
import { until } from '../support/until.ts'

/** A server under test that can be killed and brought back on its port and its data. */
export type Target = {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Everything the process that runs now has printed. */
  output(): string
  kill(): Promise<void>
  /** Starts it again after `kill` or `stop`. */
  start(): Promise<void>
  /** SIGTERM; answers with the exit code. */
  stop(): Promise<number | null>
  hasExited(): boolean
}

/** Our server. Its budgets are widened, so that few accounts make the load of many. */
export async function meydan(databaseUrl: string, environment: Record<string, string> = {}): Promise<Target> {
  const port = await freePort()
  const launch = (): Promise<Server> =>
    startServer({ DATABASE_URL: databaseUrl, PORT: String(port), LIMIT_SCALE: '100', ...environment })
  let server = await launch()
  return {
    url: server.url,
    port,
    get pid() {
      return server.process.pid!
    },
    output: () => server.output(),
    kill: () => server.kill(),
    start: async () => {
      server = await launch()
    },
    stop: () => server.stop(),
    hasExited: () => server.process.exitCode !== null || server.process.signalCode !== null,
  }
}

/** How the bundled bad server deceives: stores two seconds after the last edit, or acknowledges before its commit. */
export type Deceit = 'debounce' | 'early-ack'

/** The server that this harness must find wanting; see debounce-server.ts. */
export async function deceiver(databaseUrl: string, deceit: Deceit): Promise<Target> {
  const port = await freePort()
  let child: ChildProcess
  let output = ''
  const launch = async () => {
    output = ''
    child = spawn(process.execPath, [path.join(import.meta.dirname, 'debounce-server.ts')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl, PORT: String(port), DECEIT: deceit },
    })
    child.stdout!.on('data', (text) => (output += text))
    child.stderr!.on('data', (text) => (output += text))
    tieToThisProcess({ pid: child.pid, signal: 'KILL' })
    await until(() => output.includes('ready'), { what: 'the debouncing server is ready' })
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    return (await exitOf(child)).code
  }
  await launch()
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    get pid() {
      return child.pid!
    },
    output: () => output,
    kill: async () => void (await end('SIGKILL')),
    start: launch,
    stop: () => end('SIGKILL'),
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
  }
}

/** Arms a failpoint of a node; with `times`, for so many passes only. */
export async function armFailpoint(
  target: Target,
  given: { name: string; action: 'crash' | 'delay' | 'error'; ms?: number; times?: number },
): Promise<void> {
  const query = new URLSearchParams(Object.entries(given).map(([key, value]) => [key, String(value)]))
  const reply = await fetch(`${doorOf(target)}?${query}`, { method: 'POST' })
  if (!reply.ok) throw new Error(`failpoint ${query} is not known to this server`)
}

export async function disarmFailpoints(target: Target): Promise<void> {
  await fetch(doorOf(target), { method: 'DELETE' })
}

/** A number of `/metrics`; 0 where there is none. With a label's value, that series'. */
export async function metric(target: { url: string }, name: string, label?: string): Promise<number> {
  const text = await (await fetch(`${target.url}/metrics`)).text()
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
  const line = lines.find((found) => label === undefined || found.includes(`"${label}"`))
  return Number(line?.split(' ').at(-1) ?? 0)
}

function doorOf(target: Target): string {
  const door = /Failpoints: (\S+)/.exec(target.output())?.[1]
  if (!door) throw new Error('this server has no failpoint door')
  return door
}
