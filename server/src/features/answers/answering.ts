import type { AnswerDraft, answerWays } from '@meydan/shared/contracts/answers'
import { AppError } from '@meydan/shared/errors'
import { isGranted } from '@meydan/shared/permissions'
import type { z } from 'zod'
import { grantsOf, type Seat } from '../../access/seats.ts'
import { dayAfter } from '../../clock.ts'
import type { Trx } from '../../database/schema.ts'
import { type AskMail, mailTo } from './ask-mail.ts'
import { requireOrganisation } from './asking.ts'
import type { Days } from './days.ts'
import { addSeated, forgetRecipients } from './recipients.ts'
import { askAt, type AskRow, organisationsInChain } from './rows.ts'
import { doneStateOf, isOpen, isPromised, maySettle, speaksForAsked } from './states.ts'

/** Whoever it is passed on to has at least so long, also where its day is near or over. */
const PASSED_ON_DAYS = 14

export type Draft = z.output<typeof AnswerDraft>
export type Answering = { days: Days; askMail: AskMail }
type Answerer = { seatId: string | null; byName: string; way: (typeof answerWays)[number] }

/** Answers from the room. The room must be locked. Throws `not_asked`, `ask_closed`, `somebody_was_faster`, `invalid`. */
export async function answerFromRoom(
  trx: Trx,
  { seat, ...deps }: Answering & { seat: Seat },
  given: { askId: string; answer: Draft; after: number; byName?: string | undefined },
): Promise<void> {
  const ask = await askAt(trx, { roomId: seat.roomId, askId: given.askId })
  if (!speaksForAsked(ask, seat)) throw new AppError('not_asked')
  if (ask.withdrawnAt) throw new AppError('ask_closed')
  if (ask.answers.length > given.after) throw new AppError('somebody_was_faster')
  const records = isGranted('answer.record', grantsOf(seat))
  const isOwn = seat.organisationId === ask.organisationId && !(records && given.byName)
  const by: Answerer = isOwn
    ? { seatId: seat.id, byName: seat.name, way: 'seat' }
    : { seatId: seat.id, byName: given.byName ?? seat.name, way: 'recorded' }
  await insertAnswer(trx, deps, { ask, answer: given.answer, by })
}

/**
 * Keeps an answer beside those before it, and forgets whom mail went to. What is passed on is asked of the other
 * organisation: in the same words, by the later of its day and a fortnight from now. Throws `ask_closed`, `invalid`.
 */
export async function insertAnswer(
  trx: Trx,
  { days, askMail }: Answering,
  { ask, answer, by }: { ask: AskRow; answer: Draft; by: Answerer },
): Promise<void> {
  if (!isOpen(ask, days)) throw new AppError('ask_closed')
  if (answer.passedTo) await requirePassable(trx, ask, answer.passedTo)
  await trx
    .insertInto('answer')
    .values({ ...by, ...answer, askId: ask.id, position: ask.answers.length, createdAt: days.now })
    .execute()
  await forgetRecipients(trx, ask.id)
  if (answer.passedTo) await passOn(trx, { days, askMail }, { ask, organisationId: answer.passedTo })
}

/** To an organisation of the programme that wasn't asked about this before: else it would go round for ever. */
async function requirePassable(trx: Trx, ask: AskRow, organisationId: string): Promise<void> {
  const at = 'answer.passedTo'
  await requireOrganisation(trx, { programmeId: ask.programmeId, organisationId, at })
  if ((await organisationsInChain(trx, ask.id)).has(organisationId))
    throw new AppError('invalid', [{ path: at, problem: 'passed_in_circle' }])
}

async function passOn(
  trx: Trx,
  { days, askMail }: Answering,
  { ask, organisationId }: { ask: AskRow; organisationId: string },
): Promise<void> {
  const { roomId, subjectKind, documentId, recordId, words, question, askedBy, publishable } = ask
  const soonest = dayAfter(days.today, PASSED_ON_DAYS)
  const { id: askId } = await trx
    .insertInto('ask')
    .values({
      ...{ roomId, subjectKind, documentId, recordId, words, question, askedBy, publishable, organisationId },
      passedFrom: ask.id,
      replyBy: ask.replyBy > soonest ? ask.replyBy : soonest,
      createdAt: days.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const recipientIds = await addSeated(trx, { askId, roomId, organisationId, askerId: askedBy })
  await mailTo(trx, askMail, { askId, recipientIds })
}

/** Throws `not_asked`, and `ask_closed` where nothing was promised, or it stands as done. */
export async function sayDone(
  trx: Trx,
  { seat, days }: { seat: Seat; days: Days },
  { askId, note }: { askId: string; note: string },
): Promise<void> {
  const ask = await askAt(trx, { roomId: seat.roomId, askId })
  if (!speaksForAsked(ask, seat)) throw new AppError('not_asked')
  if (!isPromised(ask, days)) throw new AppError('ask_closed')
  await trx
    .updateTable('ask')
    .set({
      ...{ doneAt: days.now, doneNote: note, doneByName: seat.name, doneBySeat: seat.id },
      ...{ settledAt: null, settledBy: null, isConfirmed: null, settledReason: '' },
    })
    .where('id', '=', askId)
    .execute()
}

/** Throws `forbidden`, and `ask_closed` where nothing waits to be settled, or nobody said anything for too long. */
export async function settle(
  trx: Trx,
  { seat, days }: { seat: Seat; days: Days },
  { askId, confirmed, reason }: { askId: string; confirmed: boolean; reason: string },
): Promise<void> {
  const ask = await askAt(trx, { roomId: seat.roomId, askId })
  if (!maySettle(ask, seat)) throw new AppError('forbidden')
  if (doneStateOf(ask, days) !== 'claimed') throw new AppError('ask_closed')
  await trx
    .updateTable('ask')
    .set({ settledAt: days.now, settledBy: seat.id, isConfirmed: confirmed, settledReason: reason })
    .where('id', '=', askId)
    .execute()
}
