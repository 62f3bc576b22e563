import type { RoomTopic } from '@meydan/shared/contracts/events'
import type { StepMode, StepSettings } from '@meydan/shared/contracts/meetings'
import type { Trx } from '../database/schema.ts'

/** A step of an agenda that begins or ends now, by somebody's command. */
export type StepMoment = {
  phase: 'begins' | 'ends'
  roomId: string
  meetingId: string
  step: { id: string; position: number; mode: StepMode; settings: StepSettings }
  /** Who gave the command. */
  seatId: string
}

/** What changed by a hook, to be told after the commit. */
export type StepEffect = { topics: readonly RoomTopic[]; documents: readonly string[] }

/**
 * What a feature does when a step begins or ends: in the transaction of the command, so that either both happen or
 * neither. It must also be right when the same step begins a second time: a facilitator may go back.
 */
export type StepHook = (trx: Trx, moment: StepMoment) => Promise<StepEffect>

/** What a feature does when a meeting ends, after its last step has: in the same transaction. */
export type EndHook = (trx: Trx, ended: { roomId: string; meetingId: string }) => Promise<StepEffect>

export type MeetingHooks = { onStep: readonly StepHook[]; onEnd: readonly EndHook[] }

/** What a feature does when a room is put into the archive: in the transaction that holds the room, before it is there. */
export type ArchiveHook = (trx: Trx, at: { roomId: string; seatId: string }) => Promise<StepEffect>

export const NOTHING_HAPPENED: StepEffect = { topics: [], documents: [] }
