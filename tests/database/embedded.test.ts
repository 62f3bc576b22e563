import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, lstat, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openDatabase } from '@meydan/server/database/connection'
import { type Embedded, findEmbedded, startEmbedded } from '@meydan/server/database/embedded'
import { findPackage, prepareNative, programIn, type User } from '@meydan/server/database/embedded-home'
import type pg from 'pg'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { exitOf, removeFolder, temporaryFolder, tieToThisProcess } from '../support/processes.ts'
import { until } from '../support/until.ts'

const isRoot = process.getuid?.() === 0

async function newFolder(): Promise<string> {
  const folder = await temporaryFolder('embedded')
  const tie = tieToThisProcess({ pid: undefined, signal: 'KILL', folder })
  onTestFinished(async () => {
    const leftover = await pidOf(path.join(folder, 'postgres')).catch(() => 0)
    if (leftover && isRunning(leftover)) process.kill(leftover, 'SIGQUIT')
    await removeFolder(folder)
    tie.cut()
  })
  return folder
}

let prepared: string

beforeAll(async () => {
  prepared = await temporaryFolder('prepared')
  const tie = tieToThisProcess({ pid: undefined, signal: 'KILL', folder: prepared })
  await (await startEmbedded({ dataDir: prepared, log: () => {} })).stop()
  return async () => {
    await removeFolder(prepared)
    tie.cut()
  }
})

/** A data folder in which a server has run once: quicker than a first start, and as good where that isn't the point. */
async function usedFolder(): Promise<string> {
  const folder = await newFolder()
  await cp(prepared, folder, { recursive: true })
  return folder
}

async function start(dataDir: string, place?: string): Promise<Embedded & { lines: string[] }> {
  const lines: string[] = []
  const embedded = await startEmbedded({ dataDir, place, log: (line) => lines.push(line) })
  onTestFinished(() => embedded.stop().catch(() => {}))
  return { ...embedded, lines }
}

/** A start in a process of its own, which can be killed; waits until Postgres is there. */
async function startParent(dataDir: string, ending = ''): Promise<{ parent: ChildProcess; connection: pg.PoolConfig }> {
  const parent = spawn(process.execPath, [path.join(import.meta.dirname, 'embedded-parent.ts'), dataDir, ending], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void parent.kill('SIGKILL'))
  const [line] = (await once(parent.stdout!, 'data')) as [Buffer]
  return { parent, connection: JSON.parse(line.toString()) as pg.PoolConfig }
}

async function query(connection: pg.PoolConfig, statement: string): Promise<Record<string, unknown>[]> {
  const { pool, close } = openDatabase({ ...connection, max: 1 })
  try {
    return (await pool.query(statement)).rows as Record<string, unknown>[]
  } finally {
    await close()
  }
}

