import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { migrateToLatest } from '@meydan/migrations/run'
import closeWithGrace from 'close-with-grace'
import type pg from 'pg'
import { readSecret } from './access/secret.ts'
import { type Config, readConfig } from './config.ts'
import { openDatabase } from './database/connection.ts'
import { startEmbedded } from './database/embedded.ts'
import { ensureDemo } from './demo/ensure.ts'
import { openFailpointDoor } from './failpoints.ts'
import { firstAdministratorLink } from './access/first-administrator.ts'
import { startProcessMetrics } from './metrics.ts'
import { startNode } from './node.ts'
import { Resources } from './resources.ts'
import { operatorLine, printable } from './start-failure.ts'

const root = path.join(import.meta.dirname, '../..')
const EXIT_WITHIN_MS = 10_000
/** Then whatever hangs is left as it is: everything acknowledged is in the database. */
const CLOSE_WITHIN_MS = 9_000

/** The process: reads its configuration, opens what it needs, listens, says where to go, and closes it all again. */
async function main(): Promise<void> {
  const config = readConfig(process.env, root)
  const resources = new Resources((name, error) => console.error(`${name} did not close: ${printable(error)}`))
  const starting = run(config, resources)
  // Both may be under way at once: whoever is asked to stop while still opening things first opens them, then closes.
  const closeAll = async () => {
    await starting.catch(() => {})
    await Promise.race([resources.close(), wait(CLOSE_WITHIN_MS)])
  }
  closeWithGrace({ delay: EXIT_WITHIN_MS, logger: false }, async ({ err }) => {
    if (err) console.error(printable(err))
    await closeAll()
  })
  try {
    await starting
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function run(config: Config, resources: Resources): Promise<void> {
  startProcessMetrics()
  const target = await openPostgres(config, resources)
  const database = openDatabase(target)
  resources.add('database', () => database.close(), 1_000)
  await migrateToLatest(database.db)
  const secret = await readSecret(database.db, config)
  const { port } = await startNode({ config, database, secret, resources })
  const origin = config.publicUrl ?? `http://localhost:${port}`
  if (config.failpoints) {
    const door = await openFailpointDoor(config.adminPort ?? 0)
    resources.add('failpoint door', () => door.close())
    console.log(`Failpoints: http://127.0.0.1:${door.port}/failpoints`)
  }
  const demo = config.demo ? await ensureDemo({ db: database.db, origin, secret }) : null
  const setUp = await firstAdministratorLink({ db: database.db, secret })
  welcome(origin, setUp && `${origin}/set-up#${setUp}`, demo)
}

async function openPostgres(config: Config, resources: Resources): Promise<string | pg.PoolConfig> {
  if (config.databaseUrl) return config.databaseUrl
  const embedded = await startEmbedded({ dataDir: config.dataDir, log: (line) => console.log(line) })
  resources.add('embedded Postgres', () => embedded.stop(), 5_000)
  if (embedded.note) console.log(embedded.note)
  return embedded.connection
}

function welcome(origin: string, setUp: string | null, demo: { label: string; url: string }[] | null): void {
  const lines = ['', `  Meydan is at ${origin}`, '']
  if (setUp) lines.push('  Set up the first administrator (this link works once):', `    ${setUp}`, '')
  if (demo) {
    lines.push('  Demonstration programme, join as')
    for (const { label, url } of demo) lines.push(`    ${label}`, `      ${url}`)
    lines.push('')
  }
  lines.push('  Ctrl+C stops it; everything is kept.', '')
  console.log(lines.join('\n'))
}

try {
  await main()
} catch (error) {
  console.error(operatorLine(error) ?? printable(error))
  process.exit(1)
}
