import { z } from 'zod'
import { Side } from '../words.ts'
import { contract } from './contract.ts'
import { Id, Nothing, StoredText, Time } from './ids.ts'

/**
 * mention: I or my organisation was named · reply: somebody answered where I wrote · comment: on a note or action that is
 * mine · meeting_*: one of my room's · proposal: my room is asked to decide · decision: it has.
 */
export const notificationKinds = [
  'mention',
  'reply',
  'comment',
  'meeting_planned',
  'meeting_moved',
  'meeting_cancelled',
  'proposal',
  'decision',
] as const
export const NotificationKind = z.enum(notificationKinds)
export type NotificationKind = z.infer<typeof NotificationKind>

/** Those that are about me: mailed at once where nobody said otherwise; the others come with the day's digest. */
export const directKinds: readonly NotificationKind[] = ['mention', 'reply']

export const NotificationView = z.object({
  id: Id,
  kind: NotificationKind,
  roomId: Id,
  roomName: z.string(),
  /** Who did it; null: the clock, or somebody who was erased. */
  by: z.object({ name: z.string(), organisation: z.string(), side: Side }).nullable(),
  /** The first of what was said, with names in place of mentions, or the title of what it is about; '' where that is gone or hidden. */
  words: z.string(),
  /** Path in this installation that shows it. */
  path: z.string(),
  at: Time,
  readAt: Time.nullable(),
})
export type NotificationView = z.infer<typeof NotificationView>

export const NOTIFICATIONS_PAGE = 30

export const listNotifications = contract({
  method: 'GET',
  path: '/api/notifications',
  needs: 'self.edit',
  summary: 'What I was told of in all my rooms, the newest first, a page at a time',
  query: z.strictObject({ unread: z.enum(['true', 'false']).default('false'), before: StoredText.max(100).optional() }),
  reply: z.object({
    notifications: z.array(NotificationView),
    next: z.string().nullable(),
    unread: z.int(),
  }),
})

export const readNotifications = contract({
  method: 'POST',
  path: '/api/notifications/read',
  needs: 'self.edit',
  summary: 'I have read these; without ids, all up to a time',
  body: z.union([
    z.strictObject({ ids: z.array(Id).min(1).max(200), read: z.boolean().default(true) }),
    z.strictObject({ upTo: Time }),
  ]),
  reply: z.object({ unread: z.int() }),
})

export const mailTimes = ['at_once', 'daily', 'never'] as const
export const MailTime = z.enum(mailTimes)
export type MailTime = z.infer<typeof MailTime>

/** When what is about me, and when all else, goes out by mail. */
export const MailWish = z.strictObject({ mentions: MailTime, others: MailTime })
export type MailWish = z.infer<typeof MailWish>
export const usualWish: MailWish = { mentions: 'at_once', others: 'daily' }

export const NotificationSettings = z.object({
  all: MailWish,
  /** Rooms in which I have a seat; `wish` null: as everywhere. */
  rooms: z.array(z.object({ id: Id, name: z.string(), programmeName: z.string(), wish: MailWish.nullable() })),
  /** Where mail goes: an account's own; what a guest gave, and whether they confirmed it; null: nowhere. */
  address: z.object({ email: z.string(), isConfirmed: z.boolean(), isAccount: z.boolean() }).nullable(),
  /** Whether this installation sends mail at all. */
  isMailSent: z.boolean(),
})
export type NotificationSettings = z.infer<typeof NotificationSettings>

const SettingsAnswer = z.object({ settings: NotificationSettings })

export const readNotificationSettings = contract({
  method: 'GET',
  path: '/api/notification-settings',
  needs: 'self.edit',
  summary: 'How I want to be told',
  reply: SettingsAnswer,
})

export const editNotificationSettings = contract({
  method: 'PUT',
  path: '/api/notification-settings',
  needs: 'self.edit',
  summary: 'Change how I want to be told: of all rooms, or of one; without a wish, as of all',
  body: z.strictObject({ roomId: Id.nullable().default(null), wish: MailWish.nullable() }),
  reply: SettingsAnswer,
})

/** Always the same answer: whether an address is somebody's isn't told. */
export const giveAddress = contract({
  method: 'PUT',
  path: '/api/notification-settings/address',
  needs: 'self.edit',
  summary: 'Where a guest wants mail to go: a link to confirm it is sent there. Null: nowhere any more',
  body: z.strictObject({
    email: z
      .string()
      .trim()
      .max(254, { error: 'email' })
      .pipe(z.email({ error: 'email' }))
      .nullable(),
  }),
  reply: SettingsAnswer,
  limit: 'mail',
})

const TokenBody = z.strictObject({ token: StoredText.min(1).max(300) })

export const confirmAddress = contract({
  method: 'POST',
  path: '/api/notification-settings/address/confirm',
  needs: 'public',
  summary: 'Confirm an address with the link that was sent to it; single use',
  body: TokenBody,
  reply: z.object({ email: z.string() }),
  limit: 'redeem',
})

/** What a letter's link would end, for the page that asks before it does. */
export const readUnsubscription = contract({
  method: 'POST',
  path: '/api/unsubscribe/read',
  needs: 'public',
  summary: 'Which letters a link out of a letter would end',
  body: TokenBody,
  reply: z.object({
    /** Null: of all rooms. */
    roomName: z.string().nullable(),
    wish: MailWish,
  }),
  limit: 'redeem',
})

export const unsubscribe = contract({
  method: 'POST',
  path: '/api/unsubscribe',
  needs: 'public',
  summary: 'End these letters, or have them as before again',
  body: TokenBody.extend({ wish: MailWish.optional() }),
  reply: z.object({ wish: MailWish }),
  limit: 'redeem',
})

/**
 * RFC 8058: mail programs post `List-Unsubscribe=One-Click` here as a form, without cookies and from nowhere: the token
 * alone counts, and nothing else can be done with it than ending letters.
 */
export const unsubscribeOneClick = contract({
  method: 'POST',
  path: '/api/unsubscribe/:token',
  needs: 'public',
  summary: 'End letters from within a mail program (RFC 8058)',
  params: z.strictObject({ token: StoredText.min(1).max(300) }),
  fromAnywhere: true,
  reply: Nothing,
  limit: 'redeem',
})

/** Mail programs that don't know RFC 8058 open the same address as a page. Changes nothing, also for who only looks. */
export const openUnsubscription = contract({
  method: 'GET',
  path: '/api/unsubscribe/:token',
  needs: 'public',
  summary: 'To the page on which such letters are ended',
  params: z.strictObject({ token: StoredText.min(1).max(300) }),
  reply: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  replyMedia: 'text/html',
  limit: 'redeem',
})
