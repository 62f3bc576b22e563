import { createHash } from 'node:crypto'
import { type DraftNote, DRAFTS_MAX } from '@meydan/shared/contracts/writing'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import { type HolderInRoom, seatsHeld } from '../../access/seats-held.ts'
import type { Database, Trx } from '../../database/schema.ts'
import { stepRuns } from './rounds.ts'

export type DraftAt = { roomId: string; stepId: string; seatId: string; noteId: string }

/** Whether the author has now become one who has written, or ceased to be one: the only thing others learn of it. */
export type CountChanged = boolean

/**
 * Writes a note for its author alone. A reveal waits for it, or it for the reveal: what this returns from is on the
 * board, exactly once. Throws `not_found`, `room_archived`, `step_over`, and `invalid` where they are too many.
 */
export async function putDraft(db: Database, at: DraftAt, note: Omit<DraftNote, 'id'>): Promise<CountChanged> {
  return db.transaction().execute(async (trx) => {
    const round = await lockForWriting(trx, at)
    if (round.revealedAt && round.taken.some((digest) => digest.equals(digestOf({ id: at.noteId, ...note }))))
      return false
    if (round.revealedAt || !round.runs) throw new AppError('step_over')
    const own = await ownNotes(trx, at)
    const isNew = !own.includes(at.noteId)
    if (isNew && own.length >= DRAFTS_MAX) throw new AppError('invalid', [{ path: 'text', problem: 'too_many_notes' }])
    const written = await trx
      .insertInto('draftNote')
      .values({ id: at.noteId, stepId: at.stepId, seatId: at.seatId, ...note })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet({ ...note, changedAt: new Date() })
          .where('draftNote.seatId', '=', at.seatId)
          .where('draftNote.stepId', '=', at.stepId),
      )
      .returning('id')
      .executeTakeFirst()
    if (!written) throw new AppError('not_found')
    return own.length === 0
  })
}

/** Deletes an own note that isn't revealed yet, also after its step. Throws `not_found`, `room_archived`, `step_over`. */
export async function deleteDraft(db: Database, at: DraftAt): Promise<CountChanged> {
  return db.transaction().execute(async (trx) => {
    const round = await lockForWriting(trx, at)
    if (round.revealedAt) throw new AppError('step_over')
    const { numDeletedRows } = await trx
      .deleteFrom('draftNote')
      .where('id', '=', at.noteId)
      .where('stepId', '=', at.stepId)
      .where('seatId', '=', at.seatId)
      .executeTakeFirst()
    return numDeletedRows > 0n && (await ownNotes(trx, at)).length === 0
  })
}

/**
 * Holds the round as it is until the transaction ends, beside others who write; and lets one's own writes wait for each
 * other, so that counts are exact.
 */
async function lockForWriting(trx: Trx, { roomId, stepId, seatId }: DraftAt) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`drafts ${stepId} ${seatId}`}, 0))`.execute(trx)
  const round = await trx
    .selectFrom('writingRound')
    .innerJoin('meetingStep', 'meetingStep.id', 'writingRound.stepId')
    .innerJoin('meeting', 'meeting.id', 'meetingStep.meetingId')
    .innerJoin('room', 'room.id', 'writingRound.roomId')
    .select(['writingRound.revealedAt', 'writingRound.taken', 'room.archivedAt'])
    .select((eb) => eb(stepRuns(eb), 'is', true).$castTo<boolean>().as('runs'))
    .where('writingRound.stepId', '=', stepId)
    .where('writingRound.roomId', '=', roomId)
    .forShare('writingRound')
    .executeTakeFirst()
  if (!round) throw new AppError('not_found')
  if (round.archivedAt) throw new AppError('room_archived')
  return round
}

async function ownNotes(trx: Trx, { stepId, seatId }: DraftAt): Promise<string[]> {
  const rows = await trx
    .selectFrom('draftNote')
    .select('id')
    .where('stepId', '=', stepId)
    .where('seatId', '=', seatId)
    .execute()
  return rows.map(({ id }) => id)
}

/**
 * What is kept of a revealed note, for the author whose last save went unanswered. Only they know the id, so nobody
 * else can tell from it whose words it stands for.
 */
export function digestOf({ id, text, kind }: Pick<DraftNote, 'id' | 'text' | 'kind'>): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([id, kind, text]))
    .digest()
}

/**
 * Deletes what a person has written in a room and nobody has seen. Answers with how many notes that were. A reveal that
 * has begun ends first: what it showed is on the board then, and not on its way there.
 */
export async function eraseDraftsOf(db: Database, of: HolderInRoom): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await trx
      .selectFrom('writingRound')
      .select('stepId')
      .where('roomId', '=', of.roomId)
      .where('revealedAt', 'is', null)
      .orderBy('stepId')
      .forUpdate()
      .execute()
    const deleted = await trx.deleteFrom('draftNote').where('seatId', 'in', seatsHeld(trx, of)).executeTakeFirst()
    return Number(deleted.numDeletedRows)
  })
}
