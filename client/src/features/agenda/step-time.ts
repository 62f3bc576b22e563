import type { MeetingView, StepView } from '@meydan/shared/contracts/meetings'
import type { Language } from '@meydan/shared/languages'
import { localesOf } from '../../i18n/format.ts'

export const MINUTE_MS = 60_000

type Clock = Pick<MeetingView, 'stepEndsAt' | 'stepLeftMs'>

/** What is left of the step that runs, ms; negative when its time is over; null without a step. `now`: the server's. */
export function leftMs({ stepEndsAt, stepLeftMs }: Clock, now: number): number | null {
  return stepEndsAt ? Date.parse(stepEndsAt) - now : stepLeftMs
}

export type Phase = 'running' | 'last' | 'over' | 'paused'

/** How the time of a step stands: `last` in its last minute. Null without a step. */
export function phaseOf(clock: Clock, now: number): Phase | null {
  const left = leftMs(clock, now)
  if (left === null) return null
  if (clock.stepEndsAt === null) return 'paused'
  if (left <= 0) return 'over'
  return left <= MINUTE_MS ? 'last' : 'running'
}

/** Whole seconds as they are shown: a begun second still counts, and what is over counts up from 0. */
export function secondsShown(left: number): number {
  return left > 0 ? Math.ceil(left / 1000) : Math.floor(Math.abs(left) / 1000)
}

/** "4:05", in the digits of the language; an hour and a half is "90:00". */
export function spellSeconds(seconds: number, language: Language): string {
  const two = new Intl.NumberFormat(localesOf(language), { minimumIntegerDigits: 2, useGrouping: false })
  const one = new Intl.NumberFormat(localesOf(language), { useGrouping: false })
  return `${one.format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`
}

/** "14:05" where and as the reader's clock says it. */
export function spellTime(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(localesOf(language), { timeStyle: 'short' }).format(ms)
}

/** How a step stands in its meeting. */
export type Standing = 'done' | 'skipped' | 'now' | 'ahead'

/** What comes after the step that runs is ahead, also where the facilitator came back from it. */
export function standingOf({ steps, stepId }: Pick<MeetingView, 'steps' | 'stepId'>, step: StepView): Standing {
  if (step.id === stepId) return 'now'
  const current = steps.findIndex(({ id }) => id === stepId)
  if (current !== -1 && steps.indexOf(step) > current) return 'ahead'
  if (step.skipped) return 'skipped'
  return step.endedAt ? 'done' : 'ahead'
}

/**
 * When each step that is to come will begin, if all keep to their minutes: from now on while the meeting is open, from
 * its date while it is planned; nothing where neither is known.
 */
export function beginnings(meeting: MeetingView, now: number): Map<string, number> {
  const found = new Map<string, number>()
  const isOpen = meeting.state === 'open'
  if (meeting.state === 'ended' || (!isOpen && !meeting.plannedAt)) return found
  let at = isOpen ? now + Math.max(0, leftMs(meeting, now) ?? 0) : Date.parse(meeting.plannedAt!)
  const current = meeting.steps.findIndex(({ id }) => id === meeting.stepId)
  for (const step of meeting.steps.slice(current + 1)) {
    if (standingOf(meeting, step) !== 'ahead') continue
    found.set(step.id, at)
    at += step.minutes * MINUTE_MS
  }
  return found
}

export function totalMinutes(steps: readonly Pick<StepView, 'minutes'>[]): number {
  return steps.reduce((sum, { minutes }) => sum + minutes, 0)
}
