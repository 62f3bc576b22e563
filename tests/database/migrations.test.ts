import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { migrateToLatest, migratorOf } from '@meydan/migrations/run'
import { openDatabase } from '@meydan/server/database/connection'
import type { Database } from '@meydan/server/database/schema'
import { sql } from 'kysely'
import { NO_MIGRATIONS } from 'kysely/migration'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { GENERATED_FILE, generateTypes } from '../support/generate-types.ts'
import { removeFolder, temporaryFolder } from '../support/processes.ts'

/** Columns, constraints and indexes as Postgres itself describes them, without Kysely's own tables. */
async function describeSchema(db: Database): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select format('%s.%s %s null:%s default:%s', table_name, column_name, udt_name, is_nullable, column_default) as line
      from information_schema.columns where table_schema = 'public'
    union all select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace
    union all select indexdef from pg_indexes where schemaname = 'public'
    order by 1`.execute(db)
  return rows.map(({ line }) => line).filter((line) => !line.includes('kysely_'))
}

test('the generated types are those of the migrated database', async () => {
  const { url } = await freshDatabase()
  const folder = await temporaryFolder('types')
  onTestFinished(() => removeFolder(folder))
  const file = path.join(folder, 'schema.ts')
  await generateTypes(url, file)
  const now = await readFile(file, 'utf8')
  expect(await readFile(GENERATED_FILE, 'utf8'), 'run `npm run generate:types`').toBe(now)
})

test('every migration can be taken back, and leads to the same tables again', async () => {
  const { db } = await freshDatabase()
  const before = await describeSchema(db)
  expect(before.length).toBeGreaterThan(100)
  const { error } = await migratorOf(db).migrateTo(NO_MIGRATIONS)
  expect(error).toBeUndefined()
  expect(await describeSchema(db)).toEqual([])
  await migrateToLatest(db)
  expect(await describeSchema(db)).toEqual(before)
})

test('nodes that start together migrate once', async () => {
  const { url, db } = await freshDatabase({ empty: true })
  const script = path.join(import.meta.dirname, 'migrate-process.ts')
  const node = async () => JSON.parse((await promisify(execFile)(process.execPath, [script, url])).stdout) as string[]
  const applied = await Promise.all([node(), node(), node()])
  const versions = applied.filter((names) => names.length > 0)
  expect(versions).toHaveLength(1)
  expect(versions[0]).toContain('0001-people')
  expect(await migrateToLatest(db)).toEqual([])
})

test('a migration may take longer than a request, and leaves the limit as it was', async () => {
  const { url } = await freshDatabase({ empty: true })
  const { db, close } = openDatabase({ connectionString: url, statement_timeout: 1000, max: 1 })
  const other = openDatabase(url)
  await migrateToLatest(db)
  // The lock under which Kysely migrates, held by a node that is busy for longer than the limit.
  const held = await other.pool.connect()
  await held.query('begin; lock table kysely_migration_lock in access exclusive mode')
  setTimeout(() => void held.query('commit').then(() => held.release()), 1500)
  expect(await migrateToLatest(db)).toEqual([])
  const { rows } = await sql`show statement_timeout`.execute(db)
  expect(rows).toEqual([{ statementTimeout: '1s' }])
  await Promise.all([close(), other.close()])
})
