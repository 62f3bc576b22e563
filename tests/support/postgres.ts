import { spawn } from 'node:child_process'
import { chown, mkdir, readFile } from 'node:fs/promises'
import { openSync } from 'node:fs'
import path from 'node:path'
import { migrateToLatest } from '@meydan/migrations/run'
import { openDatabase } from '@meydan/server/database/connection'
import { startEmbedded } from '@meydan/server/database/embedded'
import type pg from 'pg'
import { exitOf, freePort, removeFolder, temporaryFolder, tieToThisProcess } from './processes.ts'
import { findPostgres } from './services.ts'
import { until } from './until.ts'

export const TEMPLATE_DATABASE = 'meydan_template'

const NOBODY = 65534

export type PostgresServer = {
  /** URL of the database `postgres`, as superuser. */
  url: string
  pid: number | undefined
  folder: string
  stop(): Promise<void>
}

export type CrashablePostgres = PostgresServer & {
  /** As `pg_ctl -m immediate stop`: no checkpoint, connections cut. What was committed must be there after `start`. */
  crash(): Promise<void>
  /** Starts it again on its port and its data. */
  start(): Promise<void>
}

/** A new, empty Debian Postgres in a temporary folder. It ends with this process. */
export async function startDebianPostgres(): Promise<CrashablePostgres> {
  const programs = findPostgres()
  if (!programs) throw new Error('Debian’s Postgres is not installed')
  const folder = await temporaryFolder('pg')
  const data = path.join(folder, 'postgres')
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  await mkdir(data, { mode: 0o700 })
  if (user.uid) await chown(data, user.uid, user.gid)
  const log = openSync(path.join(folder, 'log'), 'a')
  const stdio = ['ignore', log, log] as const
  const options = {
    ...user,
    cwd: '/',
    detached: true,
    stdio: [...stdio],
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
  }
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
  const made = await exitOf(spawn(path.join(programs, 'initdb'), initdb, options))
  if (made.code !== 0) throw new Error(`initdb failed: ${await readFile(path.join(folder, 'log'), 'utf8')}`)

  const port = await freePort()
  // Tests kill processes, not machines: what is written is safe without fsync, and much faster.
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: 'off',
    max_connections: 200,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const launch = async () => {
    const server = spawn(path.join(programs, 'postgres'), ['-D', data, ...flags], options)
    server.unref()
    const tie = tieToThisProcess({ pid: server.pid, signal: 'QUIT', folder })
    await until(() => answers(url), { what: 'Postgres answers' })
    return { server, tie }
  }
  let running = await launch()
  const end = async (signal: NodeJS.Signals) => {
    running.server.kill(signal)
    await exitOf(running.server)
    running.tie.cut()
  }
  return {
    url,
    get pid() {
      return running.server.pid
    },
    folder,
    stop: async () => {
      await end('SIGINT')
      await removeFolder(folder)
    },
    crash: () => end('SIGQUIT'),
    start: async () => {
      running = await launch()
    },
  }
}

/** The Postgres that Meydan brings along, started the way the server starts it. */
export async function startEmbeddedPostgres(): Promise<PostgresServer> {
  const folder = await temporaryFolder('embedded')
  const tie = tieToThisProcess({ pid: undefined, signal: 'QUIT', folder })
  const embedded = await startEmbedded({ dataDir: folder, log: () => {} })
  const stop = async () => {
    await embedded.stop()
    tie.cut()
    await removeFolder(folder)
  }
  return { url: urlOf(embedded.connection), pid: undefined, folder, stop }
}

/** pg's settings as the URL that DATABASE_URL takes. */
export function urlOf({ host, port, user, password, database }: pg.PoolConfig): string {
  const url = new URL(`postgres://localhost/${database}`)
  url.username = String(user)
  url.password = encodeURIComponent(String(password ?? ''))
  if (host?.startsWith('/')) url.searchParams.set('host', host)
  else url.hostname = String(host)
  url.port = String(port ?? 5432)
  return url.href
}

/** Makes the migrated database that every fresh one is copied from. */
export async function makeTemplate(url: string): Promise<void> {
  const admin = openDatabase({ connectionString: url, max: 1 })
  await admin.pool.query(`create database ${TEMPLATE_DATABASE}`)
  await admin.close()
  const template = openDatabase({ connectionString: inDatabase(url, TEMPLATE_DATABASE), max: 1 })
  await migrateToLatest(template.db)
  await template.close()
}

/** The same server's other database. */
export function inDatabase(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

async function answers(url: string): Promise<boolean> {
  const { pool, close } = openDatabase({ connectionString: url, max: 1 })
  try {
    await pool.query('select 1')
    return true
  } finally {
    await close()
  }
}
