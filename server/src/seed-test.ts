/**
 * `npm run --silent seed:test -- --seed N --json` fills a test store and prints one JSON object that says what is in it:
 * rooms with their documents, invitation tokens, and people with session cookies. It fills the database of
 * DATABASE_URL, or the embedded one that the server runs on DATA_DIR. Every run adds; the same seed gives the same words
 * under new ids. A store with accounts that didn't come from here is refused, unless TEST_FAILPOINTS=1 or --force.
 */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { migrateToLatest } from '@meydan/migrations/run'
import { sql } from 'kysely'
import type pg from 'pg'
import { readSecret } from './access/secret.ts'
import { SessionCookie } from './access/session-cookie.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { openDatabase } from './database/connection.ts'
import { findEmbedded } from './database/embedded.ts'
import type { Executor } from './database/schema.ts'
import { fillTestStore, type SeededStore } from './demo/test-store.ts'

const MARKER = 'test_seed'

/** One line for whoever called. */
class Refused extends Error {}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
    },
  })
  const seed = Number(values.seed)
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Refused('--seed takes a whole number.')
  const config = readConfig(process.env, path.resolve(import.meta.dirname, '../..'))
  const { db, close } = openDatabase(await locate(config))
  try {
    await migrateToLatest(db)
    const secret = await readSecret(db, config)
    const cookie = new SessionCookie(config, secret)
    const store = await db.transaction().execute(async (trx) => {
      if (!config.failpoints && !values.force) await refuseInUse(trx)
      await trx
        .insertInto('setting')
        .values({ name: MARKER, value: sql`'true'::jsonb` })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute()
      return fillTestStore({ trx, secret, cookie, seed })
    })
    const origin = config.publicUrl ?? `http://localhost:${config.port}`
    process.stdout.write(values.json ? `${JSON.stringify({ origin, ...store })}\n` : told(origin, store))
  } finally {
    await close()
  }
}

async function locate(config: Config): Promise<string | pg.PoolConfig> {
  if (config.databaseUrl) return config.databaseUrl
  const running = await findEmbedded(config.dataDir)
  if (!running) {
    throw new Refused(`No server runs on ${config.dataDir}: start one with npm run start:test, or set DATABASE_URL.`)
  }
  return running
}

/** The seed hands out sessions of administrators: never in a store that people use. */
async function refuseInUse(trx: Executor): Promise<void> {
  const marker = await trx.selectFrom('setting').select('name').where('name', '=', MARKER).executeTakeFirst()
  if (marker) return
  const account = await trx.selectFrom('person').select('id').where('isAnonymous', '=', false).executeTakeFirst()
  if (account) throw new Refused('This store has accounts of its own: nothing was sown. For a test store add --force.')
}

function told(origin: string, store: SeededStore): string {
  const { administrator, rooms } = store
  const lines = rooms.map(({ name, invites }) => `${name}\n  ${origin}/join#${invites.participant}`)
  return `${lines.join('\n')}\nAdministrator: ${administrator.email} / ${administrator.password}\n`
}

try {
  await main()
} catch (error) {
  const known = error instanceof Refused || error instanceof ConfigError
  process.stderr.write(
    `seed:test: ${known ? (error as Error).message : error instanceof Error ? error.stack : error}\n`,
  )
  process.exitCode = 1
}
