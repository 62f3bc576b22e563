import { Language } from '@meydan/shared/languages'
import type { Clock } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Executor, Trx } from '../../database/schema.ts'
import type { Mail } from '../../mail/outbox.ts'
import { queueMail } from '../../mail/outbox.ts'
import { makeAskLink } from './ask-link.ts'
import { askLetter, type AskMailKind } from './ask-letter.ts'
import { daysNow } from './days.ts'
import { askAt } from './rows.ts'
import { isOpen } from './states.ts'

export type { AskMailKind } from './ask-letter.ts'

export type AskMailDeps = { config: Pick<Config, 'publicUrl' | 'port' | 'timeZone'>; clock: Clock }

/**
 * A mail about an ask to one of its recipients, with a link of its own that answers once; made in the transaction that
 * queues it. Null where nothing is to be sent: it was answered or withdrawn meanwhile, its room is archived, or who it
 * would go to has left the room.
 */
export type AskMail = (trx: Trx, of: { askId: string; recipientId: string; kind: AskMailKind }) => Promise<Mail | null>

export function askMailWith(deps: AskMailDeps): AskMail {
  const { config } = deps
  const origin = config.publicUrl ?? `http://localhost:${config.port}`
  return async (trx, { askId, recipientId, kind }) => {
    const recipient = await trx
      .selectFrom('askRecipient')
      .innerJoin('ask', 'ask.id', 'askRecipient.askId')
      .select(['ask.roomId', 'askRecipient.email', 'askRecipient.language'])
      .where('askRecipient.id', '=', recipientId)
      .where('ask.id', '=', askId)
      .executeTakeFirst()
    if (!recipient || (await hasLeft(trx, recipient))) return null
    const ask = await askAt(trx, { roomId: recipient.roomId, askId })
    const days = daysNow(deps)
    // An answer that can still be changed is an answer: nobody is asked for it any more.
    if (ask.archivedAt || ask.answers.length > 0 || !isOpen(ask, days)) return null
    const url = await makeAskLink(trx, { askId, recipientId, replyBy: ask.replyBy, origin, now: days.now })
    const passedBy = await passedByOf(trx, ask.passedFrom)
    const language = Language.catch('en').parse(recipient.language)
    return { about: askId, recipient: recipient.email, ...askLetter(ask, { kind, language, url, passedBy }) }
  }
}

/** Mails an ask to these recipients; answers with how many mails that were. */
export async function mailTo(
  trx: Trx,
  askMail: AskMail,
  { askId, recipientIds }: { askId: string; recipientIds: readonly string[] },
): Promise<number> {
  let mailed = 0
  for (const recipientId of recipientIds) {
    const mail = await askMail(trx, { askId, recipientId, kind: 'ask' })
    if (mail && (await queueMail(trx, mail))) mailed += 1
  }
  return mailed
}

/**
 * Whether an address is that of somebody whose account was closed, or whose seat in this room was taken back, and who has
 * no other in it: a link must not be the door that was left open. An address beyond the room is nobody's here.
 */
export async function hasLeft(db: Executor, { roomId, email }: { roomId: string; email: string }): Promise<boolean> {
  const rows = await db
    .selectFrom('person')
    .leftJoin('seat', (join) => join.onRef('seat.personId', '=', 'person.id').on('seat.roomId', '=', roomId))
    .leftJoin('guestAddress', 'guestAddress.personId', 'person.id')
    .select(['person.disabledAt', 'seat.id as seatId', 'seat.removedAt'])
    .where(({ and, eb, or }) =>
      or([
        eb('person.email', '=', email),
        and([eb('guestAddress.email', '=', email), eb('guestAddress.confirmedAt', 'is not', null)]),
      ]),
    )
    .execute()
  const isHere = rows.some(({ disabledAt, seatId, removedAt }) => !disabledAt && seatId && !removedAt)
  return !isHere && rows.some(({ disabledAt, seatId, removedAt }) => disabledAt || (seatId && removedAt))
}

/** The organisation that passed it on; null where nobody did. */
async function passedByOf(db: Executor, passedFrom: string | null): Promise<string | null> {
  if (!passedFrom) return null
  const row = await db
    .selectFrom('ask')
    .innerJoin('organisation', 'organisation.id', 'ask.organisationId')
    .select('organisation.name')
    .where('ask.id', '=', passedFrom)
    .executeTakeFirst()
  return row?.name ?? null
}
