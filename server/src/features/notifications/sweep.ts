import { sql } from 'kysely'
import type { Database } from '../../database/schema.ts'

const READ_KEPT = '90 days'
const KEPT = '1 year'
/** Days are compared in zones that differ. */
const DIGESTS_KEPT = '7 days'
const DELETED_AT_ONCE = 5_000

/** Deletes notifications that were read long ago, all that are very old, and on which days letters went out. */
export async function sweep(db: Database, now: Date): Promise<void> {
  for (;;) {
    const { numDeletedRows } = await db
      .deleteFrom('notification')
      .where('id', 'in', (of) =>
        of
          .selectFrom('notification')
          .select('id')
          .where((is) =>
            is.or([
              is('readAt', '<', sql<Date>`${now}::timestamptz - ${READ_KEPT}::interval`),
              is('createdAt', '<', sql<Date>`${now}::timestamptz - ${KEPT}::interval`),
            ]),
          )
          .limit(DELETED_AT_ONCE),
      )
      .executeTakeFirst()
    if (numDeletedRows < DELETED_AT_ONCE) break
  }
  await db
    .deleteFrom('digest')
    .where('day', '<', sql<string>`(${now}::timestamptz - ${DIGESTS_KEPT}::interval)::date`)
    .execute()
}
