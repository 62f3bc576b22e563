import { z } from 'zod'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, RoomParams, Time } from './ids.ts'

const Seconds = z.number().int().min(0)
const Count = z.number().int().min(0)

/** A side that has written most of what was written of late, in whole percent. */
export const WritingHint = z.object({ side: Side, percent: z.number().int() })
export type WritingHint = z.infer<typeof WritingHint>

export const VoiceView = z.object({
  /** The open meeting; null where none is, and then nobody's hand is up. */
  meetingId: Id.nullable(),
  /** Who wants to say something, in the order in which they raised their hands. */
  hands: z.array(z.object({ seatId: Id, raisedAt: Time })),
  /** Who has the word; since when is said only where times are counted. */
  speaking: z.object({ seatId: Id, startedAt: Time.nullable() }).nullable(),
  /** Whether speaking times are counted; everybody is told. */
  clock: z.boolean(),
  /** Turns of this meeting that are over, in seconds; null where nothing is counted. */
  times: z.object({ bySeat: z.record(Id, Seconds), bySide: z.record(Side, Seconds) }).nullable(),
  /** Who says they are done with the step that runs; `seatIds` for those who lead alone. Null without a step. */
  done: z.object({ stepId: Id, count: Count, mine: z.boolean(), seatIds: z.array(Id).nullable() }).nullable(),
  /** For those who lead, where one side has written more than 75 % in the last 5 minutes. */
  hint: WritingHint.nullable(),
})
export type VoiceView = z.infer<typeof VoiceView>

const Answer = z.object({ voice: VoiceView })

export const readVoice = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/voice',
  needs: 'voice.view',
  summary: 'Raised hands, who speaks, who is done',
  params: RoomParams,
  reply: Answer,
})

/** Answers `meeting_ended` where no meeting is open. Raised twice, a hand keeps its place. */
export const raiseHand = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/voice/hand',
  needs: 'voice.use',
  summary: 'Raise my hand: I come last',
  params: RoomParams,
  reply: Answer,
})

export const lowerHand = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/voice/hand',
  needs: 'voice.use',
  summary: 'Lower my hand',
  params: RoomParams,
  reply: Answer,
})

export const lowerHandOf = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/voice/hands/:seatId',
  needs: 'voice.moderate',
  summary: 'Lower somebody’s hand',
  params: z.strictObject({ roomId: Id, seatId: Id }),
  reply: Answer,
})

export const lowerAllHands = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/voice/hands',
  needs: 'voice.moderate',
  summary: 'Lower all hands',
  params: RoomParams,
  reply: Answer,
})

/**
 * Ends the turn of whoever speaks. `after`: whom the caller sees speaking; where that isn't so any more, it answers
 * `somebody_was_faster`, so that two who lead don't cut each other's speakers off.
 */
export const giveWord = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/voice/word',
  needs: 'voice.moderate',
  summary: 'Give somebody the word; their hand goes down',
  params: RoomParams,
  body: z.strictObject({ seatId: Id, after: Id.nullable() }),
  reply: Answer,
})

/** By those who lead, or by the speaker. */
export const endWord = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/voice/word',
  needs: 'voice.use',
  summary: 'End the turn of whoever speaks',
  params: RoomParams,
  reply: Answer,
})

export const setClock = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/voice/clock',
  needs: 'voice.moderate',
  summary: 'Count speaking times from now on, or no longer; what is counted stays',
  params: RoomParams,
  body: z.strictObject({ on: z.boolean() }),
  reply: Answer,
})

/** Answers `step_over` where another step runs by now. */
export const sayDone = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/voice/done',
  needs: 'voice.use',
  summary: 'Say that I am done with the step that runs, or that I am not',
  params: RoomParams,
  body: z.strictObject({ stepId: Id, done: z.boolean() }),
  reply: Answer,
})

const shares = { people: Count, notes: Count, speakingSeconds: Seconds }

/** How much came from whom in one meeting. */
export const MeetingBalance = z.object({
  /** All three sides, in their usual order. Votes are known by side alone: they are secret. */
  sides: z.array(z.object({ side: Side, ...shares, voters: Count })),
  /** Those that were there, wrote or spoke; by side, then name. */
  organisations: z.array(z.object({ organisationId: Id, name: z.string(), side: Side, ...shares })),
  /** Notes that nobody is to be known by, not even by side. */
  anonymousNotes: Count,
  /** Whether any speaking was counted; otherwise its zeros mean nothing. */
  speakingCounted: z.boolean(),
})
export type MeetingBalance = z.infer<typeof MeetingBalance>

export const readBalance = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/meetings/:meetingId/balance',
  needs: 'meeting.view',
  summary: 'Notes, votes and speaking in a meeting, by side and organisation',
  params: z.strictObject({ roomId: Id, meetingId: Id }),
  limit: 'history',
  reply: z.object({ balance: MeetingBalance }),
})
