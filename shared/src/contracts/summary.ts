import { z } from 'zod'
import { Language } from '../languages.ts'
import { Prose } from '../names.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, Time } from './ids.ts'
import { meetingStates, StepView } from './meetings.ts'
import { MeetingBalance } from './voice.ts'
import { OptionResult, VoteKind } from './votes.ts'

export const CORRECTED_PEOPLE_MAX = 1000
export const CORRECTION_NOTE_MAX = 300

const Count = z.number().int().min(0)
const PerSide = z.object({ civil: Count, public: Count, neutral: Count })
export type PerSide = z.infer<typeof PerSide>

/** How a facilitator put a number right. */
const Correction = z.object({ people: Count, note: z.string() })

const AttendedOrganisation = z.object({
  organisationId: Id,
  name: z.string(),
  side: Side,
  /** With what was corrected: of its people, or the sum itself. */
  people: Count,
  /** As its people's presence says. */
  counted: Count,
  /** Whether its number, or somebody's of it, was put right by hand. */
  corrected: z.boolean(),
  /** Why its number was. Everybody reads it. */
  note: z.string(),
})
export type AttendedOrganisation = z.infer<typeof AttendedOrganisation>

const AttendedSeat = z.object({
  seatId: Id,
  name: z.string(),
  organisationId: Id,
  organisationName: z.string(),
  /** In how many minutes of the meeting they were seen in the room. */
  minutes: Count,
  /** Seen at all: whoever came late and voted was there. */
  counted: z.boolean(),
  correction: Correction.nullable(),
})
export type AttendedSeat = z.infer<typeof AttendedSeat>

export const Attendance = z.object({
  bySide: z.record(Side, z.object({ people: Count, organisations: Count })),
  /** Those of which somebody was there, and those whose number was corrected; by side, then name. */
  organisations: z.array(AttendedOrganisation),
  /** Corrected sums of organisations, and everybody with a seat: for those who may correct. Null for others. */
  seats: z.array(AttendedSeat).nullable(),
  sums: z.array(Correction.extend({ organisationId: Id })).nullable(),
})
export type Attendance = z.infer<typeof Attendance>

const SummaryStep = StepView.pick({
  id: true,
  mode: true,
  title: true,
  minutes: true,
  startedAt: true,
  endedAt: true,
  skipped: true,
}).extend({
  /** From its first beginning to its end, or to now; null where it never began. */
  tookSeconds: Count.nullable(),
})
export type SummaryStep = z.infer<typeof SummaryStep>

const SummaryTheme = z.object({
  documentId: Id,
  boardTitle: z.string(),
  themeId: z.string(),
  title: z.string(),
  notes: Count,
  bySide: PerSide,
})
export type SummaryTheme = z.infer<typeof SummaryTheme>

const SummaryVote = z.object({
  id: Id,
  title: z.string(),
  kind: VoteKind,
  /** What wasn't hidden, in the vote's own order; `readings` of shared/votes reads them. */
  options: z.array(OptionResult.extend({ label: z.string() })),
  voters: PerSide,
  eligible: PerSide,
})
export type SummaryVote = z.infer<typeof SummaryVote>

const StillOpenVote = z.object({ id: Id, title: z.string(), deadline: Time })

/** Which of the two sides agreed; `unvoted`: neither of them said anything. */
export const outcomes = ['both', 'civil', 'public', 'neither', 'unvoted'] as const
export type Outcome = (typeof outcomes)[number]

const Decision = z.object({
  voteId: Id,
  voteTitle: z.string(),
  optionId: Id,
  label: z.string(),
  outcome: z.enum(outcomes),
})
export type Decision = z.infer<typeof Decision>

export const SummaryView = z.object({
  meeting: z.object({
    id: Id,
    title: z.string(),
    place: z.string(),
    /** Of the document in which it is written down. */
    minutesId: Id.nullable(),
    state: z.enum(meetingStates),
    openedAt: Time.nullable(),
    endedAt: Time.nullable(),
    thanks: z.string(),
    roomName: z.string(),
    roomLanguage: Language,
    programmeName: z.string(),
  }),
  attendance: Attendance,
  steps: z.array(SummaryStep),
  /** Of all boards of the room, as they are now. */
  themes: z.array(SummaryTheme),
  /** Notes on all boards of the room as they are now, one that was copied counted once; some are of no side. */
  notes: z.object({ count: Count, bySide: PerSide }),
  /** Votes of this meeting that are closed. */
  votes: z.array(SummaryVote),
  /** Those of this meeting that go on until a moment of their own. */
  openVotes: z.array(StillOpenVote),
  /** What votes on positions, and those of a step that decides, came to. */
  decisions: z.array(Decision),
  /** Private writing that was revealed. */
  writing: z.object({ rounds: z.array(z.object({ stepId: Id, writers: Count, people: Count, notes: Count })) }),
  /** `notes`: those on the boards that were written at this table. */
  tables: z.array(z.object({ id: Id, name: z.string(), people: Count, notes: Count, notesMerged: Count.nullable() })),
  questions: z.object({
    asked: Count,
    answered: Count,
    /** Those that were answered or pinned, the pinned ones first. */
    list: z.array(z.object({ id: Id, text: z.string(), answer: z.string(), pinned: z.boolean() })),
  }),
  balance: MeetingBalance,
  /** What the reader may do here: false in an archived room. */
  mayCorrect: z.boolean(),
  mayEdit: z.boolean(),
  mayWriteMinutes: z.boolean(),
})
export type SummaryView = z.infer<typeof SummaryView>

const MeetingParams = z.strictObject({ roomId: Id, meetingId: Id })
/** Of one person, by their seat, or of an organisation's sum: the id says which. */
const CorrectionParams = MeetingParams.extend({ subjectId: Id })

export const readSummary = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/meetings/:meetingId/summary',
  needs: 'meeting.view',
  summary: 'What came of a meeting: who was there by organisation and side, steps, themes, votes, decisions, thanks',
  params: MeetingParams,
  limit: 'history',
  reply: z.object({ summary: SummaryView, now: Time }),
})

/** Answers `conflict` for a meeting that was never opened: attendance is counted, not foretold. */
export const correctAttendance = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/meetings/:meetingId/attendance/:subjectId',
  needs: 'attendance.correct',
  summary: 'Say that somebody was or wasn’t there (1 or 0), or how many of an organisation were',
  params: CorrectionParams,
  body: z.strictObject({
    people: z
      .number({ error: 'people_range' })
      .int({ error: 'people_range' })
      .min(0, { error: 'people_range' })
      .max(CORRECTED_PEOPLE_MAX, { error: 'people_range' }),
    note: Prose(CORRECTION_NOTE_MAX).default(''),
  }),
  reply: z.object({ attendance: Attendance }),
})

export const removeCorrection = contract({
  method: 'DELETE',
  path: '/api/rooms/:roomId/meetings/:meetingId/attendance/:subjectId',
  needs: 'attendance.correct',
  summary: 'Go back to what presence says',
  params: CorrectionParams,
  reply: z.object({ attendance: Attendance }),
})

/** `isConfigured`: whether mail leaves this installation; else it waits in the administrators' mailbox page. */
export const mailSummary = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/meetings/:meetingId/summary/mail',
  needs: 'meeting.view',
  summary: 'Have the summary mailed, in a language of one’s choice; the address is forgotten when it is sent',
  params: MeetingParams,
  limit: 'mail',
  body: z.strictObject({
    email: z
      .string()
      .trim()
      .max(254, { error: 'email' })
      .pipe(z.email({ error: 'email' })),
    language: Language,
  }),
  reply: z.object({ isConfigured: z.boolean() }),
})
