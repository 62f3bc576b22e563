import { randomBytes } from 'node:crypto'
import type { Executor } from '../database/schema.ts'

export const ACCOUNT_DAYS = 7
/** Rooms stay open between meetings: a guest who comes back in two months is still themselves. */
export const GUEST_DAYS = 90

const DAY_MS = 24 * 60 * 60 * 1000

export type NewSession = { token: string; expiresAt: Date }

/** Starts a session for a person, ending `days` from now however busy it is. */
export async function startSession(db: Executor, personId: string, days: number): Promise<NewSession> {
  const token = randomBytes(24).toString('base64url')
  const expiresAt = new Date(Date.now() + days * DAY_MS)
  await db.insertInto('session').values({ personId, token, expiresAt }).execute()
  return { token, expiresAt }
}

/** Ends one session. Announce it afterwards, so that its sockets close. */
export async function endSession(db: Executor, sessionId: string): Promise<void> {
  await db.deleteFrom('session').where('id', '=', sessionId).execute()
}
