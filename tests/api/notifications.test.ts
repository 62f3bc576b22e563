import { notify } from '@meydan/server/notify/notify'
import { sweep } from '@meydan/server/features/notifications/sweep'
import {
  editNotificationSettings,
  listNotifications,
  NOTIFICATIONS_PAGE,
  readNotifications,
  readNotificationSettings,
  usualWish,
} from '@meydan/shared/contracts/notifications'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../support/stories.ts'
import { refusal } from './api.ts'
import { NOW, type Notifying, startNotifying } from './notifications-story.ts'

let story: Notifying
beforeAll(async () => {
  story = await startNotifying()
})
afterAll(() => story.api.close())
beforeEach(async () => {
  story.setTime(NOW)
  await story.forget()
  story.api.told.length = 0
})

const list = (actor: Actor, query: { unread?: 'true'; before?: string } = {}) =>
  story.api.call(listNotifications, { query }, actor)
const words = async (actor: Actor) => (await list(actor)).notifications.map(({ words }) => words)

test('who is told reads who said what and where, with names for mentions; once, and not who said it', async () => {
  const { room, say, db } = story
  const text = `@[seat:${room.public.seatId}] ve @[seat:${room.outsider.seatId}]:  kreş\nnerede?`
  const { threadId, commentId, told } = await say(text, { by: room.civil, to: [room.public, room.civil, room.public] })
  expect(told).toEqual([room.public.personId])
  const again = { kind: 'reply' as const, threadId, commentId, roomId: room.roomId, bySeatId: room.civil.seatId }
  expect(await notify(db, { ...again, toSeatIds: [room.public.seatId] })).toEqual([])
  const { notifications, unread, next } = await list(room.public)
  expect([unread, next]).toEqual([1, null])
  expect(notifications).toMatchObject([
    {
      kind: 'mention',
      roomName: 'Ortak oda',
      by: { name: 'Ahmad', organisation: 'Göçmen Dayanışma Derneği', side: 'civil' },
      words: '@Mehmet ve @…: kreş nerede?',
      path: `/rooms/${room.roomId}?thread=${threadId}`,
      readAt: null,
    },
  ])
  expect((await list(room.civil)).notifications).toEqual([])
  expect(await story.api.send(listNotifications, { query: {} }).then(refusal)).toEqual([401, 'signed_out'])
})

test('of long words the first 200 letters, and no half of one', async () => {
  const { room, say } = story
  await say('🌱'.repeat(300), { by: room.civil, to: [room.public] })
  expect(await words(room.public)).toEqual([`${'🌱'.repeat(199)}…`])
})

test('what is hidden, deleted, or of a room that one has left says nothing', async () => {
  const { room, say, db } = story
  const hidden = await say('gizli söz', { by: room.civil, to: [room.public] }, { recordId: 'n1' })
  const deleted = await say('silinen söz', { by: room.civil, to: [room.public] })
  expect((await words(room.public)).sort()).toEqual(['gizli söz', 'silinen söz'])
  const kept = { roomId: room.roomId, documentId: room.boardId, kind: 'note', label: 'x', records: Buffer.from('') }
  await db
    .insertInto('hiddenObject')
    .values({ ...kept, recordIds: ['n1'] })
    .execute()
  await db.updateTable('comment').set({ deletedAt: new Date() }).where('id', '=', deleted.commentId).execute()
  expect(await words(room.public)).toEqual(['', ''])
  await db.deleteFrom('hiddenObject').execute()
  expect((await words(room.public)).sort()).toEqual(['', 'gizli söz'])
  const removed = (at: Date | null) =>
    db.updateTable('seat').set({ removedAt: at }).where('id', '=', room.public.seatId).execute()
  await removed(new Date())
  expect(await list(room.public)).toEqual({ notifications: [], next: null, unread: 0 })
  expect((await say('nobody hears', { by: room.civil, to: [room.public] })).told).toEqual([])
  await removed(null)
  await db.deleteFrom('thread').where('id', '=', hidden.threadId).execute()
  expect(await words(room.public)).toEqual([''])
})

