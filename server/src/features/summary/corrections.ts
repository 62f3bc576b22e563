import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Trx } from '../../database/schema.ts'

/** `subjectId`: a seat of the room, or an organisation of its programme. */
export type CorrectionAt = { roomId: string; meetingId: string; subjectId: string }

/**
 * Puts the number of a seat (1 or 0) or organisation right, in place of an earlier correction. Throws `not_found` where
 * the meeting, the seat or the organisation isn't of this room, `conflict` before the meeting was ever opened.
 */
export async function correct(
  trx: Trx,
  at: CorrectionAt,
  given: { people: number; note: string; correctedBy: string },
): Promise<void> {
  const column = await columnOf(trx, at)
  if (column === 'seatId' && given.people > 1) {
    throw new AppError('invalid', [{ path: 'people', problem: 'people_range' }])
  }
  await trx
    .insertInto('attendanceCorrection')
    .values({ meetingId: at.meetingId, [column]: at.subjectId, ...given })
    .onConflict((conflict) =>
      conflict.columns(['meetingId', column]).doUpdateSet({ ...given, correctedAt: sql<Date>`now()` }),
    )
    .execute()
}

/** What presence says counts again; nothing where nothing was corrected. Throws what `correct` throws. */
export async function uncorrect(trx: Trx, at: CorrectionAt): Promise<void> {
  const column = await columnOf(trx, at)
  await trx
    .deleteFrom('attendanceCorrection')
    .where('meetingId', '=', at.meetingId)
    .where(column, '=', at.subjectId)
    .execute()
}

async function columnOf(trx: Trx, { roomId, meetingId, subjectId }: CorrectionAt) {
  const meeting = await trx
    .selectFrom('meeting')
    .select('openedAt')
    .where('id', '=', meetingId)
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  if (!meeting) throw new AppError('not_found')
  if (!meeting.openedAt) throw new AppError('conflict')
  const seat = trx.selectFrom('seat').select('id').where('id', '=', subjectId).where('roomId', '=', roomId)
  if (await seat.executeTakeFirst()) return 'seatId'
  const organisation = trx
    .selectFrom('organisation')
    .innerJoin('room', 'room.programmeId', 'organisation.programmeId')
    .select('organisation.id')
    .where('organisation.id', '=', subjectId)
    .where('room.id', '=', roomId)
  if (await organisation.executeTakeFirst()) return 'organisationId'
  throw new AppError('not_found')
}
