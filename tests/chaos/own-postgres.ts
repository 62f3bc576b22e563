import { openDatabase } from '@meydan/server/database/connection'
import type { Database } from '@meydan/server/database/schema'
import { migrateToLatest } from '@meydan/migrations/run'
import type pg from 'pg'
import { onTestFinished } from 'vitest'
import { type CrashablePostgres, inDatabase, startDebianPostgres } from '../support/postgres.ts'

export type OwnDatabase = { postgres: CrashablePostgres; url: string; db: Database; pool: pg.Pool; name: string }

/** A Postgres of this test's own with one migrated database, for faults that would hit everybody. Ends with the test. */
export async function ownDatabase({ tablespace }: { tablespace?: string } = {}): Promise<OwnDatabase> {
  const postgres = await startDebianPostgres()
  onTestFinished(() => postgres.stop())
  const name = 'chaos'
  const admin = openDatabase({ connectionString: postgres.url, max: 1 })
  if (tablespace) await admin.pool.query(`create tablespace small location '${tablespace}'`)
  await admin.pool.query(`create database ${name}${tablespace ? ' tablespace small' : ''}`)
  await admin.close()
  const url = inDatabase(postgres.url, name)
  const { db, pool, close } = openDatabase(url)
  onTestFinished(close)
  await migrateToLatest(db)
  return { postgres, url, db, pool, name }
}
