import { randomBytes } from 'node:crypto'
import { hashToken } from '../../access/tokens.ts'
import { dayAfter } from '../../clock.ts'
import type { Trx } from '../../database/schema.ts'

/** So long after its day an ask can still be answered from a mail. */
const LINK_DAYS = 30

export type NewAskLink = {
  askId: string
  recipientId: string
  replyBy: string
  /** Where our pages are: `https://meydan.example.org`. */
  origin: string
  now: Date
}

/**
 * Makes a link that answers an ask once, without an account, and returns its address. The token stands behind the `#`,
 * which browsers keep to themselves; the database holds its hash alone, so no link can be shown a second time.
 */
export async function makeAskLink(trx: Trx, { askId, recipientId, replyBy, origin, now }: NewAskLink): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await trx
    .insertInto('askLink')
    .values({ askId, recipientId, tokenHash: hashToken(token), createdAt: now, expiresAt: linkEnds(replyBy) })
    .execute()
  return `${origin}/answer#${token}`
}

/** The last day on which links of an ask open. */
export function lastDayOfLinks(replyBy: string): string {
  return dayAfter(replyBy, LINK_DAYS)
}

/** The moment at which that day is over wherever somebody may be. */
export function linkEnds(replyBy: string): Date {
  return new Date(`${dayAfter(lastDayOfLinks(replyBy), 1)}T12:00:00Z`)
}
