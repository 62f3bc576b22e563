import { sql } from 'kysely'
import type { Database, Executor } from '../database/schema.ts'
import { hashToken, linkToken } from './tokens.ts'

/** The first administrator's account link has a fixed row, so that nodes which start together make one, not two. */
export const FIRST_LINK_ID = '00000000-0000-4000-8000-000000000001'

/**
 * The token with which the first administrator sets up their account; null once there is one. The same at every start
 * until it is used.
 */
export async function firstAdministratorLink(deps: { db: Database; secret: string }): Promise<string | null> {
  const { db, secret } = deps
  if (await hasAdministrator(db)) return null
  const token = linkToken(secret, 'account', FIRST_LINK_ID)
  const fresh = { tokenHash: hashToken(token), usedAt: null, expiresAt: sql<Date>`now() + interval '100 years'` }
  await db
    .insertInto('accountLink')
    .values({ id: FIRST_LINK_ID, isAdministrator: true, ...fresh })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(fresh))
    .execute()
  return token
}

export async function hasAdministrator(db: Executor): Promise<boolean> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('isAdministrator', '=', true)
    .where('disabledAt', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
