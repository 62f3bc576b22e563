import type { MeetingView } from '@meydan/shared/contracts/meetings'

export type ProjectedTime = { phase: 'running' | 'last' | 'over' | 'paused'; seconds: number }

const LAST_MS = 60_000

/** What a wall clock shows of a step: whole seconds left, or since its time was over. `now`: the server's, ms. */
export function projectedTime(
  { stepEndsAt, stepLeftMs }: Pick<MeetingView, 'stepEndsAt' | 'stepLeftMs'>,
  now: number,
): ProjectedTime {
  const left = stepEndsAt ? Date.parse(stepEndsAt) - now : (stepLeftMs ?? 0)
  // A second that has begun still counts; what is over counts up from 0.
  const seconds = left > 0 ? Math.ceil(left / 1000) : Math.floor(Math.abs(left) / 1000)
  if (!stepEndsAt) return { phase: 'paused', seconds }
  if (left <= 0) return { phase: 'over', seconds }
  return { phase: left <= LAST_MS ? 'last' : 'running', seconds }
}
