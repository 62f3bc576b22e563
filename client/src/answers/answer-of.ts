import type { AnswerKind } from '@meydan/shared/contracts/answers'
import type { Draft } from './drafts.ts'
import { refuse } from './refused.ts'

export const needsReason = (kind: AnswerKind | null): boolean => kind === 'partly' || kind === 'no'

type Answer = { kind: AnswerKind; reason: string; passedTo: string | null }

/** The answer that a draft is, as it is sent. Throws an ApiError that names what is missing, as the server would. */
export function answerOf({ kind, reason, passedTo, byName }: Draft, isNamed: boolean): Answer {
  refuse(
    ...(isNamed && byName.trim() === '' ? [{ path: 'byName', problem: 'name_empty' }] : []),
    ...(kind === null ? [{ path: 'answer.kind', problem: 'kind_missing' }] : []),
    ...(needsReason(kind) && reason.trim() === '' ? [{ path: 'answer.reason', problem: 'reason_missing' }] : []),
    ...(kind === 'passed' && !passedTo ? [{ path: 'answer.passedTo', problem: 'organisation_missing' }] : []),
  )
  return { kind: kind!, reason, passedTo: kind === 'passed' ? passedTo : null }
}
