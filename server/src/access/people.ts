import type { Language } from '@meydan/shared/languages'
import type { Executor, Trx } from '../database/schema.ts'

/** Makes a guest: a person who typed a name and has no account. Returns their id. */
export async function createGuest(trx: Trx, guest: { name: string; language: Language }): Promise<string> {
  const person = newGuest(guest)
  await trx.insertInto('person').values(person).execute()
  return person.id
}

/** The row of a guest who isn't written yet. */
export function newGuest({ name, language }: { name: string; language: Language }) {
  // better-auth wants an address on every person; `.invalid` never reaches anyone and is never shown.
  const email = `guest-${crypto.randomUUID()}@guest.invalid`
  return { id: crypto.randomUUID(), name, language, email, isAnonymous: true }
}

export type NewAccount = {
  name: string
  email: string
  language: Language
  isAdministrator: boolean
  passwordHash: string
}

/** Makes a person with a password account; null where the e-mail address already has one. */
export async function createAccountHolder(trx: Trx, given: NewAccount): Promise<string | null> {
  const { passwordHash, ...person } = given
  const row = await trx
    .insertInto('person')
    .values({ ...person, emailVerified: false })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return null
  await trx
    .insertInto('account')
    .values({ personId: row.id, accountId: row.id, providerId: 'credential', password: passwordHash })
    .execute()
  return row.id
}

/** Changes what a person says about themselves; leaves out what is undefined. */
export async function editPerson(
  db: Executor,
  personId: string,
  change: { name?: string | undefined; language?: Language | undefined },
): Promise<void> {
  await db
    .updateTable('person')
    .set({ ...change, updatedAt: new Date() })
    .where('id', '=', personId)
    .execute()
}
