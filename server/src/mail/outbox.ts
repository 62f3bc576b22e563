import { createHash } from 'node:crypto'
import type { Database, Executor } from '../database/schema.ts'
import { metrics } from '../metrics.ts'
import { sql } from 'kysely'
import type { MailTransport } from './transport.ts'

export type Mail = {
  recipient: string
  language: string
  subject: string
  text: string
  html: string
  /** The id of what it is about, where it may have to be taken back. */
  about?: string
  /** Where a mail program ends such letters for its reader (RFC 8058); takes a POST that needs no more than the address. */
  unsubscribeUrl?: string
  /** iCalendar of the meeting that it is about, attached as `meeting.ics`. */
  calendar?: string
}

type MailLog = { warn: (details: object, text: string) => void }

/** After so many tries, the last some hours after the first, a mail is given up and counted. */
const TRIES_MOST = 8
/** What wasn't sent in so long is of no use to anybody any more, and has an address in it. */
const UNSENT_KEPT = '7 days'
/** How long one node keeps others from trying the same mail. */
const HOLD = '2 minutes'
const BATCH = 20
/** What is left of a letter that nobody sends any more: nothing that it said, and no link out of it. */
const emptied = { text: '', html: '', unsubscribeUrl: null, calendar: null }

/**
 * Puts a mail in the outbox, in the transaction that causes it. Of those with the same `key` there are at most so many,
 * whatever became of them: false, and nothing is written, where there are. The id is made of the key, so that this holds
 * also for two that come at once.
 */
export async function queueMail(db: Executor, mail: Mail, few?: { key: string; most: number }): Promise<boolean> {
  const ids = few ? Array.from({ length: few.most }, (_, index) => idOf(`${few.key} ${index}`)) : [crypto.randomUUID()]
  for (const id of ids) {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('outgoingMail')
      .values({ id, ...mail })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows) return true
  }
  return false
}

/** The same for many at once, whatever their number; without limits. */
export async function queueMails(db: Executor, mails: readonly Mail[]): Promise<void> {
  if (mails.length > 0)
    await db
      .insertInto('outgoingMail')
      .values([...mails])
      .execute()
}

/** A UUID (version 8: of one's own making) that is always the same for the same text. */
function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(12, 15)}-a${hex.slice(15, 18)}-${hex.slice(18, 30)}`
}

/**
 * Sends what waits, on whatever node asks first. A mail is taken before it is tried, with its next try later each time
 * (1, 2, 4 … minutes), so that a node that dies on the way loses none. Sent mail is emptied. Returns how many went out.
 */
export async function sendWaiting(db: Database, transport: MailTransport, log: MailLog): Promise<number> {
  let sent = 0
  for (;;) {
    const taken = await take(db)
    for (const mail of taken) if (await tryOne(db, transport, mail, log)) sent += 1
    if (taken.length < BATCH) return sent
  }
}

type Taken = Omit<Mail, 'about' | 'unsubscribeUrl' | 'calendar'> &
  Record<'unsubscribeUrl' | 'calendar', string | null> & { id: string; tries: number }

async function take(db: Database) {
  const { rows } = await sql<Taken>`
    update outgoing_mail set tries = tries + 1,
      try_after = now() + greatest(${HOLD}::interval, power(2, tries) * interval '1 minute')
    where id in (
      select id from outgoing_mail
      where sent_at is null and given_up_at is null and try_after <= now()
      order by created_at limit ${BATCH} for update skip locked
    )
    returning id, tries, recipient, language, subject, text, html, unsubscribe_url, calendar`.execute(db)
  return rows
}

async function tryOne(db: Database, transport: MailTransport, mail: Taken, log: MailLog): Promise<boolean> {
  const { id, tries, ...letter } = mail
  try {
    await transport.send({ ...letter, messageId: `<${id}@meydan>` })
    await db
      .updateTable('outgoingMail')
      .set({ sentAt: new Date(), recipient: '', subject: '', problem: null, ...emptied })
      .where('id', '=', id)
      .execute()
    metrics.mailSent.inc({ outcome: 'sent' })
    return true
  } catch (error) {
    const isLast = tries >= TRIES_MOST
    // The server's answer may quote the address: its code is enough.
    const problem = String((error as { responseCode?: number }).responseCode ?? (error as { code?: string }).code ?? '')
    await db
      .updateTable('outgoingMail')
      .set({ problem: problem || 'unknown', ...(isLast && { givenUpAt: new Date(), ...emptied }) })
      .where('id', '=', id)
      .execute()
    metrics.mailSent.inc({ outcome: isLast ? 'given_up' : 'failed' })
    log.warn({ problem, tries, mailId: id }, isLast ? 'mail given up' : 'mail not sent, it will be tried again')
    return false
  }
}

/** Deletes what waits for too long: nothing sends it, or sending fails. Returns how many that were. */
export async function deleteExpired(db: Executor): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('outgoingMail')
    .where('sentAt', 'is', null)
    .where('createdAt', '<', sql<Date>`now() - ${UNSENT_KEPT}::interval`)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Deletes what wasn't sent yet of mail about any of these: nobody waits for it any more, or its words are to be gone. */
export async function takeBack(db: Executor, about: readonly string[]): Promise<void> {
  if (about.length === 0) return
  await db.deleteFrom('outgoingMail').where('about', 'in', about).where('sentAt', 'is', null).execute()
}

/** Deletes a mail that was not sent; false where there is none. */
export async function deleteUnsent(db: Database, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('outgoingMail')
    .where('id', '=', id)
    .where('sentAt', 'is', null)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
