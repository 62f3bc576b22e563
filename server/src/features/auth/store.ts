import { sql } from 'kysely'
import type { AccountLink, Me } from '@meydan/shared/contracts/session'
import { AppError } from '@meydan/shared/errors'
import { Language } from '@meydan/shared/languages'
import { FIRST_LINK_ID, hasAdministrator } from '../../access/first-administrator.ts'
import type { Identity } from '../../access/identity.ts'
import { requireFreeName } from '../../access/names.ts'
import { createAccountHolder, editPerson } from '../../access/people.ts'
import { lockRoom } from '../../access/seats.ts'
import { ACCOUNT_DAYS, type NewSession, startSession } from '../../access/sessions.ts'
import { hashToken, linkToken } from '../../access/tokens.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'

const LINK_DAYS = 7

const linkColumns = ['id', 'email', 'name', 'isAdministrator', 'expiresAt'] as const
type LinkRow = Pick<AccountLink, 'id' | 'email' | 'name' | 'isAdministrator'> & { expiresAt: Date }

function accountLink(secret: string, { expiresAt, ...row }: LinkRow): AccountLink {
  return { ...row, expiresAt: expiresAt.toISOString(), token: linkToken(secret, 'account', row.id) }
}

/**
 * Changes a person's own name or language. Returns the rooms that show the name; throws `name_taken` for guests, see
 * `requireFreeName`.
 */
export async function changeOwnPerson(
  db: Database,
  { personId, isGuest }: Identity,
  change: { name?: string | undefined; language?: Language | undefined },
): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    const roomIds = change.name === undefined ? [] : await roomIdsOf(trx, personId)
    if (change.name !== undefined && isGuest) {
      for (const roomId of roomIds) await lockRoom(trx, roomId)
      await requireFreeName(trx, { name: change.name, roomIds, personId })
    }
    await editPerson(trx, personId, change)
    return roomIds
  })
}

/**
 * Where they sit, and where they wait to be let in. In one order for everyone, so that two who lock the same rooms don't
 * wait for each other.
 */
async function roomIdsOf(trx: Trx, personId: string): Promise<string[]> {
  const waits = trx
    .selectFrom('arrival')
    .select('roomId')
    .where('personId', '=', personId)
    .where('decidedAt', 'is', null)
  const rows = await trx
    .selectFrom('seat')
    .select('roomId')
    .where('personId', '=', personId)
    .where('removedAt', 'is', null)
    .union(waits)
    .orderBy('roomId')
    .execute()
  return rows.map(({ roomId }) => roomId)
}

/** People with an account, by name; guests and disabled people are not among them. */
export async function listAccountHolders(db: Executor): Promise<Me[]> {
  const rows = await db
    .selectFrom('person')
    .select(['id', 'name', 'email', 'isAdministrator', 'language'])
    .where('isAnonymous', '=', false)
    .where('disabledAt', 'is', null)
    .orderBy('name')
    .execute()
  return rows.map((row) => ({ ...row, isGuest: false, language: Language.catch('en').parse(row.language) }))
}

/** Links that can still be used, newest first. */
export async function listAccountLinks(db: Executor, secret: string): Promise<AccountLink[]> {
  const rows = await db
    .selectFrom('accountLink')
    .select(linkColumns)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`now()`)
    .where('id', '!=', FIRST_LINK_ID)
    .orderBy('createdAt', 'desc')
    .execute()
  return rows.map((row) => accountLink(secret, row))
}

export async function insertAccountLink(
  db: Executor,
  secret: string,
  link: { name: string; email: string; isAdministrator: boolean; createdBy: string },
): Promise<AccountLink> {
  const taken = await db.selectFrom('person').select('id').where('email', '=', link.email).executeTakeFirst()
  if (taken) throw new AppError('email_taken', [{ path: 'email', problem: 'email_taken' }])
  const id = crypto.randomUUID()
  const row = await db
    .insertInto('accountLink')
    .values({
      ...link,
      id,
      tokenHash: hashToken(linkToken(secret, 'account', id)),
      expiresAt: sql`now() + make_interval(days => ${LINK_DAYS})`,
    })
    .returning(linkColumns)
    .executeTakeFirstOrThrow()
  return accountLink(secret, row)
}

/** Withdraws a link; throws `not_found` where there is none that could still be used. */
export async function deleteUnusedAccountLink(db: Executor, linkId: string): Promise<void> {
  const row = await db
    .deleteFrom('accountLink')
    .where('id', '=', linkId)
    .where('usedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
}

export type OpenLink = { id: string; name: string | null; email: string | null; isAdministrator: boolean }

/** The usable link behind a token. Throws `already_set_up` for the first administrator's, else `account_link_invalid`. */
export async function findOpenLink(db: Executor, token: string): Promise<OpenLink> {
  const row = await db
    .selectFrom('accountLink')
    .select(['id', 'name', 'email', 'isAdministrator', 'usedAt'])
    .select(sql<boolean>`expires_at > now()`.as('isCurrent'))
    .where('tokenHash', '=', hashToken(token))
    .executeTakeFirst()
  if (!row) throw new AppError('account_link_invalid')
  if (row.id === FIRST_LINK_ID && (row.usedAt || (await hasAdministrator(db)))) throw new AppError('already_set_up')
  if (row.usedAt || !row.isCurrent) throw new AppError('account_link_invalid')
  return row
}

/** What else happens, in the same transaction, when the first administrator arrives. */
export type WelcomeFirst = (trx: Trx, personId: string) => Promise<void>

export type SetUp = { token: string; name: string; email: string; language: Language; passwordHash: string }

/**
 * Uses a link up, makes the account and starts its first session: all or nothing. Throws what `findOpenLink` throws,
 * and `email_taken`.
 */
export async function setUpAccount(db: Database, given: SetUp, welcomeFirst: WelcomeFirst): Promise<NewSession> {
  const { token, ...account } = given
  return db.transaction().execute(async (trx) => {
    const link = await trx
      .updateTable('accountLink')
      .set({ usedAt: sql`now()` })
      .where('tokenHash', '=', hashToken(token))
      .where('usedAt', 'is', null)
      .where('expiresAt', '>', sql<Date>`now()`)
      .returning(['id', 'isAdministrator'])
      .executeTakeFirst()
    if (!link) throw new AppError('account_link_invalid')
    if (link.id === FIRST_LINK_ID && (await hasAdministrator(trx))) throw new AppError('already_set_up')
    const personId = await createAccountHolder(trx, { ...account, isAdministrator: link.isAdministrator })
    if (!personId) throw new AppError('email_taken', [{ path: 'email', problem: 'email_taken' }])
    if (link.id === FIRST_LINK_ID) await welcomeFirst(trx, personId)
    return startSession(trx, personId, ACCOUNT_DAYS)
  })
}
