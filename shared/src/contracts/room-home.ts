import { z } from 'zod'
import { documentKinds } from '../documents/kinds.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { WaitingThing } from './follow-up.ts'
import { Id, Nothing, ProgrammeParams, RoomParams, Time } from './ids.ts'
import { MeetingSummary } from './meetings.ts'
import { SeatView } from './rooms.ts'

/** What somebody did: to an object of a document, in a thread, in a meeting, or to a decision, a vote, an ask. */
export const happeningKinds = [
  'note_added',
  'note_changed',
  'note_deleted',
  'theme_added',
  'theme_changed',
  'theme_deleted',
  'action_added',
  'action_changed',
  'action_deleted',
  'minutes_changed',
  'document_changed',
  'comment',
  'thread_resolved',
  'decision_proposed',
  'decision_closed',
  'vote_closed',
  'meeting_planned',
  'meeting_ended',
  'ask_sent',
  'answer_given',
  'version_frozen',
  'person_joined',
] as const
export const HappeningKind = z.enum(happeningKinds)
export type HappeningKind = z.infer<typeof HappeningKind>

/** Several of one person to one object within a quarter of an hour are one. */
export const Happening = z.object({
  /** The same for the same happening whenever it is asked for. */
  id: z.string(),
  kind: HappeningKind,
  at: Time,
  count: z.int(),
  seatId: Id.nullable(),
  side: Side.nullable(),
  documentId: Id.nullable(),
  /** Of an object that can be shown; null where it is gone. */
  recordId: z.string().nullable(),
  threadId: Id.nullable(),
  /** What it is about, at most 160 characters; '' where that is gone or hidden. */
  words: z.string(),
  /** Fields that changed, of actions. */
  fields: z.array(z.string()),
  /** Path in this installation that shows it; null where nothing is left to be shown. */
  path: z.string().nullable(),
})
export type Happening = z.infer<typeof Happening>

export const HAPPENINGS_PAGE = 50

export const readHappenings = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/happenings',
  needs: 'room.view',
  summary: 'What happened in a room, the newest first; since the last visit, or all',
  params: RoomParams,
  query: z.strictObject({
    /** visit: since my last one ended. */
    since: z.enum(['visit', 'all']).default('visit'),
    by: z.enum(['others', 'all']).default('others'),
    seatId: Id.optional(),
    side: Side.optional(),
    documentId: Id.optional(),
    /** Where a page's `next` left off. */
    before: z
      .string()
      .regex(/^\d{1,15}\.[\w-]{1,43}$/)
      .optional(),
  }),
  reply: z.object({
    /** Where my last visit ended; null: this is the first. */
    sinceAt: Time.nullable(),
    happenings: z.array(Happening),
    /** Whoever they name, also those who have left. */
    seats: z.array(SeatView),
    next: z.string().nullable(),
    /** Of all since, by kind of page: how many are new. */
    counts: z.object({ documents: z.record(Id, z.int()), threads: z.int(), decisions: z.int(), all: z.int() }),
  }),
  limit: 'history',
})

/** A visit goes on for as long as this is called at least every half hour. */
export const markVisit = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/visit',
  needs: 'room.view',
  summary: 'I am here; and, where one is named, looking at this document',
  params: RoomParams,
  body: z.strictObject({ documentId: Id.nullable().default(null) }),
  reply: Nothing,
})

export const HomeDocument = z.object({
  id: Id,
  kind: z.enum(documentKinds),
  title: z.string(),
  changedAt: Time,
  /** Whether others changed it after I last looked at it. */
  isNew: z.boolean(),
})

export const readRoomHome = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/home',
  needs: 'room.view',
  summary: 'What is next in a room and what waits there, for whoever comes between two meetings',
  params: RoomParams,
  reply: z.object({
    now: Time,
    today: z.iso.date(),
    open: MeetingSummary.nullable(),
    next: MeetingSummary.nullable(),
    last: MeetingSummary.nullable(),
    waiting: z.array(WaitingThing),
    votes: z.array(z.object({ id: Id, title: z.string(), deadline: Time.nullable(), haveVoted: z.boolean() })),
    proposals: z.array(z.object({ id: Id, title: z.string(), closesAt: Time, haveSpoken: z.boolean() })),
    questions: z.array(z.object({ id: Id, text: z.string(), createdAt: Time })),
    threads: z.object({ open: z.int(), unread: z.int(), mine: z.int() }),
    documents: z.array(HomeDocument),
  }),
})
export type RoomHome = z.infer<typeof readRoomHome.reply>

/** The next meetings of all rooms one has a seat in. */
export const readNextMeetings = contract({
  method: 'GET',
  path: '/api/next-meetings',
  needs: 'self.edit',
  summary: 'My next meetings in all rooms, those that are open first',
  reply: z.object({
    now: Time,
    meetings: z.array(MeetingSummary.extend({ roomId: Id, roomName: z.string(), programmeName: z.string() })),
  }),
})

export const readProgrammeHome = contract({
  method: 'GET',
  path: '/api/programmes/:programmeId/home',
  needs: 'programme.view',
  summary: 'What is next and what happened in a programme’s rooms',
  params: ProgrammeParams,
  reply: z.object({
    now: Time,
    meetings: z.array(MeetingSummary.extend({ roomId: Id, roomName: z.string() })),
    rooms: z.array(
      z.object({
        roomId: Id,
        lastAt: Time.nullable(),
        openThreads: z.int(),
        openProposals: z.int(),
        /** People with a seat, by side. */
        people: z.object({ civil: z.int(), public: z.int(), neutral: z.int() }),
      }),
    ),
  }),
})
