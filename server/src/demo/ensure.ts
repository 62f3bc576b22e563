import { sql } from 'kysely'
import { hashToken, linkToken } from '../access/tokens.ts'
import type { Database } from '../database/schema.ts'
import { LINK_DAYS, LINK_USES, links, type DemoLinkKey } from './links.ts'
import { makeDemo } from './make.ts'

export type DemoLinks = { label: string; url: string }[]

/** Ids of the invitations behind the links; the setting `demo` holds it for good. */
type Marker = Record<DemoLinkKey, string>

/**
 * Makes the demonstration programme at the first start of an installation, and tells its links at every start.
 * The marker is written in the transaction that makes it: a programme deleted later doesn't come back, and of two
 * nodes that start together one makes it while the other waits on the marker's row. Links that have run out are
 * renewed, revoked ones stay closed. Null where nothing is left of it.
 */
export async function ensureDemo(deps: {
  db: Database
  /** Origin people use, without a slash at its end. */
  origin: string
  secret: string
}): Promise<DemoLinks | null> {
  const { db, origin, secret } = deps
  const invitations = await makeOnce(db, secret)
  const open: DemoLinks = []
  for (const { key, label } of links) {
    const token = linkToken(secret, 'invitation', invitations[key])
    if (await keepOpen(db, invitations[key], token)) open.push({ label, url: `${origin}/join#${token}` })
  }
  return open.length > 0 ? open : null
}

async function makeOnce(db: Database, secret: string): Promise<Marker> {
  return db.transaction().execute(async (trx) => {
    const marker = Object.fromEntries(links.map(({ key }) => [key, crypto.randomUUID()])) as Marker
    const first = await trx
      .insertInto('setting')
      .values({ name: 'demo', value: sql`${JSON.stringify(marker)}::jsonb` })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('name')
      .executeTakeFirst()
    if (first) {
      await makeDemo(trx, secret, marker)
      return marker
    }
    const kept = await trx.selectFrom('setting').select('value').where('name', '=', 'demo').executeTakeFirstOrThrow()
    return kept.value as Marker
  })
}

/** False when the link was revoked or its room is gone. Another SECRET than last time changes the token with it. */
async function keepOpen(db: Database, id: string, token: string): Promise<boolean> {
  const tokenHash = hashToken(token)
  await db
    .updateTable('invitation')
    .set({ tokenHash, uses: 0, maxUses: LINK_USES, expiresAt: sql`now() + make_interval(days => ${LINK_DAYS}::int)` })
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .where(({ eb, or, ref }) =>
      or([eb('expiresAt', '<=', sql<Date>`now()`), eb('uses', '>=', ref('maxUses')), eb('tokenHash', '!=', tokenHash)]),
    )
    .execute()
  const row = await db
    .selectFrom('invitation')
    .select('id')
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
