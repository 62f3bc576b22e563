import { AppError } from '@meydan/shared/errors'
import type { StepMode } from '@meydan/shared/contracts/meetings'
import type { Trx } from '../../database/schema.ts'
import {
  type ArchiveHook,
  type MeetingHooks,
  NOTHING_HAPPENED,
  type StepEffect,
  type StepMoment,
} from '../../live/steps.ts'
import { direct, type Directed, type DirectedStep, type Direction, type Order } from './directing.ts'
import { changeMeeting, lockMeeting, type MeetingAt, settingsOf, type StepRow, stepRows } from './store.ts'

export type Command = Order & { version: number }

/**
 * Carries out a command in the transaction that holds the room, with what other features do when a step begins or ends,
 * and when the meeting does.
 * Throws `somebody_was_faster` where the meeting is past the version it was given for, `meeting_open` where another of
 * the room is open, `meeting_cancelled`, and what `direct` throws. Its answer is to be told after the commit.
 */
export async function carryOut(trx: Trx, at: MeetingAt, order: Command, hooks: MeetingHooks): Promise<StepEffect> {
  const { now, version, ...row } = await lockMeeting(trx, at)
  if (row.cancelledAt) throw new AppError('meeting_cancelled')
  if (version !== order.version) throw new AppError('somebody_was_faster')
  const steps = (await stepRows(trx, at.meetingId)).map(directedStep)
  const direction = direct(row as typeof row & Directed, steps, order, now)
  if (direction.meeting.state === 'open' && (await openMeeting(trx, at.roomId))) throw new AppError('meeting_open')
  await changeMeeting(trx, at.meetingId, direction.meeting)
  for (const { id, ...marks } of direction.steps) {
    await trx.updateTable('meetingStep').set(marks).where('id', '=', id).execute()
  }
  const effects = await callStepHooks(trx, momentsOf(at, order.seatId, direction), hooks)
  if (direction.meeting.state === 'ended') for (const hook of hooks.onEnd) effects.push(await hook(trx, at))
  return {
    topics: [...new Set(effects.flatMap(({ topics }) => topics))],
    documents: [...new Set(effects.flatMap(({ documents }) => documents))],
  }
}

/** Nothing goes on in an archived room: its open meeting ends, as if whoever archives it had ended it before. */
export function endWithRoom(hooks: MeetingHooks): ArchiveHook {
  return async (trx, { roomId, seatId }) => {
    const open = await openMeeting(trx, roomId)
    if (!open) return NOTHING_HAPPENED
    const order = { command: 'end' as const, version: open.version, seatId }
    const { topics, documents } = await carryOut(trx, { roomId, meetingId: open.id }, order, hooks)
    return { topics: ['meeting', ...topics], documents }
  }
}

function directedStep(row: StepRow): DirectedStep {
  return { ...row, mode: row.mode as StepMode, settings: settingsOf(row) }
}

async function openMeeting(trx: Trx, roomId: string): Promise<{ id: string; version: number } | undefined> {
  return trx
    .selectFrom('meeting')
    .select(['id', 'version'])
    .where('roomId', '=', roomId)
    .where('state', '=', 'open')
    .executeTakeFirst()
}

function momentsOf(at: MeetingAt, seatId: string, { ends, begins }: Direction): StepMoment[] {
  const moment = (phase: StepMoment['phase'], step: DirectedStep | null): StepMoment[] => {
    if (!step) return []
    const { id, position, mode, settings } = step
    return [{ phase, ...at, seatId, step: { id, position, mode, settings } }]
  }
  return [...moment('ends', ends), ...moment('begins', begins)]
}

/** One after the other: they share the transaction, and what ends must have ended before anything begins. */
async function callStepHooks(
  trx: Trx,
  moments: readonly StepMoment[],
  { onStep }: MeetingHooks,
): Promise<StepEffect[]> {
  const effects: StepEffect[] = []
  for (const moment of moments) for (const hook of onStep) effects.push(await hook(trx, moment))
  return effects
}
