import { z } from 'zod'
import { agendaTemplateIds } from '../agenda/ids.ts'
import { Language, languages } from '../languages.ts'
import { Name, Prose } from '../names.ts'
import { contract } from './contract.ts'
import { Id, Nothing, RoomParams, StoredText, Time } from './ids.ts'

/** What a step asks of people; their names and hints are in the catalogues under `step.`. */
export const stepModes = ['write', 'reveal', 'cluster', 'vote', 'discuss', 'decide', 'break', 'free'] as const
export const StepMode = z.enum(stepModes)
export type StepMode = z.infer<typeof StepMode>

/** Whose the notes of private writing are, once they are shown: decided before anybody writes, and said to all. */
export const namings = ['named', 'side', 'anonymous'] as const
export const Naming = z.enum(namings)
export type Naming = z.infer<typeof Naming>

export const MINUTES_MAX = 240
export const STEPS_MAX = 60

/** The same words in some of our languages; readers show their own, or the first there is. */
export function Texts(max: number) {
  return z.strictObject(
    Object.fromEntries(languages.map((language) => [language, Prose(max).optional()])) as Record<
      Language,
      z.ZodOptional<ReturnType<typeof Prose>>
    >,
  )
}
export type Texts = Partial<Record<Language, string>>

const Minutes = z
  .number({ error: 'minutes_range' })
  .int({ error: 'minutes_range' })
  .min(1, { error: 'minutes_range' })
  .max(MINUTES_MAX, { error: 'minutes_range' })

/** What a step begins with. `documentId`: the board it is about; null: the room's first. */
export const StepSettings = z.strictObject({
  naming: Naming.default('named'),
  documentId: Id.nullable().default(null),
  /** The frame of that board that notes of private writing come into. */
  frameId: StoredText.max(64).nullable().default(null),
  /** Dots each may give, where the step is a vote. */
  budget: z.number().int().min(1).max(100).default(3),
})
export type StepSettings = z.infer<typeof StepSettings>

export const PLANNED_MINUTES_MIN = 5
export const PLANNED_MINUTES_MAX = 1440

/**
 * When a meeting is, as whoever plans it says it. A time that no clock there shows is refused (`time_skipped`), of two
 * that it shows the first counts; a zone that nobody knows is refused as well (`zone_unknown`).
 */
export const PlannedFor = z.strictObject({
  day: z.iso.date({ error: 'date' }).refine((day) => /^(19[7-9]|2[01]\d)\d-/.test(day), { error: 'date' }),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'time' }),
  timeZone: StoredText.max(64, { error: 'zone_unknown' }),
})
export type PlannedFor = z.infer<typeof PlannedFor>

const PlannedMinutes = z
  .number({ error: 'length_range' })
  .int({ error: 'length_range' })
  .min(PLANNED_MINUTES_MIN, { error: 'length_range' })
  .max(PLANNED_MINUTES_MAX, { error: 'length_range' })

const CallUrl = StoredText.trim().max(1000, { error: 'too_long' }).refine(isCallUrl, { error: 'call_https' })

/** Without a name or password in it: what stands before an `@` can pass for the place it leads to. */
function isCallUrl(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && !/[\s\p{Cc}]/u.test(text)
}

const Title = Texts(120).refine((texts) => Object.values(texts).some(Boolean), { error: 'name_empty' })

export const StepDraft = z.strictObject({
  mode: StepMode,
  title: Title,
  instruction: Texts(1000).default({}),
  minutes: Minutes,
  settings: StepSettings.default(() => StepSettings.parse({})),
})
export type StepDraft = z.infer<typeof StepDraft>

export const StepView = z.object({
  id: Id,
  position: z.number().int(),
  mode: StepMode,
  title: z.partialRecord(Language, z.string()),
  instruction: z.partialRecord(Language, z.string()),
  minutes: z.number().int(),
  settings: StepSettings,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
  skipped: z.boolean(),
})
export type StepView = z.infer<typeof StepView>

export const meetingStates = ['planned', 'open', 'ended'] as const

export const MeetingView = z.object({
  id: Id,
  title: z.string(),
  place: z.string(),
  plannedAt: Time.nullable(),
  /** How long it was said to take; null: as long as its steps. */
  plannedMinutes: z.int().nullable(),
  /** IANA: by whose clock its date was meant; null where that was never said. */
  timeZone: z.string().nullable(),
  /** https: where to call in. */
  callUrl: z.string().nullable(),
  /** One of several that were planned together. */
  seriesId: Id.nullable(),
  /** Cancelled meetings stay `planned`: they can be held after all. */
  cancelledAt: Time.nullable(),
  state: z.enum(meetingStates),
  /** Rises with every change: a command names the one it was given for. */
  version: z.number().int(),
  /** The step that runs; null before the first and after the last. */
  stepId: Id.nullable(),
  /** When its time is over by the server's clock; null while paused, and without a step. */
  stepEndsAt: Time.nullable(),
  /** What is left of it while paused, ms; negative when it is over. */
  stepLeftMs: z.number().int().nullable(),
  /** The facilitator whom “bring everyone to me” and the others' interfaces mean; another takes over when they drop. */
  leaderSeatId: Id.nullable(),
  thanks: z.string(),
  openedAt: Time.nullable(),
  endedAt: Time.nullable(),
  steps: z.array(StepView),
})
export type MeetingView = z.infer<typeof MeetingView>

