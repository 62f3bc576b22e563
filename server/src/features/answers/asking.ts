import type { createAsk, editAsk } from '@meydan/shared/contracts/answers'
import type { InputOf } from '@meydan/shared/contracts/contract'
import { AppError } from '@meydan/shared/errors'
import { isGranted } from '@meydan/shared/permissions'
import { sql } from 'kysely'
import { grantsOf, type Seat } from '../../access/seats.ts'
import { dayAfter } from '../../clock.ts'
import type { Trx } from '../../database/schema.ts'
import { linkEnds } from './ask-link.ts'
import { type AskMail, mailTo } from './ask-mail.ts'
import type { Days } from './days.ts'
import { addRecipients, addSeated, forgetRecipients } from './recipients.ts'
import { askAt, type AskAt, type AskRow } from './rows.ts'
import { speaksForAsking } from './states.ts'
import { type FoundSubject, findSubject } from './subject.ts'

/** A duty to reply in some years is none; and days stay such that every calendar knows. */
const REPLY_DAYS_MOST = 2 * 366

type Body<C> = InputOf<C> extends { body: infer B } ? B : never
export type Asking = { seat: Seat; days: Days; askMail: AskMail; roomLanguage: string }

const invalid = (path: string, problem: string) => new AppError('invalid', [{ path, problem }])

/** Asks, and mails it. The room must be locked. Throws `invalid`. Answers with its id and how many mails go out. */
export async function insertAsk(
  trx: Trx,
  { seat, days, askMail, roomLanguage }: Asking,
  body: Body<typeof createAsk>,
): Promise<{ askId: string; mailed: number }> {
  const { roomId, programmeId } = seat
  const { organisationId, replyBy, question, publishable, emails, language = roomLanguage } = body
  if (emails.length > 0 && !isGranted('answer.record', grantsOf(seat))) throw invalid('emails', 'emails_not_yours')
  requireDay(replyBy, days)
  await requireOrganisation(trx, { programmeId, organisationId, at: 'organisationId' })
  const subject = await findSubject(trx, roomId, body.subject)
  if (!subject) throw invalid('subject', 'source_elsewhere')
  if (!subject.words) throw invalid('subject', 'subject_unnamed')
  if (publishable && subject.kind === 'note') throw invalid('publishable', 'note_stays_here')
  await requireUnasked(trx, { roomId, organisationId, subject }, 'organisationId')
  const { id: askId } = await trx
    .insertInto('ask')
    .values({
      ...{ roomId, organisationId, replyBy, question, publishable },
      ...{ subjectKind: subject.kind, documentId: subject.documentId, recordId: subject.recordId },
      words: subject.words,
      askedBy: seat.id,
      createdAt: days.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const seated = await addSeated(trx, { askId, roomId, organisationId, askerId: seat.id })
  const beyond = await addRecipients(
    trx,
    askId,
    emails.map((email) => ({ email, language })),
  )
  const recipientIds = [...new Set([...seated, ...beyond])]
  return { askId, mailed: await mailTo(trx, askMail, { askId, recipientIds }) }
}

/** Throws `invalid` for a day that is over, or too far ahead. */
function requireDay(replyBy: string, { today }: Days): void {
  if (replyBy < today) throw invalid('replyBy', 'deadline_past')
  if (replyBy > dayAfter(today, REPLY_DAYS_MOST)) throw invalid('replyBy', 'day_too_far')
}

/** Throws `invalid` for what isn't an organisation of the programme. */
export async function requireOrganisation(
  trx: Trx,
  { programmeId, organisationId, at }: { programmeId: string; organisationId: string; at: string },
): Promise<void> {
  const found = await trx
    .selectFrom('organisation')
    .select('id')
    .where('id', '=', organisationId)
    .where('programmeId', '=', programmeId)
    .executeTakeFirst()
  if (!found) throw invalid(at, 'organisation_unknown')
}

type Same = { roomId: string; organisationId: string; subject: Pick<FoundSubject, 'kind' | 'documentId' | 'recordId'> }

/** Throws `invalid` where the organisation was asked the same and hasn't answered: pressed twice is asked once. */
async function requireUnasked(trx: Trx, { roomId, organisationId, subject }: Same, at: string): Promise<void> {
  const { kind, documentId, recordId } = subject
  const open = await trx
    .selectFrom('ask')
    .select('id')
    .where('roomId', '=', roomId)
    .where('organisationId', '=', organisationId)
    .where('subjectKind', '=', kind)
    .where('recordId', '=', recordId)
    .where(sql<boolean>`document_id is not distinct from ${documentId}::uuid`)
    .where('withdrawnAt', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('answer').select('answer.id').whereRef('answer.askId', '=', 'ask.id'))),
    )
    .executeTakeFirst()
  if (open) throw invalid(at, 'asked_already')
}

