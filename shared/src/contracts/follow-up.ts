import { z } from 'zod'
import { documentKinds } from '../documents/kinds.ts'
import { Language } from '../languages.ts'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, Nothing, StoredText } from './ids.ts'

/**
 * answer: an answer is asked of my organisation · confirm: what my organisation asked for is said to be done · sign: my
 * organisation is asked to sign · action: its end is near or over · decide: my organisation
 * hasn’t said anything to a proposal.
 */
export const waitingKinds = ['answer', 'confirm', 'sign', 'action', 'decide'] as const

/** Actions that end within so many days wait for those who answer for them. */
export const WAITING_DAYS = 7
/** So many are told, the most urgent. */
export const WAITING_MOST = 60

export const WaitingThing = z.object({
  kind: z.enum(waitingKinds),
  /** Of the ask, of the frozen version, of the action, or of the decision. */
  id: z.string(),
  roomId: Id,
  roomName: z.string(),
  programmeName: z.string(),
  /** The document it is in, or is, and the action there; null where it is in none. */
  documentId: Id.nullable(),
  documentKind: z.enum(documentKinds).nullable(),
  actionId: z.string().nullable(),
  /** What it is about; empty where that is hidden. */
  words: z.string(),
  /** answer: who asks · confirm: who says it is done · action: who answers for it · decide: whose proposal · sign: null. */
  organisation: z.string().nullable(),
  /** action: whether it names me. */
  isMine: z.boolean(),
  /** Until when; null where nobody said. */
  day: z.iso.date().nullable(),
  isOverdue: z.boolean(),
})
export type WaitingThing = z.infer<typeof WaitingThing>

export const readWaiting = contract({
  method: 'GET',
  path: '/api/waiting',
  needs: 'self.edit',
  summary: 'What waits for me and my organisation in all rooms one has a seat in, the most urgent first',
  reply: z.object({
    today: z.iso.date(),
    things: z.array(WaitingThing),
    /** All of them, also those that are not told. */
    count: z.int(),
  }),
})

/** So many calendars one can have at a time. */
export const FEEDS_MOST = 20

export const Feed = z.object({
  id: Id,
  /** Null: what is mine. */
  organisation: z.object({ id: Id, name: z.string() }).nullable(),
  language: Language,
  createdAt: z.iso.datetime(),
  /** When a calendar last fetched it. */
  readAt: z.iso.datetime().nullable(),
})
export type Feed = z.infer<typeof Feed>

export const listFeeds = contract({
  method: 'GET',
  path: '/api/calendar-feeds',
  needs: 'self.edit',
  summary: 'My calendars that can be read by link, and the organisations there can be one of',
  reply: z.object({
    feeds: z.array(Feed),
    organisations: z.array(z.object({ id: Id, name: z.string(), side: Side, programmeName: z.string() })),
  }),
})

export const createFeed = contract({
  method: 'POST',
  path: '/api/calendar-feeds',
  needs: 'self.edit',
  summary: 'Make a calendar that can be read by link; the link is told this once',
  body: z.strictObject({
    /** Null: what is mine. Else one that has a seat, or answers for something, in a room one has a seat in. */
    organisationId: Id.nullable(),
    language: Language,
  }),
  reply: z.object({ feed: Feed, url: z.string() }),
})

export const revokeFeed = contract({
  method: 'POST',
  path: '/api/calendar-feeds/:feedId/revoke',
  needs: 'self.edit',
  summary: 'End a calendar: its link leads nowhere from then on',
  params: z.strictObject({ feedId: Id }),
  body: Nothing,
  reply: Nothing,
})

export const FEED_MEDIA = 'text/calendar'

export const readFeed = contract({
  method: 'GET',
  path: '/calendar/:token.ics',
  needs: 'public',
  summary: 'A calendar (RFC 5545) of days that are due, for whoever has its link',
  params: z.strictObject({ token: StoredText.max(200) }),
  reply: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  replyMedia: FEED_MEDIA,
  limit: 'feed',
})
