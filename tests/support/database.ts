import { randomBytes } from 'node:crypto'
import { openDatabase } from '@meydan/server/database/connection'
import type { Database } from '@meydan/server/database/schema'
import type pg from 'pg'
import { inject } from 'vitest'
import { inDatabase, TEMPLATE_DATABASE } from './postgres.ts'

export type FreshDatabase = {
  /** For DATABASE_URL. */
  url: string
  db: Database
  pool: pg.Pool
  /** Removes it although others are connected. Not needed for tidiness: the whole server goes after the run. */
  drop(): Promise<void>
}

/**
 * A database of one's own on the run's Postgres: Debian's in project `pg15`, the embedded one in `pg18` and `e2e`.
 * It holds all tables and no rows; with `empty` not even tables.
 */
export async function freshDatabase({ empty = false } = {}): Promise<FreshDatabase> {
  const server = inject('postgresUrl')
  if (!server) throw new Error('This test project has no Postgres; see vitest.config.ts')
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdministrator(server, `create database ${name} template ${empty ? 'template0' : TEMPLATE_DATABASE}`)
  const url = inDatabase(server, name)
  const { db, pool, close } = openDatabase(url)
  const drop = async () => {
    await close()
    await asAdministrator(server, `drop database ${name} with (force)`)
  }
  return { url, db, pool, drop }
}

async function asAdministrator(server: string, statement: string): Promise<void> {
  const { pool, close } = openDatabase({ connectionString: server, max: 1, statement_timeout: 30_000 })
  try {
    await pool.query(statement)
  } finally {
    await close()
  }
}