test('meetings and decisions are told by their titles, and lead to them', async () => {
  const { room, db } = story
  const meeting = await db
    .insertInto('meeting')
    .values({ roomId: room.roomId, title: 'Nisan toplantısı' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const decision = await db
    .insertInto('decision')
    .values({ roomId: room.roomId, kind: 'meeting', title: 'Kreş açılsın', state: 'agreed' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const all = { roomId: room.roomId, bySeatId: null, toSeatIds: [room.public.seatId] }
  await notify(db, { ...all, kind: 'meeting_planned', meetingId: meeting.id })
  await notify(db, { ...all, kind: 'decision', decisionId: decision.id })
  const { notifications } = await list(room.public)
  expect(notifications.map(({ kind, words, by, path }) => [kind, words, by, path])).toEqual([
    ['decision', 'Kreş açılsın', null, `/rooms/${room.roomId}?decision=${decision.id}`],
    ['meeting_planned', 'Nisan toplantısı', null, `/rooms/${room.roomId}?meeting=${meeting.id}`],
  ])
})

test('page by page nothing is left out or twice, however close two are', async () => {
  const { room, say, db } = story
  const many = NOTIFICATIONS_PAGE * 2 + 5
  for (let index = 0; index < many; index += 1) await say(`${index}`, { by: room.civil, to: [room.public] })
  // Within a few microseconds, some in the same.
  await sql`update notification set created_at = ${NOW}::timestamptz + (comment.text::int / 3) * interval '1 microsecond'
    from comment where comment.id = comment_id`.execute(db)
  const seen: string[] = []
  for (let before: string | undefined; ; ) {
    const page = await list(room.public, before ? { before } : {})
    expect(page.unread).toBe(many)
    seen.push(...page.notifications.map(({ words }) => words))
    if (!page.next) break
    before = page.next
  }
  expect(seen).toHaveLength(many)
  expect(new Set(seen).size).toBe(many)
  expect(seen.map((text) => Math.floor(Number(text) / 3))).toEqual(
    Array.from({ length: many }, (_, index) => Math.floor((many - 1 - index) / 3)),
  )
  for (const before of ['x', '1 x', `${'9'.repeat(17)} ${crypto.randomUUID()}`, `1 ${crypto.randomUUID()}'`]) {
    const response = await story.api.send(listNotifications, { query: { before } }, room.public)
    expect(refusal(response)).toEqual([400, 'invalid', [{ path: 'before', problem: 'wrong_form' }]])
  }
})

test('what is read here is read everywhere, and nobody reads for another', async () => {
  const { room, say, api } = story
  for (const text of ['bir', 'iki', 'üç']) await say(text, { by: room.civil, to: [room.public, room.expert] })
  const before = (await list(room.public)).notifications
  const read = (actor: Actor, body: Parameters<typeof api.call<typeof readNotifications>>[1]['body']) =>
    api.call(readNotifications, { body }, actor)
  api.told.length = 0
  expect(await read(room.public, { ids: [before[0]!.id] })).toEqual({ unread: 2 })
  expect(api.told).toEqual([`news ${room.public.personId}`])
  expect((await list(room.public, { unread: 'true' })).notifications.map(({ id }) => id)).toEqual(
    before.slice(1).map(({ id }) => id),
  )
  expect(await read(room.expert, { ids: before.map(({ id }) => id) })).toEqual({ unread: 3 })
  expect((await list(room.public)).unread).toBe(2)
  expect(await read(room.public, { ids: [before[0]!.id], read: false })).toEqual({ unread: 3 })
  // The time that travels is older than the row by some microseconds.
  await sql`update notification set created_at = ${NOW}::timestamptz + interval '123456 microseconds'`.execute(story.db)
  expect(await read(room.public, { upTo: '2027-03-01T09:00:00.122Z' })).toEqual({ unread: 3 })
  expect(await read(room.public, { upTo: '2027-03-01T09:00:00.123Z' })).toEqual({ unread: 0 })
  expect((await list(room.expert)).unread).toBe(3)
})

test('a wish holds for all rooms, or for one until it is taken back; not for a room one has no seat in', async () => {
  const { room, api } = story
  const edit = (body: Parameters<typeof api.call<typeof editNotificationSettings>>[1]['body'], who = room.public) =>
    api.call(editNotificationSettings, { body }, who)
  const { settings: first } = await api.call(readNotificationSettings, {}, room.public)
  expect(first).toEqual({
    all: usualWish,
    rooms: [{ id: room.roomId, name: 'Ortak oda', programmeName: 'Birlikte', wish: null }],
    address: null,
    isMailSent: false,
  })
  const never = { mentions: 'never', others: 'never' } as const
  const daily = { mentions: 'daily', others: 'daily' } as const
  await edit({ wish: daily })
  const { settings } = await edit({ roomId: room.roomId, wish: never })
  expect([settings.all, settings.rooms[0]!.wish]).toEqual([daily, never])
  expect((await edit({ roomId: room.roomId, wish: null })).settings.rooms[0]!.wish).toBeNull()
  expect((await edit({ wish: null })).settings.all).toEqual(usualWish)
  const elsewhere = await api.send(
    editNotificationSettings,
    { body: { roomId: room.roomId, wish: never } },
    room.outsider,
  )
  expect(refusal(elsewhere)).toEqual([404, 'not_found'])
  const odd = { body: { wish: { ...never, mentions: 'weekly' } } } as never
  expect((await api.send(editNotificationSettings, odd, room.public)).statusCode).toBe(400)
})

test('what was read ninety days ago goes, and anything after a year', async () => {
  const { room, say, db } = story
  const now = new Date(NOW)
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
  const put = async (text: string, createdAt: Date, readAt: Date | null) => {
    const { commentId } = await say(text, { by: room.civil, to: [room.public] })
    await db.updateTable('notification').set({ createdAt, readAt }).where('commentId', '=', commentId).execute()
  }
  await put('read lately', daysAgo(100), daysAgo(89))
  await put('read long ago', daysAgo(100), daysAgo(91))
  await put('never read', daysAgo(360), null)
  await put('very old', daysAgo(367), null)
  await sweep(db, now)
  expect(await words(room.public)).toEqual(['read lately', 'never read'])
})
