import { promises as fs } from 'node:fs'
import path from 'node:path'
import type { Kysely } from 'kysely'
import { FileMigrationProvider, Migrator } from 'kysely/migration'

/** Brings the database to the newest version; nodes that start together wait for each other on Kysely's lock. */
export async function migrateToLatest(db: Kysely<unknown>): Promise<string[]> {
  const migrator = new Migrator({
    db,
    // Kysely imports the whole folder: with the runner in it, its top-level import would wait on itself for ever.
    provider: new FileMigrationProvider({ fs, path, migrationFolder: path.join(import.meta.dirname, 'versions') }),
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw error instanceof Error ? error : new Error(String(error))
  return (results ?? []).map(({ migrationName }) => migrationName)
}
