import { sql } from 'kysely'
import { Language } from '@meydan/shared/languages'
import type { Grant } from '@meydan/shared/permissions'
import type { Database } from '../database/schema.ts'
import type { SessionCookie } from './session-cookie.ts'

/** The person behind a request or socket. */
export type Identity = {
  sessionId: string
  personId: string
  name: string
  /** Null for guests: theirs is made up and reaches nobody. */
  email: string | null
  isGuest: boolean
  isAdministrator: boolean
  language: Language
  expiresAt: Date
}

export type IdentityDeps = { db: Database; cookie: SessionCookie }

/** Who holds a session's token: null where it ended, or where the person was disabled. */
export async function identityOfToken(db: Database, token: string): Promise<Identity | null> {
  const row = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.personId')
    .select([
      'session.id as sessionId',
      'session.expiresAt',
      'person.id as personId',
      'person.name',
      'person.email',
      'person.isAnonymous as isGuest',
      'person.isAdministrator',
      'person.language',
    ])
    .where('session.token', '=', token)
    .where('session.expiresAt', '>', sql<Date>`now()`)
    .where('person.disabledAt', 'is', null)
    .executeTakeFirst()
  return row ? identityOfRow(row) : null
}

/** A person's columns; guests have an address of their own making. */
export type IdentityRow = Omit<Identity, 'email' | 'language'> & { email: string; language: string }

export function identityOfRow(row: IdentityRow): Identity {
  const { sessionId, personId, name, isGuest, isAdministrator, expiresAt } = row
  const [email, language] = [isGuest ? null : row.email, Language.catch('en').parse(row.language)]
  return { sessionId, personId, name, email, isGuest, isAdministrator, language, expiresAt }
}

/** What a session alone gives, in any scope. */
export function grantsOfIdentity(identity: Identity | null): Set<Grant> {
  const held = new Set<Grant>(['anyone'])
  if (!identity) return held
  held.add('signedIn')
  if (!identity.isGuest) held.add('account')
  if (identity.isAdministrator) held.add('administrator')
  return held
}
