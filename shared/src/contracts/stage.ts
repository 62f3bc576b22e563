import { z } from 'zod'
import { Prose } from '../names.ts'
import { contract } from './contract.ts'
import { Id, Nothing, RecordId, RoomParams, Time } from './ids.ts'

export const MESSAGE_MAX = 300
/** Objects hidden at once by name; what they hold goes with them. */
export const HIDDEN_AT_ONCE = 500
/** How long “bring everyone to me” holds for those who come: later it would drag people about. */
export const BROUGHT_FOR_MS = 2 * 60_000

/** How a room is led just now: where everybody is brought, and what is said to all. */
export const StageView = z.object({
  /** Whose view the others were brought to; null: nobody leads the view. */
  leaderSeatId: Id.nullable(),
  /** The board they are on. */
  documentId: Id.nullable(),
  /** Whether participants stay with the leader's view until it is released. */
  viewLocked: z.boolean(),
  broughtAt: Time.nullable(),
  /** Whether only facilitators' cursors are shown. */
  cursorsMuted: z.boolean(),
  message: z.object({ text: z.string(), at: Time, seatId: Id.nullable() }).nullable(),
})
export type StageView = z.infer<typeof StageView>

/** What a facilitator took off a board, to be shown again. Its words are given to facilitators alone. */
export const HiddenView = z.object({
  id: Id,
  documentId: Id,
  kind: z.enum(['note', 'theme', 'frame', 'shape', 'connector', 'stroke', 'picture']),
  /** The first words of what was hidden; empty where it has none. */
  label: z.string(),
  /** How many objects went, with what they held. */
  count: z.number().int(),
  hiddenAt: Time,
  hiddenBy: Id.nullable(),
})
export type HiddenView = z.infer<typeof HiddenView>

const Answer = z.object({ stage: StageView })
const Where = z.strictObject({ documentId: Id })

export const readStage = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/stage',
  needs: 'stage.view',
  summary: 'How the room is led just now',
  params: RoomParams,
  reply: Answer,
})

export const bringEveryone = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/stage/bring',
  needs: 'stage.direct',
  summary: 'Bring everyone to this board and to my view of it; they may leave again',
  params: RoomParams,
  body: Where,
  reply: Answer,
})

/** Also what the leader's page sends when they go to another board meanwhile. */
export const lockView = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/stage/lock-view',
  needs: 'stage.direct',
  summary: 'Keep everyone at my view until I release them',
  params: RoomParams,
  body: Where,
  reply: Answer,
})

export const releaseEveryone = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/stage/release',
  needs: 'stage.direct',
  summary: 'Give everyone their own view again',
  params: RoomParams,
  reply: Answer,
})

export const muteCursors = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/stage/cursors',
  needs: 'stage.direct',
  summary: 'Show only facilitators’ cursors, or everybody’s again',
  params: RoomParams,
  body: z.strictObject({ muted: z.boolean() }),
  reply: Answer,
})

export const sayToAll = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/stage/message',
  needs: 'stage.direct',
  summary: 'Show everyone in the room a message; an empty one takes it away',
  params: RoomParams,
  body: z.strictObject({ text: Prose(MESSAGE_MAX) }),
  reply: Answer,
})

export const listHidden = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/hidden',
  needs: 'stage.direct',
  summary: 'What is hidden on the room’s boards, the last first',
  params: RoomParams,
  reply: z.object({ hidden: z.array(HiddenView) }),
})

/** Answers `not_found` where none of the objects is on the board. */
export const hideObjects = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/hidden',
  needs: 'stage.direct',
  summary: 'Take objects off a board, with what they hold, until they are shown again',
  params: RoomParams,
  body: z.strictObject({ documentId: Id, recordIds: z.array(RecordId).min(1).max(HIDDEN_AT_ONCE) }),
  reply: z.object({ hidden: HiddenView }),
})

export const showHidden = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/hidden/:hiddenId/show',
  needs: 'stage.direct',
  summary: 'Put what was hidden back where it was',
  params: z.strictObject({ roomId: Id, hiddenId: Id }),
  reply: Nothing,
})
