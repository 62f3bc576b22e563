import { z } from 'zod'
import { everyKinds } from '../calendar/series.ts'
import { Prose } from '../names.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, RoomParams, Time } from './ids.ts'
import { MeetingView } from './meetings.ts'

export const SERIES_MAX = 52

const MeetingParams = RoomParams.extend({ meetingId: Id })

export const replies = ['yes', 'no', 'maybe'] as const
export const ReplyKind = z.enum(replies)
export type ReplyKind = z.infer<typeof ReplyKind>

/** Whether an organisation comes; `answer` null: it has not said. */
export const MeetingReply = z.object({
  organisationId: Id,
  organisation: z.string(),
  side: Side,
  answer: ReplyKind.nullable(),
  people: z.int(),
  /** For its own people and those who lead; '' for others. */
  note: z.string(),
  seatId: Id.nullable(),
  repliedAt: Time.nullable(),
  /** Time or place were changed, or it was cancelled, since it answered. */
  isOutdated: z.boolean(),
})
export type MeetingReply = z.infer<typeof MeetingReply>

const Replies = z.object({ replies: z.array(MeetingReply) })

export const listMeetingReplies = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/meetings/:meetingId/replies',
  needs: 'meeting.view',
  summary: 'Which of the room’s organisations come to a meeting',
  params: MeetingParams,
  reply: Replies,
})

/** Throws `meeting_ended`, `meeting_cancelled`. */
export const replyToMeeting = contract({
  method: 'PUT',
  path: '/api/rooms/:roomId/meetings/:meetingId/replies',
  needs: 'meeting.reply',
  summary: 'Say whether one’s organisation comes; the last word counts',
  params: MeetingParams,
  body: z.strictObject({
    answer: ReplyKind,
    people: z.number().int().min(0).max(100).default(1),
    note: Prose(500).default(''),
  }),
  reply: Replies,
})

/**
 * Each at the same time by the clock of its zone. Throws `invalid` with `time_skipped` where one falls into a skipped
 * hour, with `required` where the meeting has no date.
 */
export const planSeries = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/meetings/:meetingId/series',
  needs: 'meeting.lead',
  summary: 'Plan more meetings like this one: every week, fortnight or month, each with its agenda anew',
  params: MeetingParams,
  body: z.strictObject({ every: z.enum(everyKinds), times: z.number().int().min(1).max(SERIES_MAX) }),
  reply: z.object({ meetings: z.array(MeetingView) }),
})

export const cancelMeeting = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/meetings/:meetingId/cancel',
  needs: 'meeting.lead',
  summary: 'Cancel a planned meeting, or hold it after all; those concerned are told',
  params: MeetingParams,
  body: z.strictObject({ cancelled: z.boolean() }),
  reply: z.object({ meeting: MeetingView, now: Time }),
})

export const readMeetingCalendar = contract({
  method: 'GET',
  path: '/api/rooms/:roomId/meetings/:meetingId/calendar.ics',
  needs: 'meeting.view',
  summary: 'A meeting as a calendar file (RFC 5545)',
  params: MeetingParams,
  reply: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  replyMedia: 'text/calendar',
})

/** Throws `meeting_ended`, `meeting_cancelled`; `invalid` where it has no date to come. */
export const remindOfMeeting = contract({
  method: 'POST',
  path: '/api/rooms/:roomId/meetings/:meetingId/remind',
  needs: 'meeting.lead',
  summary: 'Write again to organisations that have not said whether they come, each person once a day at most',
  params: MeetingParams,
  reply: z.object({ organisations: z.int(), letters: z.int() }),
  limit: 'mail',
})