export const MeetingSummary = MeetingView.pick({
  id: true,
  title: true,
  place: true,
  plannedAt: true,
  plannedMinutes: true,
  timeZone: true,
  callUrl: true,
  seriesId: true,
  cancelledAt: true,
  state: true,
  openedAt: true,
  endedAt: true,
}).extend({ steps: z.number().int(), minutes: z.number().int() })
export type MeetingSummary = z.infer<typeof MeetingSummary>

const MeetingParams = z.strictObject({ roomId: Id, meetingId: Id })
const StepParams = MeetingParams.extend({ stepId: Id })
const Answer = z.object({ meeting: MeetingView, now: Time })

export const listMeetings = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/meetings',
  needs: 'meeting.view',
  summary: 'A room’s series of meetings, the newest first',
  params: RoomParams,
  reply: z.object({ meetings: z.array(MeetingSummary) }),
})

/** What a room is at now: the open meeting, else the next planned one. `now` is the server's time. */
export const readCurrentMeeting = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/meeting',
  needs: 'meeting.view',
  summary: 'The open meeting of a room with its agenda and clock; null where none is open',
  params: RoomParams,
  reply: z.object({ meeting: MeetingView.nullable(), next: MeetingSummary.nullable(), now: Time }),
})

export const readMeeting = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/meetings/:meetingId',
  needs: 'meeting.view',
  summary: 'One meeting with its agenda',
  params: MeetingParams,
  reply: Answer,
})

export const createMeeting = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/meetings',
  needs: 'meeting.lead',
  summary: 'Plan a meeting, with the steps of an agenda template or of another meeting of this room',
  params: RoomParams,
  body: z.strictObject({
    title: Name(120),
    place: Prose(200).default(''),
    plannedFor: PlannedFor.nullable().default(null),
    plannedMinutes: PlannedMinutes.nullable().default(null),
    callUrl: CallUrl.nullable().default(null),
    template: z
      .union([z.enum(agendaTemplateIds), Id])
      .nullable()
      .default(null),
    /** Begins with what became of what was promised. */
    carryOver: z.boolean().default(false),
  }),
  reply: Answer,
})

export const editMeeting = contract({
  method: 'PATCH',
  path: '/api/rooms/:roomId/meetings/:meetingId',
  needs: 'meeting.lead',
  summary: 'Change a meeting’s title, place, date, length, call link or thanks',
  params: MeetingParams,
  body: z.strictObject({
    title: Name(120).optional(),
    place: Prose(200).optional(),
    plannedFor: PlannedFor.nullable().optional(),
    plannedMinutes: PlannedMinutes.nullable().optional(),
    callUrl: CallUrl.nullable().optional(),
    thanks: Prose(2000).optional(),
  }),
  reply: Answer,
})

export const deleteMeeting = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/meetings/:meetingId',
  needs: 'meeting.lead',
  summary: 'Delete a meeting that was never opened',
  params: MeetingParams,
  reply: Nothing,
})

export const addStep = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/meetings/:meetingId/steps',
  needs: 'meeting.lead',
  summary: 'Add a step; before the one named, or at the end',
  params: MeetingParams,
  body: StepDraft.extend({ before: Id.nullable().default(null) }),
  reply: Answer,
})

export const editStep = contract({
  method: 'PATCH',
  path: '/api/rooms/:roomId/meetings/:meetingId/steps/:stepId',
  needs: 'meeting.lead',
  summary: 'Change a step or its place; mode and naming stay as they are once it has begun',
  params: StepParams,
  body: z.strictObject({
    mode: StepMode.optional(),
    title: Title.optional(),
    instruction: Texts(1000).optional(),
    minutes: Minutes.optional(),
    settings: StepSettings.optional(),
    /** Moves it before this step; null: to the end. */
    before: Id.nullable().optional(),
  }),
  reply: Answer,
})

export const deleteStep = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/meetings/:meetingId/steps/:stepId',
  needs: 'meeting.lead',
  summary: 'Delete a step that has not begun',
  params: StepParams,
  reply: Answer,
})

/**
 * start: opens the meeting with its first step · goto: to any step · next and back: from the one that runs · pause and
 * resume: the clock · extend: by `seconds`, also negative · end: closes the meeting · lead: I lead from now on.
 */
export const commands = ['start', 'goto', 'next', 'back', 'pause', 'resume', 'extend', 'end', 'lead'] as const
export type MeetingCommand = (typeof commands)[number]

/** Answers `somebody_was_faster` where the meeting is no longer at `version`: read it again, and look. */
export const directMeeting = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/meetings/:meetingId/commands',
  needs: 'meeting.lead',
  summary: 'Lead through the agenda',
  params: MeetingParams,
  body: z.strictObject({
    command: z.enum(commands),
    version: z.number().int().min(1),
    stepId: Id.optional(),
    seconds: z.number().int().min(-3600).max(3600).optional(),
  }),
  reply: Answer,
})
