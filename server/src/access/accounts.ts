import { hash, verify } from '@node-rs/argon2'
import { betterAuth } from 'better-auth'
import { isAPIError } from 'better-auth/api'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { AppError } from '@meydan/shared/errors'
import type { Config } from '../config.ts'
import type { Database } from '../database/schema.ts'
import type { SessionCookie } from './session-cookie.ts'
import { ACCOUNT_DAYS } from './sessions.ts'

const DAY_SECONDS = 24 * 60 * 60
const PASSWORD_MAX = 128

/**
 * Accounts by better-auth on our tables. Its HTTP handler isn't mounted: our contracts call it, so that every request
 * passes the same validation, permissions and limits. Further ways to sign in (magic link, OIDC, second factor) are
 * its plugins.
 */
export function createAccounts(given: {
  config: Pick<Config, 'publicUrl'>
  secret: string
  db: Database
  pool: pg.Pool
  cookie: Pick<SessionCookie, 'name' | 'secure'>
}) {
  const { config, secret, db, pool, cookie } = given
  return betterAuth({
    appName: 'Meydan',
    baseURL: config.publicUrl ?? 'http://localhost',
    secret,
    // An instance of its own, without our CamelCasePlugin: the names below are the columns themselves.
    database: { db: new Kysely({ dialect: new PostgresDialect({ pool }) }), type: 'postgres' },
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: PASSWORD_MAX,
      password: { hash: hashPassword, verify: (given) => verify(given.hash, given.password) },
    },
    user: {
      modelName: 'person',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      expiresIn: ACCOUNT_DAYS * DAY_SECONDS,
      // Absolute: a session ends when it was said to end, however busy it was.
      disableSessionRefresh: true,
      fields: {
        userId: 'person_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    account: {
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'person_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: { fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
    advanced: {
      database: { generateId: 'uuid' },
      // We keep neither addresses nor browsers of people.
      ipAddress: { disableIpTracking: true },
      useSecureCookies: false,
      cookies: { session_token: { name: cookie.name, attributes: { secure: cookie.secure } } },
    },
    databaseHooks: {
      session: { create: { before: async ({ userId }) => ((await isDisabled(db, userId)) ? false : undefined) } },
    },
  })
}

export type Accounts = ReturnType<typeof createAccounts>

/**
 * Starts a session by e-mail and password and returns its token. Throws `wrong_credentials` whatever was wrong: an
 * unknown address takes as long as a known one, because better-auth hashes the password then too.
 */
export async function signInByPassword(accounts: Accounts, email: string, password: string): Promise<string> {
  try {
    const { token } = await accounts.api.signInEmail({ body: { email: email.trim().toLowerCase(), password } })
    return token
  } catch (error) {
    // better-auth names what it refuses with a 4xx; anything else (a database that is away) is not the person's fault.
    if (isAPIError(error) && error.statusCode < 500) throw new AppError('wrong_credentials')
    throw isAPIError(error) && error.cause ? error.cause : error
  }
}

/** argon2id with the library's defaults: 19 MiB, two passes. */
export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

async function isDisabled(db: Database, personId: string): Promise<boolean> {
  const person = await db.selectFrom('person').select('disabledAt').where('id', '=', personId).executeTakeFirst()
  return !person || person.disabledAt !== null
}
