import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Executor, Trx } from '../../database/schema.ts'

export type OpenMeeting = { id: string; stepId: string | null }

/** The meeting that is open in a room; null where none is. */
export async function openMeeting(db: Executor, roomId: string): Promise<OpenMeeting | null> {
  const row = await db
    .selectFrom('meeting')
    .select(['id', 'stepId'])
    .where('roomId', '=', roomId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return row ?? null
}

/** As `openMeeting`; throws `meeting_ended` where there is none. */
export async function needMeeting(db: Executor, roomId: string): Promise<OpenMeeting> {
  const meeting = await openMeeting(db, roomId)
  if (!meeting) throw new AppError('meeting_ended')
  return meeting
}

/** Raises a hand that isn't up yet. Under the room's lock: then the times of hands are in the order they are seen in. */
export async function raise(trx: Trx, meetingId: string, seatId: string): Promise<void> {
  await trx
    .insertInto('hand')
    .values({ meetingId, seatId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Lowers one hand, or all. */
export async function lower(trx: Trx, meetingId: string, seatId?: string): Promise<void> {
  let query = trx.deleteFrom('hand').where('meetingId', '=', meetingId)
  if (seatId) query = query.where('seatId', '=', seatId)
  await query.execute()
}

/** Whose turn it is, and since when if it is counted; null where nobody speaks, or they were removed. */
export async function turnNow(
  db: Executor,
  meetingId: string,
): Promise<{ seatId: string; startedAt: Date | null } | null> {
  const row = await db
    .selectFrom('speakingTurn')
    .innerJoin('seat', 'seat.id', 'speakingTurn.seatId')
    .select(['speakingTurn.seatId', 'speakingTurn.counted', 'speakingTurn.startedAt'])
    .where('speakingTurn.meetingId', '=', meetingId)
    .where('speakingTurn.endedAt', 'is', null)
    .where('seat.removedAt', 'is', null)
    .executeTakeFirst()
  return row ? { seatId: row.seatId, startedAt: row.counted ? row.startedAt : null } : null
}

/**
 * Gives somebody the word, which ends the turn of whoever has it. The room must be locked. Throws `not_found` for who
 * has no seat there, `somebody_was_faster` where it isn't `after` who speaks.
 */
export async function give(
  trx: Trx,
  { id: meetingId }: OpenMeeting,
  given: { roomId: string; seatId: string; after: string | null },
): Promise<void> {
  const { roomId, seatId, after } = given
  const seat = await trx
    .selectFrom('seat')
    .select('id')
    .where('id', '=', seatId)
    .where('roomId', '=', roomId)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  if (!seat) throw new AppError('not_found')
  const now = (await turnNow(trx, meetingId))?.seatId ?? null
  if (now !== seatId) {
    if (now !== after) throw new AppError('somebody_was_faster')
    await endTurn(trx, meetingId)
    await beginTurn(trx, meetingId, seatId, await isClockOn(trx, roomId))
  }
  await lower(trx, meetingId, seatId)
}

async function beginTurn(trx: Trx, meetingId: string, seatId: string, counted: boolean): Promise<void> {
  await trx.insertInto('speakingTurn').values({ meetingId, seatId, counted }).execute()
}

/** Ends the turn there is. Of one that isn't counted nothing stays. */
export async function endTurn(trx: Trx, meetingId: string): Promise<void> {
  await trx
    .deleteFrom('speakingTurn')
    .where('meetingId', '=', meetingId)
    .where('endedAt', 'is', null)
    .where('counted', '=', false)
    .execute()
  await trx
    .updateTable('speakingTurn')
    .set({ endedAt: sql<Date>`clock_timestamp()` })
    .where('meetingId', '=', meetingId)
    .where('endedAt', 'is', null)
    .execute()
}

export async function isClockOn(db: Executor, roomId: string): Promise<boolean> {
  const row = await db
    .selectFrom('voiceSetting')
    .select('speakingClock')
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  return row?.speakingClock ?? false
}

/** Turns the clock on or off; a turn that goes on is counted from now on, or until now. The room must be locked. */
export async function turnClock(trx: Trx, roomId: string, on: boolean): Promise<void> {
  if ((await isClockOn(trx, roomId)) === on) return
  await trx
    .insertInto('voiceSetting')
    .values({ roomId, speakingClock: on })
    .onConflict((conflict) => conflict.column('roomId').doUpdateSet({ speakingClock: on }))
    .execute()
  const meeting = await openMeeting(trx, roomId)
  const turn = meeting && (await turnNow(trx, meeting.id))
  if (!turn) return
  await endTurn(trx, meeting.id)
  await beginTurn(trx, meeting.id, turn.seatId, on)
}

/** Says that a seat is done with a step, or isn't. The room must be locked. Throws `step_over` where it doesn't run. */
export async function setDone(
  trx: Trx,
  given: { roomId: string; stepId: string; seatId: string; done: boolean },
): Promise<void> {
  const { roomId, stepId, seatId, done } = given
  const meeting = await openMeeting(trx, roomId)
  if (meeting?.stepId !== stepId) throw new AppError('step_over')
  if (done) {
    await trx
      .insertInto('stepDone')
      .values({ stepId, seatId })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  } else {
    await trx.deleteFrom('stepDone').where('stepId', '=', stepId).where('seatId', '=', seatId).execute()
  }
}
