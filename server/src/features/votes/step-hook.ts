import type { Trx } from '../../database/schema.ts'
import { type EndHook, NOTHING_HAPPENED, type StepHook } from '../../live/steps.ts'
import { closeLocked } from './close.ts'
import { lockVote } from './rows.ts'
import { markOpen } from './manage.ts'

/**
 * The votes prepared for a step open when it begins and close when it ends; one with a deadline of its own goes on until
 * then. What was closed stays closed when somebody goes back: its ballots are gone.
 */
export function voteSteps(): StepHook {
  return async (trx, { phase, roomId, step }) => {
    const isForVoting = step.mode === 'vote' || step.mode === 'decide'
    const changed =
      phase === 'ends'
        ? await closeOf(trx, roomId, { stepId: step.id })
        : isForVoting
          ? await openOf(trx, roomId, step.id)
          : 0
    return changed > 0 ? { topics: ['votes'], documents: [] } : NOTHING_HAPPENED
  }
}

/** The votes of a meeting close when it ends: their results belong to its summary. One with a deadline goes on. */
export function votesEnd(): EndHook {
  return async (trx, { roomId, meetingId }) =>
    (await closeOf(trx, roomId, { meetingId })) > 0 ? { topics: ['votes'], documents: [] } : NOTHING_HAPPENED
}

async function openOf(trx: Trx, roomId: string, stepId: string): Promise<number> {
  const drafts = await trx
    .selectFrom('vote')
    .select(['id', 'deadline'])
    .where('roomId', '=', roomId)
    .where('stepId', '=', stepId)
    .where('state', '=', 'draft')
    .where((eb) =>
      eb.exists(eb.selectFrom('voteOption').select('voteOption.id').whereRef('voteOption.voteId', '=', 'vote.id')),
    )
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id } of drafts) {
    const { overdue } = await lockVote(trx, { roomId, voteId: id }, 'update')
    // A deadline from an earlier plan would close it before anybody votes.
    if (overdue) await trx.updateTable('vote').set({ deadline: null }).where('id', '=', id).execute()
    await markOpen(trx, id)
  }
  return drafts.length
}

async function closeOf(trx: Trx, roomId: string, of: { stepId: string } | { meetingId: string }): Promise<number> {
  const ofRoom = trx
    .selectFrom('vote')
    .select('id')
    .where('roomId', '=', roomId)
    .where('state', '=', 'open')
    .where('deadline', 'is', null)
  const query = 'stepId' in of ? ofRoom.where('stepId', '=', of.stepId) : ofRoom.where('meetingId', '=', of.meetingId)
  const open = await query.orderBy('id').execute()
  for (const { id: voteId } of open) {
    const vote = await lockVote(trx, { roomId, voteId }, 'update')
    if (vote.state === 'open') await closeLocked(trx, vote)
  }
  return open.length
}
