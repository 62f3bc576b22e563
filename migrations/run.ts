import { promises as fs } from 'node:fs'
import path from 'node:path'
import { type Kysely, sql } from 'kysely'
import { FileMigrationProvider, Migrator } from 'kysely/migration'

/** Kysely's migrator on our versions; for bringing a database up or down step by step. */
export function migratorOf<DB>(db: Kysely<DB>): Migrator {
  return new Migrator({
    db,
    // Kysely imports the whole folder: with the runner in it, its top-level import would wait on itself for ever.
    provider: new FileMigrationProvider({ fs, path, migrationFolder: path.join(import.meta.dirname, 'versions') }),
  })
}

/**
 * Brings the database to the newest version and answers with the versions that were new; throws when one fails, and
 * then nothing has changed. Nodes that start together wait for each other on Kysely's lock.
 */
export async function migrateToLatest<DB>(db: Kysely<DB>): Promise<string[]> {
  return db.connection().execute(async (connection) => {
    // Rebuilding a big table, or waiting for the node that does, takes longer than a request may.
    const { rows } = await sql<{ before: string }>`select current_setting('statement_timeout') as before`.execute(
      connection,
    )
    await sql`select set_config('statement_timeout', '0', false)`.execute(connection)
    try {
      const { error, results } = await migratorOf(connection).migrateToLatest()
      if (error) throw error instanceof Error ? error : new Error(String(error))
      return (results ?? []).map(({ migrationName }) => migrationName)
    } finally {
      await sql`select set_config('statement_timeout', ${rows[0]!.before}, false)`.execute(connection)
    }
  })
}
