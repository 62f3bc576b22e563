import { sql } from 'kysely'
import type { Executor } from './schema.ts'

/** The database's clock, read at this moment and not at the beginning of a transaction that had to wait. */
export const clockNow = sql<Date>`clock_timestamp()`

/** The time by which steps, votes and tables end, whatever this node's clock says. */
export async function readClock(db: Executor): Promise<Date> {
  return (await db.selectNoFrom(clockNow.as('now')).executeTakeFirstOrThrow()).now
}