async function pidOf(data: string): Promise<number> {
  return Number((await readFile(path.join(data, 'postmaster.pid'), 'utf8')).split('\n')[0])
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('data are there again after a stop; durable, sorted by Unicode, and out of reach for others', async () => {
  const dataDir = await newFolder()
  const first = await start(dataDir)
  await query(first.connection, "create table kept (what text); insert into kept values ('ılgaz'), ('Zonguldak')")
  const [settings] = await query(
    first.connection,
    `select current_setting('fsync') as fsync, current_setting('listen_addresses') as tcp,
       (select datlocale || datlocprovider::text from pg_database where datname = current_database()) as locale,
       (select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256') as without_password`,
  )
  expect(settings).toEqual({ fsync: 'on', tcp: '', locale: 'undi', without_password: 0 })
  expect((await stat(path.join(dataDir, 'postgres'))).mode & 0o077).toBe(0)
  expect((await stat(path.join(dataDir, 'postgres/meydan.password'))).mode & 0o077).toBe(0)
  expect(await findEmbedded(dataDir)).toEqual(first.connection)
  await first.stop()
  expect(await findEmbedded(dataDir)).toBeNull()

  const second = await start(dataDir)
  expect(await query(second.connection, 'select what from kept order by 1')).toEqual([
    { what: 'ılgaz' },
    { what: 'Zonguldak' },
  ])
  expect(await readFile(path.join(dataDir, 'postgres.log.1'), 'utf8')).toContain('fast shutdown')
})

test.runIf(isRoot)('as root, Postgres runs as an unprivileged user who owns the data', async () => {
  const dataDir = await usedFolder()
  await start(dataDir)
  const data = path.join(dataDir, 'postgres')
  expect((await stat(data)).uid).toBe(65534)
  expect((await stat(`/proc/${await pidOf(data)}`)).uid).toBe(65534)
})

test.runIf(isRoot)('as root, data restored as root are given to that user', async () => {
  const dataDir = await usedFolder()
  const first = await start(dataDir)
  await query(first.connection, 'create table kept ()')
  await first.stop()
  const backup = path.join(await newFolder(), 'data')
  await cp(dataDir, backup, { recursive: true })
  await chmod(path.dirname(backup), 0o755)
  expect((await stat(path.join(backup, 'postgres'))).uid).toBe(0)
  const second = await start(backup)
  expect(await query(second.connection, 'select * from kept')).toEqual([])
})

test.runIf(isRoot)(
  'as root in a folder that user can’t enter, data go where they survive, and it says so',
  async () => {
    const closed = await newFolder()
    await chmod(closed, 0o700)
    const dataDir = path.join(closed, 'data')
    const place = path.join(await newFolder(), 'var-lib-meydan')
    const first = await start(dataDir, place)
    expect(first.note).toContain(path.join(place, 'postgres'))
    await query(first.connection, "create table kept as select 'safe' as what")
    await first.stop()
    const second = await start(dataDir, place)
    expect(await query(second.connection, 'select what from kept')).toEqual([{ what: 'safe' }])
  },
)

test.runIf(isRoot)('a database that can’t be reached any more is not replaced by an empty one', async () => {
  const outer = await newFolder()
  const dataDir = path.join(outer, 'data')
  await (await start(dataDir)).stop()
  await chmod(outer, 0o700)
  await expect(start(dataDir, path.join(await newFolder(), 'elsewhere'))).rejects.toThrow('chmod o+x')
})

test('after kill -9 of the server, the next start ends the Postgres left behind and has everything committed', async () => {
  const dataDir = await usedFolder()
  const { parent, connection } = await startParent(dataDir)
  await query(connection, "create table kept as select 'committed' as what")
  const leftover = await pidOf(path.join(dataDir, 'postgres'))
  parent.kill('SIGKILL')
  await exitOf(parent)
  expect(isRunning(leftover)).toBe(true)

  const next = await start(dataDir)
  expect(isRunning(leftover)).toBe(false)
  expect(next.lines).toEqual(['Stopped the Postgres that an earlier run left behind.'])
  expect(await query(next.connection, 'select what from kept')).toEqual([{ what: 'committed' }])
})

test('a pid file whose number belongs to another process by now is no obstacle', async () => {
  const dataDir = await usedFolder()
  await (await start(dataDir)).stop()
  await writeFile(path.join(dataDir, 'postgres/postmaster.pid'), `${process.ppid}\n/elsewhere\n`)
  await writeFile(path.join(dataDir, 'meydan.lock'), JSON.stringify({ pid: process.ppid, since: 'another boot' }))
  await start(dataDir)
  expect(isRunning(process.ppid)).toBe(true)
})

test('a second start on the same folder is refused with one line, and the first goes on', async () => {
  const dataDir = await usedFolder()
  const { parent, connection } = await startParent(dataDir)
  await expect(start(dataDir)).rejects.toThrow(
    new RegExp(`^Another Meydan server \\(process ${parent.pid}\\) already runs on ${dataDir}\\. Stop it first\\.$`),
  )
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('two starts at the same moment: one gets the folder', async () => {
  const dataDir = await usedFolder()
  await writeFile(path.join(dataDir, 'meydan.lock'), 'torn')
  const starts = await Promise.allSettled([start(dataDir), start(dataDir), start(dataDir)])
  expect(starts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('where a socket’s path would be too long, Postgres listens on loopback and asks for its password', async () => {
  const dataDir = path.join(await newFolder(), 'a'.repeat(60), 'b'.repeat(60))
  const { connection } = await start(dataDir)
  expect(connection.host).toBe('127.0.0.1')
  expect(await query(connection, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
  await expect(query({ ...connection, password: 'guessed' }, 'select 1')).rejects.toThrow('password authentication')
})

test('blanks, quotes and commas in the folder’s name are nothing special', async () => {
  const { connection } = await start(path.join(await newFolder(), `it's "my", data`))
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('libraries’ links that npm did not make are made, in a copy where the package can’t be changed', async () => {
  const { native } = await findPackage()
  const folder = await newFolder()
  const bare = path.join(folder, 'package', 'native')
  await cp(native, bare, { recursive: true, filter: async (file) => !(await isLink(file)) })
  const user: User = isRoot ? { uid: 65534, gid: 65534 } : {}
  const given = Promise.resolve({ native: bare, version: '1' })
  await rm(path.join(bare, 'lib/libpq.so.5'), { force: true })
  expect(await prepareNative(user, folder, given)).toBe(bare)

  for (const name of await readdir(path.join(bare, 'lib'))) {
    if (await isLink(path.join(bare, 'lib', name))) await rm(path.join(bare, 'lib', name))
  }
  // Root may write everywhere; what stops it is that Postgres's user can't enter.
  await chmod(isRoot ? path.dirname(bare) : path.join(bare, 'lib'), isRoot ? 0o700 : 0o500)
  const copy = await prepareNative(user, folder, given)
  expect(copy).toBe(path.join(folder, 'postgres-programs-1'))
  expect((await stat(programIn(copy, 'postgres'))).isFile()).toBe(true)
  expect(await prepareNative(user, folder, given)).toBe(copy)
  await chmod(isRoot ? path.dirname(bare) : path.join(bare, 'lib'), 0o755)
})

async function isLink(file: string): Promise<boolean> {
  return (await lstat(file)).isSymbolicLink()
}

test('a first start that was cut off is made good by the next', async () => {
  const dataDir = await newFolder()
  const parent = spawn(process.execPath, [path.join(import.meta.dirname, 'embedded-parent.ts'), dataDir], {
    stdio: 'ignore',
  })
  await until(async () => (await readdir(dataDir)).some((name) => name.startsWith('postgres.unfinished-')))
  parent.kill('SIGKILL')
  await exitOf(parent)
  const { connection } = await start(dataDir)
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }])
  expect((await readdir(dataDir)).filter((name) => name.includes('unfinished'))).toEqual([])
})

test('half a database is kept aside; a damaged one is never replaced', async () => {
  const dataDir = await newFolder()
  await mkdir(path.join(dataDir, 'postgres/base'), { recursive: true })
  const first = await start(dataDir)
  expect((await readdir(dataDir)).some((name) => name.startsWith('postgres.half-made-'))).toBe(true)
  await first.stop()
  await rm(path.join(dataDir, 'postgres/PG_VERSION'))
  await expect(start(dataDir)).rejects.toThrow('restore it from a backup')
})

test('SIGTERM is a fast shutdown, also with a transaction open', async () => {
  const dataDir = await usedFolder()
  const { parent, connection } = await startParent(dataDir)
  const { pool, close } = openDatabase(connection)
  const client = await pool.connect()
  client.on('error', () => {})
  await client.query('begin')
  const postgres = await pidOf(path.join(dataDir, 'postgres'))
  parent.kill('SIGTERM')
  expect(await exitOf(parent)).toEqual({ code: 0, signal: null })
  expect(isRunning(postgres)).toBe(false)
  client.release(true)
  await close()
})

test('Postgres ends with a server that ends without stopping it', async () => {
  const dataDir = await usedFolder()
  const { parent } = await startParent(dataDir, 'without stopping')
  await exitOf(parent)
  await until(async () => !(await readdir(path.join(dataDir, 'postgres'))).includes('postmaster.pid'))
  await start(dataDir)
})

test('Ctrl+C reaches the server alone, which can still write', async () => {
  const dataDir = await usedFolder()
  const { parent, connection } = await startParent(dataDir)
  await query(connection, 'create table kept (what text)')
  process.kill(-parent.pid!, 'SIGINT')
  expect(await exitOf(parent)).toEqual({ code: 0, signal: null })
  const next = await start(dataDir)
  expect(await query(next.connection, 'select what from kept')).toEqual([{ what: 'written after Ctrl+C' }])
})

test('a Postgres that is killed comes back by itself, with everything committed, under the same open pool', async () => {
  const dataDir = await usedFolder()
  const { connection, lines } = await start(dataDir)
  const { pool, close } = openDatabase(connection)
  await pool.query("create table kept as select 'committed' as what")
  process.kill(await pidOf(path.join(dataDir, 'postgres')), 'SIGKILL')
  await until(() => lines.length > 0)
  const { rows } = await until(() => pool.query('select what from kept'), { timeout: 20_000 })
  expect(rows).toEqual([{ what: 'committed' }])
  await close()
})
