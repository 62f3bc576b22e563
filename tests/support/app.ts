import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { exitOf, freePort, removeFolder, temporaryFolder, tieToThisProcess } from './processes.ts'
import { until } from './until.ts'

const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 15_000

export const root = path.join(import.meta.dirname, '../..')

export type Server = {
  /** http://127.0.0.1:port, without a slash at the end. */
  url: string
  port: number
  dataDir: string
  process: ChildProcess
  /** Everything it has printed. */
  output(): string
  /** SIGTERM, waits for its end; removes its data folder unless it was given. Answers with the exit code. */
  stop(): Promise<number | null>
  /** kill -9, waits for its end. The data folder stays for the next start. */
  kill(): Promise<void>
}

/**
 * Starts the server as a process of its own and waits for GET /readyz. Without DATABASE_URL it brings its embedded
 * Postgres (1 s more); `startServer({ DATABASE_URL: (await freshDatabase()).url })` is quick. To start it again on the
 * same data: `startServer({ DATA_DIR: first.dataDir, PORT: String(first.port) })`.
 */
export async function startServer(environment: Record<string, string> = {}): Promise<Server> {
  const port = Number(environment.PORT) || (await freePort())
  const dataDir = environment.DATA_DIR ?? (await temporaryFolder('data'))
  const child = spawn(process.execPath, [path.join(root, 'server/src/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      TEST_FAILPOINTS: '1',
      ...environment,
      PORT: String(port),
      DATA_DIR: dataDir,
    },
  })
  let output = ''
  child.stdout!.on('data', (text) => (output += text))
  child.stderr!.on('data', (text) => (output += text))
  const tie = tieToThisProcess({ pid: child.pid, signal: 'TERM', folder: environment.DATA_DIR ? undefined : dataDir })
  const url = `http://127.0.0.1:${port}`
  await waitUntilReady(child, url, () => output)
  const stop = async () => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
    const { code } = await exitOf(child)
    clearTimeout(late)
    if (!environment.DATA_DIR) await removeFolder(dataDir)
    tie.cut()
    return code
  }
  const kill = async () => {
    child.kill('SIGKILL')
    await exitOf(child)
  }
  return { url, port, dataDir, process: child, output: () => output, stop, kill }
}

async function waitUntilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS
  const ready = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return true
    const reply = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) })
    return reply.ok
  }
  try {
    await until(ready, { timeout: deadline - performance.now(), every: 50, what: `${url}/readyz answers 200` })
  } catch (error) {
    child.kill('SIGKILL')
    throw new Error(`The server was not ready in time. It printed:\n${output()}`, { cause: error })
  }
  if (child.exitCode !== null || child.signalCode !== null) {
    throw new Error(`The server ended at once (${child.exitCode ?? child.signalCode}). It printed:\n${output()}`)
  }
}