/** An ask that this seat's organisation asked, or anybody's for facilitators. Throws `not_found`, `forbidden`. */
async function ownAsk(trx: Trx, seat: Seat, at: AskAt): Promise<AskRow> {
  const ask = await askAt(trx, at)
  if (!speaksForAsking(ask, seat)) throw new AppError('forbidden')
  return ask
}

/**
 * Changes an ask. What was answered keeps its day and can't be taken back (`ask_closed`). Throws besides `not_found`,
 * `forbidden`, `invalid`.
 */
export async function changeAsk(
  trx: Trx,
  { seat, days }: Pick<Asking, 'seat' | 'days'>,
  { askId, ...change }: { askId: string } & Body<typeof editAsk>,
): Promise<void> {
  const ask = await ownAsk(trx, seat, { roomId: seat.roomId, askId })
  const { replyBy, publishable, withdrawn } = change
  if (publishable && ask.subjectKind === 'note') throw invalid('publishable', 'note_stays_here')
  const movesDay = replyBy !== undefined && replyBy !== ask.replyBy
  const withdraws = withdrawn !== undefined && withdrawn !== (ask.withdrawnAt !== null)
  if ((movesDay || withdraws) && ask.answers.length > 0) throw new AppError('ask_closed')
  if (movesDay) {
    requireDay(replyBy, days)
    const links = trx.updateTable('askLink').set({ expiresAt: linkEnds(replyBy) })
    await links.where('askId', '=', askId).where('usedAt', 'is', null).execute()
  }
  if (withdraws && withdrawn) await forgetRecipients(trx, askId)
  else if (withdraws) await askAgain(trx, ask)
  await trx
    .updateTable('ask')
    .set({
      id: askId,
      ...(movesDay && { replyBy }),
      ...(publishable !== undefined && { publishable }),
      ...(withdraws && { withdrawnAt: withdrawn ? days.now : null }),
    })
    .where('id', '=', askId)
    .execute()
}

/** What was withdrawn is asked again: of the addresses only those of accounts are known still. */
async function askAgain(trx: Trx, ask: AskRow): Promise<void> {
  const { id: askId, roomId, organisationId, documentId, recordId, askedBy: askerId } = ask
  const kind = ask.subjectKind as FoundSubject['kind']
  await requireUnasked(trx, { roomId, organisationId, subject: { kind, documentId, recordId } }, 'withdrawn')
  await addSeated(trx, { askId, roomId, organisationId, askerId })
}

/** Mails an ask that waits to these addresses, known ones too. Throws `not_found`, `forbidden`, `ask_closed`. */
export async function mailAskTo(
  trx: Trx,
  { seat, askMail, roomLanguage }: Asking,
  {
    askId,
    emails,
    language = roomLanguage,
  }: { askId: string; emails: readonly string[]; language?: string | undefined },
): Promise<number> {
  const ask = await ownAsk(trx, seat, { roomId: seat.roomId, askId })
  if (ask.withdrawnAt || ask.answers.length > 0) throw new AppError('ask_closed')
  const recipientIds = await addRecipients(
    trx,
    askId,
    emails.map((email) => ({ email, language })),
  )
  return mailTo(trx, askMail, { askId, recipientIds })
}
