import type { createVote, editVote, OptionDraft } from '@meydan/shared/contracts/votes'
import { VOTES_MAX } from '@meydan/shared/contracts/votes'
import type { InputOf } from '@meydan/shared/contracts/contract'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Trx } from '../../database/schema.ts'
import { closeLocked } from './close.ts'
import { type LockedVote, lockVote, type VoteAt } from './rows.ts'

/*
 * What those who lead do with votes; every function within the room's lock. A second press of the same button finds
 * done what it asks for, and that is no error.
 */

/** Makes a draft, or an open vote. Throws `invalid` where what it refers to isn't this room's. */
export async function makeVote(
  trx: Trx,
  roomId: string,
  given: InputOf<typeof createVote>['body'] & { createdBy: string },
): Promise<string> {
  const { options, open, ...told } = given
  await requireRoomFor(trx, roomId)
  await requireOwn(trx, roomId, told)
  await requireFuture(trx, told.deadline)
  const meetingId = told.meetingId ?? (await meetingOf(trx, roomId, told.stepId))
  const { id } = await trx
    .insertInto('vote')
    .values({ ...told, roomId, meetingId })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insertOptions(trx, id, options)
  if (open) await openLocked(trx, await lockVote(trx, { roomId, voteId: id }, 'update'))
  return id
}

/** Throws `conflict` for what an open vote can't change any more, `vote_closed`, `invalid`, `not_found`. */
export async function changeVote(trx: Trx, at: VoteAt, change: InputOf<typeof editVote>['body']): Promise<void> {
  const { options, hide, ...told } = change
  const vote = await lockVote(trx, at, 'update')
  if (vote.state === 'closed' || vote.overdue) throw new AppError('vote_closed')
  const { deadline, ...content } = told
  const isContent = options !== undefined || Object.values(content).some((value) => value !== undefined)
  if (vote.state === 'open' && isContent) throw new AppError('conflict')
  await requireOwn(trx, at.roomId, told)
  await requireFuture(trx, deadline ?? null)
  const moved = told.stepId ? { meetingId: await meetingOf(trx, at.roomId, told.stepId) } : {}
  await trx
    .updateTable('vote')
    .set((eb) => ({ ...told, ...moved, version: eb('version', '+', 1) }))
    .where('id', '=', vote.id)
    .execute()
  if (options) {
    await trx.deleteFrom('voteOption').where('voteId', '=', vote.id).execute()
    await insertOptions(trx, vote.id, options)
  }
  for (const [id, hidden] of Object.entries(hide ?? {})) {
    const { numUpdatedRows } = await trx
      .updateTable('voteOption')
      .set({ hidden })
      .where('id', '=', id)
      .where('voteId', '=', vote.id)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new AppError('not_found')
  }
}

/** Opens a draft; throws `vote_closed`, `invalid` without options or with a deadline that is past. */
export async function startVote(trx: Trx, at: VoteAt): Promise<void> {
  const vote = await lockVote(trx, at, 'update')
  if (vote.state === 'closed') throw new AppError('vote_closed')
  if (vote.state === 'draft') await openLocked(trx, vote)
}

/** Throws `vote_not_open` for a draft. */
export async function endVote(trx: Trx, at: VoteAt): Promise<void> {
  const vote = await lockVote(trx, at, 'update')
  if (vote.state === 'draft') throw new AppError('vote_not_open')
  if (vote.state === 'open') await closeLocked(trx, vote)
}

/** Throws `conflict` for what was opened: people took part in it. */
export async function deleteDraft(trx: Trx, at: VoteAt): Promise<void> {
  const vote = await lockVote(trx, at, 'update')
  if (vote.state !== 'draft') throw new AppError('conflict')
  await trx.deleteFrom('vote').where('id', '=', vote.id).execute()
}

async function openLocked(trx: Trx, vote: LockedVote): Promise<void> {
  const option = await trx.selectFrom('voteOption').select('id').where('voteId', '=', vote.id).limit(1).execute()
  if (option.length === 0) throw new AppError('invalid', [{ path: 'options', problem: 'options_none' }])
  if (vote.overdue) throw new AppError('invalid', [{ path: 'deadline', problem: 'deadline_past' }])
  // Prepared at home or in an earlier meeting, it is a vote of the one it is opened in.
  const meetingId = vote.stepId ? null : await meetingOf(trx, vote.roomId, null)
  if (meetingId) await trx.updateTable('vote').set({ meetingId }).where('id', '=', vote.id).execute()
  await markOpen(trx, vote.id)
}

export async function markOpen(trx: Trx, voteId: string): Promise<void> {
  await trx
    .updateTable('vote')
    .set((eb) => ({ state: 'open', openedAt: sql<Date>`clock_timestamp()`, version: eb('version', '+', 1) }))
    .where('id', '=', voteId)
    .execute()
}

async function insertOptions(trx: Trx, voteId: string, options: readonly OptionDraft[]): Promise<void> {
  if (options.length === 0) return
  const rows = options.map((option, position) => ({ ...option, voteId, position }))
  await trx.insertInto('voteOption').values(rows).execute()
}

async function requireRoomFor(trx: Trx, roomId: string): Promise<void> {
  const { n } = await trx
    .selectFrom('vote')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('roomId', '=', roomId)
    .executeTakeFirstOrThrow()
  if (n >= VOTES_MAX) throw new AppError('invalid', [{ path: 'title', problem: 'too_many_votes' }])
}

type References = {
  documentId?: string | null | undefined
  meetingId?: string | null | undefined
  stepId?: string | null | undefined
}

/** What a vote refers to is of its own room. */
async function requireOwn(trx: Trx, roomId: string, { documentId, meetingId, stepId }: References): Promise<void> {
  const refuse = (path: string) => {
    throw new AppError('invalid', [{ path, problem: 'not_offered' }])
  }
  if (documentId && !(await isOfRoom(trx, 'document', documentId, roomId))) refuse('documentId')
  if (meetingId && !(await isOfRoom(trx, 'meeting', meetingId, roomId))) refuse('meetingId')
  if (!stepId) return
  const step = await trx.selectFrom('meetingStep').select('meetingId').where('id', '=', stepId).executeTakeFirst()
  if (!step || !(await isOfRoom(trx, 'meeting', step.meetingId, roomId))) refuse('stepId')
}

async function isOfRoom(trx: Trx, table: 'document' | 'meeting', id: string, roomId: string): Promise<boolean> {
  const row = await trx
    .selectFrom(table)
    .select('id')
    .where('id', '=', id)
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  return row !== undefined
}

async function requireFuture(trx: Trx, deadline: string | null): Promise<void> {
  if (deadline === null) return
  const { rows } = await sql<{ past: boolean }>`select ${deadline}::timestamptz <= clock_timestamp() as past`.execute(
    trx,
  )
  if (rows[0]!.past) throw new AppError('invalid', [{ path: 'deadline', problem: 'deadline_past' }])
}

/** The step's meeting, else the one that is open: a vote made in between belongs to the meeting it was made in. */
async function meetingOf(trx: Trx, roomId: string, stepId: string | null): Promise<string | null> {
  if (stepId) {
    const step = await trx.selectFrom('meetingStep').select('meetingId').where('id', '=', stepId).executeTakeFirst()
    return step?.meetingId ?? null
  }
  const query = trx.selectFrom('meeting').select('id').where('roomId', '=', roomId).where('state', '=', 'open')
  return (await query.executeTakeFirst())?.id ?? null
}
