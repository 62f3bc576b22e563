import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { inDatabase, makeTemplate, startEmbeddedPostgres, TEMPLATE_DATABASE } from './postgres.ts'

export const GENERATED_FILE = path.join(import.meta.dirname, '../../server/src/database/schema.generated.ts')

/** Writes the table types of a migrated database to a file. What pg returns (see connection.ts) decides the mapping. */
export async function generateTypes(databaseUrl: string, file: string): Promise<void> {
  const program = path.join(import.meta.dirname, '../../node_modules/kysely-codegen/dist/cli/bin.js')
  const options = {
    url: databaseUrl,
    dialect: 'postgres',
    'date-parser': 'string',
    'type-mapping': '{"int8":"number"}',
    'exclude-pattern': '{kysely_*,pgboss.*}',
    'default-schema': 'public',
    'out-file': file,
    'log-level': 'error',
  }
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  await promisify(execFile)(process.execPath, [program, '--camel-case', ...flags])
}

if (import.meta.main) {
  const postgres = await startEmbeddedPostgres()
  try {
    await makeTemplate(postgres.url)
    await generateTypes(inDatabase(postgres.url, TEMPLATE_DATABASE), GENERATED_FILE)
  } finally {
    await postgres.stop()
  }
}
