import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { endLeftover, ensureCluster, environment, lastErrorIn, type Log } from './embedded-cluster.ts'
import { EmbeddedUnavailable, type Home, prepareHome, programIn } from './embedded-home.ts'
import { lockFolder } from './embedded-lock.ts'

// sun_path holds 108 bytes with its closing zero on Linux, 104 elsewhere.
const SOCKET_PATH_MAX_BYTES = process.platform === 'linux' ? 107 : 103
const SOCKET_NAME = '.s.PGSQL.5432'
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 20_000
const RESTART_PAUSE_MS = 1000

export type Embedded = {
  connection: pg.PoolConfig
  /** Ends Postgres (fast shutdown: open transactions are rolled back, everything committed is on disk). */
  stop(): Promise<void>
  /** For the operator: why something is not where it is expected. */
  note?: string
}

type Address = { host: string; port: number }

/**
 * Starts the Postgres that comes with npm as a child process, with its data in `<dataDir>/postgres`. Only this machine
 * reaches it: by a Unix socket that only its user may open, or by loopback where that socket's path would be too long;
 * with a generated password either way. Throws FolderInUse or EmbeddedUnavailable, each one line for the operator.
 * `place` is where data go that can't lie in `dataDir`; see prepareHome.
 */
export async function startEmbedded({ dataDir, log, place }: StartOptions): Promise<Embedded> {
  await mkdir(dataDir, { recursive: true })
  const lock = await lockFolder(dataDir)
  try {
    const home = await prepareHome(dataDir, place)
    const logFile = await openLog(dataDir)
    const password = await ensureCluster(home, logFile)
    if (await endLeftover(home.data)) log('Stopped the Postgres that an earlier run left behind.')
    const address = await chooseAddress(home.data)
    const postgres = await keepRunning(home, address, logFile, log)
    const connection = { ...address, user: 'meydan', password, database: 'postgres' }
    await writeFile(connectionFile(dataDir), JSON.stringify(connection), { mode: 0o600 })
    const onExit = () => {
      postgres.stopNow()
      lock.releaseNow()
    }
    process.once('exit', onExit)
    const stop = async () => {
      await postgres.stop()
      process.off('exit', onExit)
      await rm(connectionFile(dataDir), { force: true })
      closeSync(logFile.descriptor)
      await lock.release()
    }
    return { connection, stop, note: home.note }
  } catch (error) {
    await lock.release()
    throw error
  }
}

export type StartOptions = { dataDir: string; log: (line: string) => void; place?: string }

/** How to reach the embedded Postgres that another process runs on this folder; null when none does. */
export async function findEmbedded(dataDir: string): Promise<pg.PoolConfig | null> {
  const text = await readFile(connectionFile(dataDir), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as pg.PoolConfig)
}

function connectionFile(dataDir: string): string {
  return path.join(dataDir, 'postgres.connection.json')
}

async function openLog(dataDir: string): Promise<Log> {
  const file = path.join(dataDir, 'postgres.log')
  await rename(file, `${file}.1`).catch(() => {})
  return { file, descriptor: openSync(file, 'a', 0o600) }
}

async function chooseAddress(data: string): Promise<Address> {
  const fits = Buffer.byteLength(path.join(data, SOCKET_NAME)) <= SOCKET_PATH_MAX_BYTES
  if (fits && process.platform !== 'win32') return { host: data, port: 5432 }
  return { host: '127.0.0.1', port: await freePort() }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** Starts Postgres and starts it again whenever it ends without having been asked to. */
async function keepRunning(home: Home, address: Address, logFile: Log, log: StartOptions['log']) {
  let stopping = false
  let child = await start(home, address, logFile)
  let ended = watch()

  function watch(): Promise<void> {
    return exitOf(child).then(async () => {
      while (!stopping) {
        log('Postgres ended unexpectedly and is started again; see postgres.log.')
        await wait(RESTART_PAUSE_MS, undefined, { ref: false })
        if (stopping) return
        try {
          child = await start(home, address, logFile)
          ended = watch()
          return
        } catch (error) {
          log(error instanceof Error ? error.message : String(error))
        }
      }
    })
  }
  const stop = async () => {
    stopping = true
    child.ref()
    endFast(child, home)
    const late = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS)
    await exitOf(child)
    clearTimeout(late)
    await ended
  }
  const stopNow = () => {
    stopping = true
    endFast(child, home)
  }
  return { stop, stopNow }
}

function endFast(child: ChildProcess, { native, data }: Home): void {
  // Windows has no signals: kill() would cut it off, which only costs a recovery, but asking is as easy.
  if (process.platform === 'win32') spawnSync(programIn(native, 'pg_ctl'), ['stop', '-D', data, '-m', 'fast'])
  else child.kill('SIGINT')
}

async function start(home: Home, { host, port }: Address, logFile: Log): Promise<ChildProcess> {
  const onSocket = path.isAbsolute(host)
  const settings = {
    listen_addresses: onSocket ? '' : host,
    port,
    unix_socket_directories: onSocket ? `"${host.replaceAll('"', '""')}"` : '',
    unix_socket_permissions: '0700',
    max_connections: 60,
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(programIn(home.native, 'postgres'), ['-D', home.data, ...flags], {
    ...home.user,
    cwd: '/',
    // In a process group of its own: Ctrl+C must reach the server first, which still has to write what it holds.
    detached: true,
    stdio: ['ignore', logFile.descriptor, logFile.descriptor],
    env: environment(),
  })
  child.once('error', () => {})
  await untilReady(child, home, logFile.file)
  child.unref()
  return child
}

/** Postgres writes its state into the eighth line of its pid file. */
async function untilReady(child: ChildProcess, { data }: Home, logFile: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS
  const ended = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
  while (performance.now() < deadline && !ended()) {
    const lines = (await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return
    await wait(10)
  }
  child.kill('SIGQUIT')
  throw new EmbeddedUnavailable(`Postgres did not start: ${await lastErrorIn(logFile)}`)
}

function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
  })
}
