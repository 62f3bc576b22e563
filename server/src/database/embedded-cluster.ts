import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, readFile, readlink, realpath, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { EmbeddedUnavailable, giveTo, type Home, isCluster, programIn } from './embedded-home.ts'

const MAJOR_VERSION = '18'
const STOP_TIMEOUT_MS = 30_000
const PASSWORD_FILE = 'meydan.password'

/** Where Postgres and initdb write what they have to say. */
export type Log = { file: string; descriptor: number }

/** Makes the database cluster if there is none, and answers with its password. One that is complete is never touched. */
export async function ensureCluster(home: Home, log: Log): Promise<string> {
  const { data, user } = home
  const parent = path.dirname(data)
  for (const name of await readdir(parent)) {
    // The initdb of a killed parent may still be writing into it: it fails soon, and then the folder stays empty.
    const patience = { maxRetries: 12, retryDelay: 200 }
    if (name.startsWith('postgres.unfinished-')) {
      await rm(path.join(parent, name), { recursive: true, force: true, ...patience })
    }
  }
  if (await isCluster(data)) {
    await checkVersion(data)
  } else {
    await setAside(data)
    // Made beside its place and renamed when it is whole: a cut in the middle leaves nothing that looks like a database.
    const unfinished = path.join(parent, `postgres.unfinished-${process.pid}`)
    await mkdir(unfinished, { mode: 0o700 })
    await giveTo(user, unfinished)
    await makeCluster(home, unfinished, log)
    await rename(unfinished, data)
  }
  return readFile(path.join(data, PASSWORD_FILE), 'utf8')
}

async function makeCluster({ data, native, user }: Home, folder: string, log: Log): Promise<void> {
  const passwordFile = `${folder}.password`
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true })
  if (user.uid !== undefined) await chown(passwordFile, user.uid as number, user.gid as number)
  const options = ['-D', folder, '-U', 'meydan', '-E', 'UTF8', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const locale = ['--locale=C', '--locale-provider=icu', '--icu-locale=und', '--no-instructions']
  const code = await new Promise((resolve, reject) => {
    const initdb = spawn(programIn(native, 'initdb'), [...options, ...locale], {
      ...user,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.descriptor, log.descriptor],
      env: environment(),
    })
    initdb.once('error', reject)
    initdb.once('exit', resolve)
  })
  if (code !== 0) {
    throw new EmbeddedUnavailable(`Postgres could not make its database in ${data}: ${await lastErrorIn(log.file)}`)
  }
  // Inside the cluster it goes wherever a backup of the cluster goes.
  await rename(passwordFile, path.join(folder, PASSWORD_FILE))
}

/** The line with which Postgres or initdb says why it gave up. */
export async function lastErrorIn(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => /^initdb: (?!removing)|FATAL|PANIC/.test(line))
  return lines.at(-1)?.replace(/^.*?(initdb|FATAL|PANIC): +(error: )?/, '') ?? `see ${file}`
}

/** Nothing of the server's own environment reaches Postgres: PG* variables would change what it does. */
export function environment(): Record<string, string> {
  const kept = ['PATH', 'SystemRoot', 'TEMP'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

async function checkVersion(data: string): Promise<void> {
  const version = (await readFile(path.join(data, 'PG_VERSION'), 'utf8')).trim()
  if (version !== MAJOR_VERSION) {
    throw new EmbeddedUnavailable(
      `${data} was made by Postgres ${version}, this is ${MAJOR_VERSION}: dump and restore it.`,
    )
  }
}

/** Something that isn't a whole cluster lies in its place: keep it, under another name, rather than guess. */
async function setAside(data: string): Promise<void> {
  const files: string[] = await readdir(data).catch(() => [])
  if (files.length === 0) return
  if (files.includes('global') && (await readdir(path.join(data, 'global'))).includes('pg_control')) {
    throw new EmbeddedUnavailable(`${data} holds a damaged database (PG_VERSION is missing): restore it from a backup.`)
  }
  await rename(data, `${data}.half-made-${Date.now()}`)
}

/**
 * Ends a server that a killed parent left on these data, and clears away a pid file whose number belongs to another
 * process by now, for which Postgres would refuse to start.
 */
export async function endLeftover(data: string): Promise<boolean> {
  const file = path.join(data, 'postmaster.pid')
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
  if (!pid || pid === process.pid) return false
  if (!(await isPostgresOn(pid, data))) {
    await rm(file, { force: true })
    return false
  }
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    send(pid, signal)
    const deadline = performance.now() + STOP_TIMEOUT_MS
    while (performance.now() < deadline) {
      if (!isRunning(pid)) return true
      await wait(20)
    }
  }
  throw new EmbeddedUnavailable(`A Postgres from an earlier run (process ${pid}) on ${data} does not stop.`)
}

async function isPostgresOn(pid: number, data: string): Promise<boolean> {
  if (!isRunning(pid)) return false
  if (process.platform !== 'linux') return true
  // Postgres works inside its data folder, and the system follows that folder when it is moved.
  const folders = await Promise.all([readlink(`/proc/${pid}/cwd`), realpath(data)]).catch(() => null)
  return folders !== null && folders[0] === folders[1]
}

function isRunning(pid: number): boolean {
  return send(pid, 0)
}

/** Whether the process was there. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
