import { OPEN_QUESTIONS_MAX, OPEN_QUESTIONS_OF_ONE, type QuestionView } from '@meydan/shared/contracts/questions'
import { AppError } from '@meydan/shared/errors'
import { isGranted, type Permission } from '@meydan/shared/permissions'
import { SeatRole, Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { grantsOf, type Seat } from '../../access/seats.ts'
import type { Executor, Trx } from '../../database/schema.ts'

/** A side of fewer people than this isn't named beside a question without a name: one could guess whose it is. */
const SIDE_NAMED_FROM = 5
/** Nor is any, where so few would be without theirs. */
const HIDDEN_MIN = 3

/** A room's questions as the holder of this seat may see them, in the order in which they are shown. */
export async function questionsFor(db: Executor, seat: Seat): Promise<QuestionView[]> {
  const rows = await db
    .selectFrom('question')
    .leftJoin('seat', 'seat.id', 'question.seatId')
    .leftJoin('organisation', 'organisation.id', 'seat.organisationId')
    .selectAll('question')
    .select('organisation.side')
    .select((eb) => [
      eb
        .selectFrom('questionSupport')
        .select(sql<number>`count(*)::integer`.as('count'))
        .whereRef('questionId', '=', 'question.id')
        .as('supports'),
      eb
        .exists(
          eb
            .selectFrom('questionSupport')
            .select('seatId')
            .whereRef('questionId', '=', 'question.id')
            .where('seatId', '=', seat.id),
        )
        .as('iSupport'),
    ])
    .where('question.roomId', '=', seat.roomId)
    .orderBy('question.createdAt')
    .orderBy('question.id')
    .execute()
  const large = await largeSides(db, seat.roomId)
  return rows.sort(asShown).map((row) => {
    const { id, text, named, answer, answeredBy, answeredAt, pinned, createdAt } = row
    const side = Side.safeParse(row.side).data ?? null
    return {
      id,
      text,
      mine: row.seatId === seat.id,
      named,
      seatId: named ? row.seatId : null,
      side: named || (side && large.has(side)) ? side : null,
      supports: row.supports ?? 0,
      iSupport: Boolean(row.iSupport),
      answer,
      answeredBy,
      answeredAt: answeredAt?.toISOString() ?? null,
      pinned,
      createdAt: (named ? createdAt : withoutSeconds(createdAt)).toISOString(),
    }
  })
}

type Ordered = { pinned: boolean; answeredAt: Date | null; supports: number | null }

/** Of equals the one that was asked first comes first: rows come in that order, and sorting keeps it. */
function asShown(a: Ordered, b: Ordered): number {
  if (a.pinned !== b.pinned) return a.pinned ? -1 : 1
  if (a.answeredAt && b.answeredAt) return b.answeredAt.getTime() - a.answeredAt.getTime()
  if (a.answeredAt || b.answeredAt) return a.answeredAt ? 1 : -1
  return (b.supports ?? 0) - (a.supports ?? 0)
}

/** When exactly somebody pressed a key, others in the room may have seen. */
function withoutSeconds(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000)
}

async function largeSides(db: Executor, roomId: string): Promise<ReadonlySet<Side>> {
  const rows = await db
    .selectFrom('seat')
    .innerJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select(['organisation.side', 'seat.role'])
    .where('seat.roomId', '=', roomId)
    .where('seat.removedAt', 'is', null)
    .execute()
  const mayOf = (permission: Permission) =>
    rows.filter(({ role }) => isGranted(permission, grantsOf({ role: SeatRole.parse(role) })))
  const of = (side: Side, seats = mayOf('question.ask')) => seats.filter((row) => row.side === side).length
  const large = Side.options.filter((side) => of(side) >= SIDE_NAMED_FROM)
  // Who may answer seldom asks. Where one or two others are left, a question without a side would be theirs.
  const answering = mayOf('question.answer')
  const hidden = Side.options.reduce(
    (sum, side) => sum + (large.includes(side) ? 0 : of(side) - of(side, answering)),
    0,
  )
  return new Set(hidden > 0 && hidden < HIDDEN_MIN ? [] : large)
}

/** Keeps a question. The room must be locked. Throws `invalid` where too many wait for an answer. */
export async function insertQuestion(trx: Trx, seat: Seat, given: { text: string; named: boolean }): Promise<void> {
  const open = await trx
    .selectFrom('question')
    .select('seatId')
    .where('roomId', '=', seat.roomId)
    .where('answeredAt', 'is', null)
    .execute()
  const mine = open.filter(({ seatId }) => seatId === seat.id)
  if (open.length >= OPEN_QUESTIONS_MAX || mine.length >= OPEN_QUESTIONS_OF_ONE)
    throw new AppError('invalid', [{ path: 'text', problem: 'too_many_questions' }])
  const meeting = await trx
    .selectFrom('meeting')
    .select('id')
    .where('roomId', '=', seat.roomId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  await trx
    .insertInto('question')
    .values({ ...given, roomId: seat.roomId, seatId: seat.id, meetingId: meeting?.id ?? null })
    .execute()
}

/** The question under its room, locked; an id alone leads nowhere. Throws `not_found`. */
async function questionAt(trx: Trx, roomId: string, id: string) {
  const row = await trx
    .selectFrom('question')
    .select(['id', 'seatId', 'answeredAt'])
    .where('id', '=', id)
    .where('roomId', '=', roomId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row
}

/** Throws `not_found`. */
export async function setSupport(trx: Trx, seat: Seat, given: { questionId: string; on: boolean }): Promise<void> {
  const { id: questionId } = await questionAt(trx, seat.roomId, given.questionId)
  if (given.on) {
    await trx
      .insertInto('questionSupport')
      .values({ questionId, seatId: seat.id })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  } else {
    await trx.deleteFrom('questionSupport').where('questionId', '=', questionId).where('seatId', '=', seat.id).execute()
  }
}

/** Throws `not_found`; `conflict` where the answer isn't the one that was `seen`. */
export async function setAnswer(
  trx: Trx,
  seat: Seat,
  given: { questionId: string; answer: string; seen: string | null },
): Promise<void> {
  const { id, answeredAt } = await questionAt(trx, seat.roomId, given.questionId)
  const seen = given.seen === null ? null : Date.parse(given.seen)
  if ((answeredAt?.getTime() ?? null) !== seen) throw new AppError('conflict')
  await trx
    .updateTable('question')
    // Whole milliseconds: that is all that travels, and it comes back as `seen`.
    .set({
      answer: given.answer,
      answeredBy: seat.id,
      answeredAt: sql<Date>`date_trunc('milliseconds', clock_timestamp())`,
    })
    .where('id', '=', id)
    .execute()
}

/** Throws `not_found`. */
export async function setPinned(
  trx: Trx,
  roomId: string,
  given: { questionId: string; pinned: boolean },
): Promise<void> {
  const { id } = await questionAt(trx, roomId, given.questionId)
  await trx.updateTable('question').set({ pinned: given.pinned }).where('id', '=', id).execute()
}

/**
 * Deletes a question: anybody's for those who may answer, one's own before it was answered. Throws `not_found`,
 * `forbidden`, and `conflict` where an answer came first.
 */
export async function removeQuestion(trx: Trx, seat: Seat, questionId: string): Promise<void> {
  const { id, seatId, answeredAt } = await questionAt(trx, seat.roomId, questionId)
  if (!isGranted('question.answer', grantsOf(seat))) {
    if (seatId !== seat.id) throw new AppError('forbidden')
    if (answeredAt) throw new AppError('conflict')
  }
  await trx.deleteFrom('question').where('id', '=', id).execute()
}
