import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Executor } from '../database/schema.ts'

export const ACCOUNT_DAYS = 7
/** Rooms stay open between meetings: a guest who comes back in two months is still themselves. */
export const GUEST_DAYS = 90

export type NewSession = { token: string; expiresAt: Date }

/** What a session's holder shows. */
export function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Starts a session for a person, ending `days` from now however busy it is. */
export async function startSession(db: Executor, personId: string, days: number): Promise<NewSession> {
  const token = newToken()
  // The database's clock, which also decides when it is over: a node's own may be wrong.
  const { expiresAt } = await db
    .insertInto('session')
    .values({ personId, token, expiresAt: sql<Date>`now() + make_interval(days => ${days})` })
    .returning('expiresAt')
    .executeTakeFirstOrThrow()
  return { token, expiresAt }
}

/** Ends one session. Announce it afterwards, so that its sockets close. */
export async function endSession(db: Executor, sessionId: string): Promise<void> {
  await db.deleteFrom('session').where('id', '=', sessionId).execute()
}
