import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Database } from '../database/schema.ts'

/** The configured secret, or one made at the first start and kept in the database: nodes that share it share the secret. */
export async function readSecret(db: Database, config: Pick<Config, 'secret'>): Promise<string> {
  if (config.secret) return config.secret
  const fresh = JSON.stringify(randomBytes(32).toString('base64url'))
  await db
    .insertInto('setting')
    .values({ name: 'secret', value: sql`${fresh}::jsonb` })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const row = await db.selectFrom('setting').select('value').where('name', '=', 'secret').executeTakeFirstOrThrow()
  if (typeof row.value !== 'string') throw new Error('The setting "secret" in the database is not a text.')
  return row.value
}
