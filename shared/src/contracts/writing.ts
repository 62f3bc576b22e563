import { z } from 'zod'
import { NOTE_TEXT_MAX, NoteColour, NoteKind } from '../documents/board/records.ts'
import { Prose } from '../names.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, Nothing, RoomParams, Time } from './ids.ts'
import { Naming } from './meetings.ts'

/** How many notes one person may have in one round. */
export const DRAFTS_MAX = 60

/** Where the notes are shown by side only: a side of fewer people than this is not named. */
export const SIDE_MIN = 5

/** A note that its author alone can read, until the reveal. */
export const DraftNote = z.object({
  id: Id,
  text: z.string(),
  colour: NoteColour,
  kind: NoteKind.nullable(),
  /** Its place among the author's own notes. */
  position: z.number().int(),
})
export type DraftNote = z.infer<typeof DraftNote>

/** Private writing of one step. Of others' notes there are counts, and nothing else. */
export const WritingRound = z.object({
  stepId: Id,
  meetingId: Id,
  /** As it was when the step began: a later change of the step doesn't reach it. */
  naming: Naming,
  /** The board that the notes come onto; null where it is gone, then it is the room's first. */
  documentId: Id.nullable(),
  /** Whether notes may be written and changed now. */
  open: z.boolean(),
  revealedAt: Time.nullable(),
  /** Sides that would be shown without their side, were the notes revealed now; only where `naming` is `side`. */
  smallSides: z.array(Side),
  /** People who have written a note … */
  writers: z.number().int(),
  /** … of those who may, don't lead, and were here in this meeting, or have written. */
  people: z.number().int(),
})
export type WritingRound = z.infer<typeof WritingRound>

export const WritingView = z.object({ round: WritingRound.nullable(), mine: z.array(DraftNote) })
export type WritingView = z.infer<typeof WritingView>

const StepParams = z.strictObject({ roomId: Id, stepId: Id })
const NoteParams = StepParams.extend({ noteId: Id })

export const readWriting = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/writing',
  needs: 'meeting.view',
  summary: 'The private writing of the step that runs, else the last one not revealed yet: own notes, others as counts',
  params: RoomParams,
  reply: WritingView,
})

/**
 * The id is made by the writer, so that sending the same note twice makes one. Answers `step_over` unless the step runs
 * and isn't revealed (a note that went onto the board as it is here is answered as saved), `not_found` for an id that
 * is somebody else's.
 */
export const putDraft = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/writing/:stepId/notes/:noteId',
  needs: 'note.draft',
  summary: 'Write or change a note that nobody else can read before the reveal',
  params: NoteParams,
  body: z.strictObject({
    text: Prose(NOTE_TEXT_MAX).refine((text) => text !== '', { error: 'text_empty' }),
    colour: NoteColour.default('sun'),
    kind: NoteKind.nullable().default(null),
    position: z.number().int().min(0).max(100_000).default(0),
  }),
  reply: Nothing,
})

export const deleteDraft = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/writing/:stepId/notes/:noteId',
  needs: 'note.draft',
  summary: 'Delete an own note before the reveal; one that isn’t there is no error',
  params: NoteParams,
  reply: Nothing,
})

export const revealWriting = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/writing/:stepId/reveal',
  needs: 'meeting.lead',
  summary: 'Put everybody’s notes onto the board at one moment; once revealed, a second time changes nothing',
  params: StepParams,
  reply: z.object({ documentId: Id.nullable(), notes: z.number().int() }),
})
