import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** What the tests need from the system; each is found, or fetched from Debian's packages. */
export type Service = 'postgres' | 'redis' | 'chromium' | 'faketime' | 'poppler'

const OLDEST_POSTGRES = 15
const DEBIAN_POSTGRES = '/usr/lib/postgresql'
const unpackedFolder = path.join(import.meta.dirname, '../../node_modules/.cache/meydan-tests')

const debianPackage: Record<Service, string> = {
  postgres: 'postgresql',
  redis: 'redis-server',
  chromium: 'chromium',
  faketime: 'libfaketime',
  poppler: 'poppler-utils',
}

/** Folder with Postgres's programs (oldest version we promise to support first), or null. */
export function findPostgres(): string | null {
  if (!existsSync(DEBIAN_POSTGRES)) return null
  const version = readdirSync(DEBIAN_POSTGRES)
    .map(Number)
    .filter((number) => number >= OLDEST_POSTGRES && existsSync(`${DEBIAN_POSTGRES}/${number}/bin/initdb`))
    .sort((a, b) => a - b)[0]
  return version ? `${DEBIAN_POSTGRES}/${version}/bin` : null
}

/** Path of redis-server, or null. */
export function findRedis(): string | null {
  return onPath('redis-server') ?? existing(path.join(unpackedFolder, 'usr/bin/redis-server'))
}

/** Path of the system's Chromium, or null. */
export function findChromium(): string | null {
  return onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome')
}

/** Path of the library that gives a process a clock of its own (LD_PRELOAD), or null. */
export function findFaketime(): string | null {
  const library = `${libraryFolder()}/faketime/libfaketime.so.1`
  return existing(path.join('/', library)) ?? existing(path.join(unpackedFolder, library))
}

/** Path of pdftotext, which reads the words out of a PDF, or null. */
export function findPoppler(): string | null {
  return onPath('pdftotext')
}

const find: Record<Service, () => string | null> = {
  postgres: findPostgres,
  redis: findRedis,
  chromium: findChromium,
  faketime: findFaketime,
  poppler: findPoppler,
}

/**
 * Installs from Debian what is missing: as root by apt-get install, otherwise Redis alone, unpacked into node_modules.
 * Answers with what is missing still and why; with TEST_REQUIRE=all that is an error.
 */
export function ensureServices(wanted: Service[]): Partial<Record<Service, string>> {
  const absent = wanted.filter((service) => find[service]() === null)
  if (absent.length === 0) return {}
  const reason = install(absent)
  const missing: Partial<Record<Service, string>> = {}
  for (const service of absent) {
    if (find[service]() !== null) continue
    missing[service] = `${debianPackage[service]} is not installed and could not be: ${reason}`
    console.error(`\n!!! LEFT OUT: ${missing[service]}. Tests that need it are skipped.\n`)
  }
  if (process.env.TEST_REQUIRE === 'all' && Object.keys(missing).length > 0) {
    throw new Error(`TEST_REQUIRE=all: ${Object.values(missing).join('; ')}`)
  }
  return missing
}

function install(absent: Service[]): string {
  if (!onPath('apt-get')) return 'this system has no apt-get'
  try {
    if (process.getuid?.() === 0) {
      // Debian's package starts a cluster of its own on port 5432 unless told not to.
      mkdirSync('/etc/postgresql-common/createcluster.d', { recursive: true })
      run('sh', ['-c', "echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/meydan.conf"])
      run('apt-get', ['update', '-qq'])
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...absent.map((name) => debianPackage[name])])
      return 'apt-get install did not bring it'
    }
    if (absent.includes('redis')) unpackRedis()
    if (absent.includes('faketime')) unpack(['libfaketime'])
    return 'it needs root to install'
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0]! : String(error)
  }
}

function unpackRedis(): void {
  // redis-server of Debian is a link to the program in redis-tools, which needs a few small libraries.
  unpack(['redis-tools', 'redis-server', 'libjemalloc2', 'liblua5.1-0', 'lua-cjson', 'liblzf1', 'libatomic1'])
}

function unpack(packages: string[]): void {
  mkdirSync(unpackedFolder, { recursive: true })
  run('apt-get', ['download', ...packages])
  for (const file of readdirSync(unpackedFolder).filter((name) => name.endsWith('.deb'))) {
    run('dpkg', ['-x', path.join(unpackedFolder, file), unpackedFolder])
  }
}

function run(command: string, args: string[]): void {
  console.error(`tests: ${command} ${args.join(' ')}`)
  execFileSync(command, args, {
    cwd: existsSync(unpackedFolder) ? unpackedFolder : '/',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

function onPath(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/sbin']
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null
}

function existing(file: string): string | null {
  return existsSync(file) ? file : null
}

/** Where the libraries of an unpacked Redis lie. */
export function unpackedLibraries(): string {
  return path.join(unpackedFolder, libraryFolder())
}

function libraryFolder(): string {
  return `usr/lib/${process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu'}`
}
