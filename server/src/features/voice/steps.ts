import { NOTHING_HAPPENED, type StepHook } from '../../live/steps.ts'

/** Nobody is done with a step that begins, also when it begins once more. */
export function voiceSteps(): StepHook {
  return async (trx, { phase, step }) => {
    if (phase === 'ends') return NOTHING_HAPPENED
    await trx.deleteFrom('stepDone').where('stepId', '=', step.id).execute()
    return { topics: ['voice'], documents: [] }
  }
}
