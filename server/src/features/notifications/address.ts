import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '@meydan/shared/errors'
import { Language } from '@meydan/shared/languages'
import { dayIn } from '../../clock.ts'
import { hashToken } from '../../access/tokens.ts'
import type { Database, Trx } from '../../database/schema.ts'
import { queueMail } from '../../mail/outbox.ts'
import { confirmationLetter } from './confirmation-letter.ts'

/** How long a link that confirms an address can be used. */
const CONFIRM_MS = 3 * 24 * 60 * 60_000
/** Letters to one address on one day, whoever asks for them: an address may be somebody else's. */
const LETTERS_A_DAY = 3

type Given = { personId: string; email: string | null; now: Date; origin: string }

/**
 * Notes where a guest wants mail to go and writes there for a confirmation, which nobody but its reader can give. Throws
 * `forbidden` for accounts, which have an address.
 */
export async function giveAddressOf(db: Database, given: Given): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const person = await trx
      .selectFrom('person')
      .select(['isAnonymous', 'language'])
      .where('id', '=', given.personId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    if (!person.isAnonymous) throw new AppError('forbidden')
    if (given.email === null) await trx.deleteFrom('guestAddress').where('personId', '=', given.personId).execute()
    else await askFor(trx, { ...given, email: given.email, language: Language.catch('en').parse(person.language) })
  })
}

async function askFor(trx: Trx, given: Given & { email: string; language: Language }): Promise<void> {
  const { personId, email, now, origin, language } = given
  const known = await trx
    .selectFrom('guestAddress')
    .select(['email', 'confirmedAt'])
    .where('personId', '=', personId)
    .executeTakeFirst()
  if (known?.email === email && known.confirmedAt) return
  const token = randomBytes(24).toString('base64url')
  const letter = confirmationLetter({ language, url: `${origin}/confirm-address#${token}` })
  const key = `confirm ${createHash('sha256').update(email.toLowerCase()).digest('hex')} ${dayIn('UTC', now)}`
  const isSent = await queueMail(trx, { recipient: email, ...letter }, { key, most: LETTERS_A_DAY })
  // Without a new letter the link of the last one is all there is.
  if (!isSent && known?.email === email) return
  const row = { email, tokenHash: hashToken(token), sentAt: now, confirmedAt: null }
  await trx
    .insertInto('guestAddress')
    .values({ personId, ...row })
    .onConflict((conflict) => conflict.column('personId').doUpdateSet(row))
    .execute()
}

/** Confirms the address that a link was sent to. Throws `link_unknown`, `link_used`, `link_expired`. */
export async function confirm(db: Database, token: string, now: Date): Promise<string> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('guestAddress')
      .select(['personId', 'email', 'sentAt', 'confirmedAt'])
      .where('tokenHash', '=', hashToken(token))
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new AppError('link_unknown')
    if (row.confirmedAt) throw new AppError('link_used')
    if (now.getTime() - row.sentAt.getTime() > CONFIRM_MS) throw new AppError('link_expired')
    await trx.updateTable('guestAddress').set({ confirmedAt: now }).where('personId', '=', row.personId).execute()
    return row.email
  })
}
