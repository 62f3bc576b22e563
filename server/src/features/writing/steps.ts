import type { Trx } from '../../database/schema.ts'
import { NOTHING_HAPPENED, type StepHook, type StepMoment } from '../../live/steps.ts'
import { revealRound } from './reveal.ts'
import { openRound } from './rounds.ts'

/**
 * Private writing follows the agenda: a `write` step opens its round, a `reveal` step shows what was written in the
 * steps before it. A round that was left without a reveal stays as it is; going back to its step lets people write on.
 */
export function writingSteps(): StepHook {
  return async (trx, moment) => {
    const { phase, step } = moment
    if (step.mode === 'write') {
      if (phase === 'begins') await openRound(trx, moment)
      return { topics: ['writing'], documents: [] }
    }
    if (step.mode === 'reveal' && phase === 'begins') {
      return { topics: ['writing'], documents: await revealBefore(trx, moment) }
    }
    return NOTHING_HAPPENED
  }
}

/** Reveals what this meeting has written before a step; answers with the documents that have grown. */
async function revealBefore(trx: Trx, { roomId, meetingId, step }: StepMoment): Promise<string[]> {
  const rounds = await trx
    .selectFrom('writingRound')
    .innerJoin('meetingStep', 'meetingStep.id', 'writingRound.stepId')
    .select('stepId')
    .where('meetingStep.meetingId', '=', meetingId)
    .where('meetingStep.position', '<', step.position)
    .where('revealedAt', 'is', null)
    .orderBy('meetingStep.position')
    .execute()
  const documents = new Set<string>()
  for (const { stepId } of rounds) {
    const { documentId, notes } = await revealRound(trx, { roomId, stepId })
    if (documentId && notes > 0) documents.add(documentId)
  }
  return [...documents]
}
