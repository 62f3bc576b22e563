import type { MeetingCommand, StepMode, StepSettings } from '@meydan/shared/contracts/meetings'
import { AppError } from '@meydan/shared/errors'

/** A clock that somebody forgot says no more than a day, either way. */
const DAY_MS = 86_400_000

export type DirectedStep = {
  id: string
  position: number
  mode: StepMode
  minutes: number
  settings: StepSettings
  startedAt: Date | null
  endedAt: Date | null
  skipped: boolean
}

export type Directed = {
  state: 'planned' | 'open' | 'ended'
  stepId: string | null
  stepEndsAt: Date | null
  stepLeftMs: number | null
}

export type Order = {
  command: MeetingCommand
  /** Whose command it is. */
  seatId: string
  stepId?: string | undefined
  seconds?: number | undefined
}

export type MeetingChange = Partial<
  Directed & { leaderSeatId: string; leaderSeenAt: Date; openedAt: Date; endedAt: Date }
>
export type StepChange = { id: string } & Pick<DirectedStep, 'startedAt' | 'endedAt' | 'skipped'>

/** What a command makes of a meeting; `ends` and `begins` are what the hooks are told. */
export type Direction = {
  meeting: MeetingChange
  steps: StepChange[]
  ends: DirectedStep | null
  begins: DirectedStep | null
}

/**
 * What a command does to a meeting whose steps are given in their order. What is already so stays so: pausing a paused
 * clock, or going back from the first step, changes nothing. Throws `meeting_open` where it has been started,
 * `meeting_ended` where it is over, and `invalid` where the command is none for now or lacks its step or seconds.
 */
export function direct(meeting: Directed, steps: readonly DirectedStep[], order: Order, now: Date): Direction {
  if (meeting.state === 'ended') throw new AppError('meeting_ended')
  if (order.command === 'start') return started(meeting, steps, order, now)
  if (meeting.state === 'planned') throw refused('command', 'not_offered')
  switch (order.command) {
    case 'goto':
      return walk(meeting, steps, namedStep(steps, order.stepId), now)
    case 'next':
      return walk(meeting, steps, following(meeting, steps), now)
    case 'back':
      return walk(meeting, steps, preceding(meeting, steps), now)
    case 'pause':
    case 'resume':
    case 'extend':
      return unmoved(clock(meeting, order, now))
    case 'lead':
      return unmoved({ leaderSeatId: order.seatId, leaderSeenAt: now })
    case 'end':
      return ended(meeting, steps, now)
  }
}

function refused(path: string, problem: string): AppError {
  return new AppError('invalid', [{ path, problem }])
}

function unmoved(meeting: MeetingChange): Direction {
  return { meeting, steps: [], ends: null, begins: null }
}

function started(meeting: Directed, steps: readonly DirectedStep[], { seatId }: Order, now: Date): Direction {
  if (meeting.state === 'open') throw new AppError('meeting_open')
  const walked = walk(meeting, steps, steps[0] ?? null, now)
  const opened = { state: 'open' as const, openedAt: now, leaderSeatId: seatId, leaderSeenAt: now }
  return { ...walked, meeting: { ...walked.meeting, ...opened } }
}

function ended(meeting: Directed, steps: readonly DirectedStep[], now: Date): Direction {
  const ends = runningOf(meeting, steps)
  return {
    meeting: { state: 'ended', endedAt: now, stepId: null, stepEndsAt: null, stepLeftMs: null },
    // What hasn't been reached wasn't skipped.
    steps: ends ? [{ ...marksOf(ends), endedAt: now }] : [],
    ends,
    begins: null,
  }
}

function runningOf(meeting: Directed, steps: readonly DirectedStep[]): DirectedStep | null {
  return steps.find(({ id }) => id === meeting.stepId) ?? null
}

function lastBegun(steps: readonly DirectedStep[]): DirectedStep | null {
  return steps.findLast(({ startedAt }) => startedAt) ?? null
}

function namedStep(steps: readonly DirectedStep[], stepId: string | undefined): DirectedStep {
  if (!stepId) throw refused('stepId', 'required')
  const step = steps.find(({ id }) => id === stepId)
  if (!step) throw refused('stepId', 'not_offered')
  return step
}

/** After the last step comes none; a step that is added then is the next. */
function following(meeting: Directed, steps: readonly DirectedStep[]): DirectedStep | null {
  const from = runningOf(meeting, steps) ?? lastBegun(steps)
  return steps.find(({ position }) => !from || position > from.position) ?? null
}

/** From where no step runs, back to the one that ran last; from the first, nowhere. */
function preceding(meeting: Directed, steps: readonly DirectedStep[]): DirectedStep | null {
  const running = runningOf(meeting, steps)
  if (!running) return lastBegun(steps)
  return steps.findLast(({ position }) => position < running.position) ?? running
}

/** Ends the step that runs and begins another, or none. A step that begins anew gets its whole time. */
function walk(meeting: Directed, steps: readonly DirectedStep[], begins: DirectedStep | null, now: Date): Direction {
  const ends = runningOf(meeting, steps)
  if (ends?.id === begins?.id) return unmoved({})
  const until = begins?.position ?? Number.POSITIVE_INFINITY
  const marked = steps.map((step): StepChange => {
    if (step === begins) return { id: step.id, startedAt: step.startedAt ?? now, endedAt: null, skipped: false }
    if (step === ends) return { ...marksOf(step), endedAt: now }
    return step.startedAt ? marksOf(step) : { ...marksOf(step), skipped: step.position < until }
  })
  return {
    meeting: {
      stepId: begins?.id ?? null,
      stepEndsAt: begins && new Date(now.getTime() + begins.minutes * 60_000),
      stepLeftMs: null,
    },
    steps: marked.filter((mark, index) => isOther(mark, steps[index]!)),
    ends,
    begins,
  }
}

function marksOf({ id, startedAt, endedAt, skipped }: DirectedStep): StepChange {
  return { id, startedAt, endedAt, skipped }
}

function isOther(mark: StepChange, step: DirectedStep): boolean {
  return mark.startedAt !== step.startedAt || mark.endedAt !== step.endedAt || mark.skipped !== step.skipped
}

function clock(meeting: Directed, { command, seconds }: Order, now: Date): MeetingChange {
  const paused = meeting.stepLeftMs !== null
  const left = meeting.stepLeftMs ?? (meeting.stepEndsAt && meeting.stepEndsAt.getTime() - now.getTime())
  if (command === 'extend' && seconds === undefined) throw refused('seconds', 'required')
  // Nothing runs, so there is nothing to stop or prolong.
  if (left === null) return {}
  const then = Math.max(-DAY_MS, Math.min(DAY_MS, seconds === undefined ? left : extended(left, seconds * 1_000)))
  const stands = command === 'pause' || (command === 'extend' && paused)
  return stands
    ? { stepEndsAt: null, stepLeftMs: then }
    : { stepEndsAt: new Date(now.getTime() + then), stepLeftMs: null }
}

/** A minute more is a minute from now where the time was over already; taking away stops at now. */
function extended(left: number, byMs: number): number {
  if (byMs >= 0) return Math.max(left, 0) + byMs
  return left <= 0 ? left : Math.max(left + byMs, 0)
}
