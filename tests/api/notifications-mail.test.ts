import { removeComment } from '@meydan/server/features/threads/changing'
import { takeReaders } from '@meydan/server/features/notifications/waiting'
import type { MailWish } from '@meydan/shared/contracts/notifications'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../support/stories.ts'
import { NOW, type Notifying, startNotifying } from './notifications-story.ts'

let story: Notifying
beforeAll(async () => {
  story = await startNotifying({ PUBLIC_URL: 'https://meydan.example.org' })
  await story.withAccount(story.room.public, 'mehmet@example.org')
})
afterAll(() => story.api.close())
beforeEach(async () => {
  story.setTime(NOW)
  await story.forget()
})

const wish = ({ personId }: Actor, wish: MailWish, roomId: string | null = null) =>
  story.db
    .insertInto('notificationSetting')
    .values({ personId, roomId, ...wish })
    .execute()
const subjects = async () => (await story.mails()).map(({ recipient, subject }) => [recipient, subject])
const waiting = async () =>
  (await story.db.selectFrom('notification').select('kind').where('mailedAt', 'is', null).execute()).map(
    ({ kind }) => kind,
  )

test('mentions go out at once, in one letter for a room, after a minute of quiet, on two nodes once', async () => {
  const { room, say, atOnce, digests, setTime, db } = story
  const to = [room.public]
  await say('bir', { by: room.civil, to })
  const { commentId } = await say('iki', { by: room.expert, to, kind: 'reply' })
  await say('üç', { by: room.civil, to, kind: 'comment' })
  await db
    .updateTable('notification')
    .set({ createdAt: new Date(NOW) })
    .where('commentId', '=', commentId)
    .execute()
  expect(await atOnce(), 'one is too fresh, the other not').toEqual({ mails: 1, failed: 0 })
  expect(await subjects()).toEqual([['mehmet@example.org', 'Meydan: you were mentioned']])
  setTime('2027-03-01T09:00:59Z')
  expect(await atOnce()).toEqual({ mails: 0, failed: 0 })
  await say('dört', { by: room.civil, to })
  setTime('2027-03-01T09:01:00Z')
  const runs = await Promise.all([atOnce(), atOnce(), atOnce()])
  expect(runs.reduce((sum, { mails }) => sum + mails, 0)).toBe(1)
  expect((await subjects()).at(-1)).toEqual(['mehmet@example.org', 'Meydan: 2 things are new in your rooms'])
  expect(await waiting(), 'what waits for the day').toEqual(['comment'])
  expect(await digests()).toEqual({ mails: 1, failed: 0 })
  expect(await waiting()).toEqual([])
})

test('whoever is being written to by another node is passed over, and nobody waits', async () => {
  const { room, say, atOnce, digests, db } = story
  await say('bir', { by: room.civil, to: [room.public] })
  await say('iki', { by: room.civil, to: [room.public], kind: 'comment' })
  await db.transaction().execute(async (trx) => {
    for (const wish of ['at_once', 'daily'] as const) {
      const due = { wish, upTo: new Date(NOW) }
      const readers = await takeReaders(trx, due, { after: room.roomId.replace(/\w/g, '0'), most: 100, day: null })
      expect(readers.map(({ email }) => email)).toEqual(['mehmet@example.org'])
    }
    expect([await atOnce(), await digests()]).toEqual([
      { mails: 0, failed: 0 },
      { mails: 0, failed: 0 },
    ])
  })
  expect([(await atOnce()).mails, (await digests()).mails]).toEqual([1, 1])
})

test('what was read meanwhile, or isn’t wanted, or has nowhere to go, is not mailed and not looked at again', async () => {
  const { room, say, atOnce, digests, setTime, db } = story
  await wish(room.civil, { mentions: 'at_once', others: 'never' })
  await story.withAccount(room.civil, 'ahmad@example.org')
  await wish(room.public, { mentions: 'never', others: 'never' }, room.roomId)
  await say('bir', { by: room.expert, to: [room.public, room.observer] })
  await say('iki', { by: room.expert, to: [room.civil], kind: 'comment' })
  await say('üç', { by: room.expert, to: [room.civil] })
  await db
    .updateTable('notification')
    .set({ readAt: new Date() })
    .where('kind', '=', 'mention')
    .where('personId', '=', room.civil.personId)
    .execute()
  await atOnce()
  expect(await story.mails()).toEqual([])
  expect(await waiting(), 'of a guest without an address').toEqual(['mention'])
  setTime('2027-03-02T09:00:00Z')
  await Promise.all([atOnce(), digests()])
  expect(await story.mails()).toEqual([])
  expect(await waiting()).toEqual([])
})

test('who was shut out, or left the room, gets no letter', async () => {
  const { room, say, atOnce, digests, db } = story
  const both = async () => {
    await say('bir', { by: room.civil, to: [room.public] })
    await say('iki', { by: room.civil, to: [room.public], kind: 'comment' })
  }
  const person = (disabledAt: Date | null) =>
    db.updateTable('person').set({ disabledAt }).where('id', '=', room.public.personId).execute()
  const seat = (removedAt: Date | null) =>
    db.updateTable('seat').set({ removedAt }).where('id', '=', room.public.seatId).execute()
  await both()
  await person(new Date())
  await digests()
  await atOnce()
  await person(null)
  expect([await story.mails(), await waiting()]).toEqual([[], []])
  await both()
  await seat(new Date())
  await digests()
  await atOnce()
  await seat(null)
  expect([await story.mails(), await waiting()]).toEqual([[], []])
  await both()
  await atOnce()
  expect(await digests(), 'the day was not used up').toEqual({ mails: 1, failed: 0 })
})

test('a letter a day, from seven on, whatever the number of runs; the next day the next', async () => {
  const { room, say, digests, setTime } = story
  const hear = (text: string) => say(text, { by: room.civil, to: [room.public], kind: 'comment' })
  const run = async () => {
    const runs = await Promise.all([digests(), digests(), digests()])
    return runs.reduce((sum, { mails }) => sum + mails, 0)
  }
  expect(await run(), 'nothing to say').toBe(0)
  await hear('okundu')
  await story.db
    .updateTable('notification')
    .set({ readAt: new Date(NOW) })
    .execute()
  expect(await run(), 'read by then').toBe(0)
  await hear('bir')
  setTime('2027-03-02T03:59:00Z')
  expect(await run(), 'before seven in Istanbul').toBe(0)
  setTime('2027-03-02T04:00:00Z')
  expect(await run()).toBe(1)
  await hear('iki')
  setTime('2027-03-02T20:50:00Z')
  expect(await run(), 'the same day').toBe(0)
  setTime('2027-03-02T22:00:00Z')
  expect(await run(), 'after midnight').toBe(0)
  setTime('2027-03-03T04:00:00Z')
  expect(await run()).toBe(1)
  const texts = (await story.mails()).map(({ text }) => text)
  expect(texts.map((text) => ['bir', 'iki'].filter((word) => text.includes(`> ${word}`)))).toEqual([['bir'], ['iki']])
})

test('room by room, fifty lines, and how much more there is', async () => {
  const { room, say, digests, db } = story
  for (let index = 0; index < 53; index += 1)
    await say(`söz ${index}.`, { by: room.civil, to: [room.public], kind: 'comment' })
  await sql`update notification set created_at = notification.created_at + split_part(comment.text, ' ', 2)::numeric * interval '1 second'
    from comment where comment.id = comment_id`.execute(db)
  await digests()
  const [mail, ...others] = await story.mails()
  expect(others).toEqual([])
  expect(mail!.subject).toBe('Meydan: 53 things are new in your rooms')
  expect(mail!.text.match(/^> /gm)).toHaveLength(50)
  expect(mail!.text).toContain('and 3 more: https://meydan.example.org/notifications')
  expect(mail!.text.indexOf('söz 52.')).toBeLessThan(mail!.text.indexOf('söz 3.'))
  expect(mail!.text).not.toContain('söz 2.')
  expect(mail!.text.match(/Ortak oda/g)).toHaveLength(1)
})

test('a letter says who, where and what inside, leads there, and its subject says none of it', async () => {
  const { room, say, atOnce } = story
  const { threadId } = await say(`@[seat:${room.public.seatId}] <script>alert(1)</script> & kreş?`, {
    by: room.civil,
    to: [room.public],
  })
  await atOnce()
  const [mail] = await story.mails()
  const { subject, text, html, unsubscribeUrl } = mail!
  expect(subject).toBe('Meydan: you were mentioned')
  expect(text).toContain(
    `Ahmad mentioned you or your organisation: https://meydan.example.org/rooms/${room.roomId}?thread=${threadId}`,
  )
  expect(text).toContain('\n\u2068Göçmen Dayanışma Derneği\u2069 · \u2068March 1, 2027 at 11:55 AM\u2069\n')
  expect(text).toContain('> @Mehmet <script>alert(1)</script> & kreş?')
  expect(html).not.toContain('<script')
  expect(html).toContain('@Mehmet &lt;script&gt;alert(1)&lt;/script&gt; &amp; kreş?')
  expect(text).toContain('you have a seat in the room “Ortak oda”')
  const token = /https:\/\/meydan\.example\.org\/unsubscribe#([\w-]+)/.exec(text)![1]
  expect(unsubscribeUrl).toBe(`https://meydan.example.org/api/unsubscribe/${token}`)
  expect(text).toContain('https://meydan.example.org/notification-settings')
})

test('in the language of its reader, from right to left, by its plurals', async () => {
  const { room, say, atOnce, digests } = story
  await story.withAccount(room.public, 'mehmet@example.org', 'ar')
  const kinds = [
    'Meydan',
    'ميدان: خبران من غرفكم',
    'ميدان: 3 أخبار من غرفكم',
    'ميدان: 11 خبرًا من غرفكم',
    'ميدان: 100 خبر من غرفكم',
  ]
  const counts = [1, 2, 3, 11, 100]
  for (const [index, count] of counts.entries()) {
    await story.forget()
    for (let told = 0; told < count; told += 1) await say('bir', { by: room.civil, to: [room.public], kind: 'comment' })
    await digests()
    const [mail] = await story.mails()
    expect(mail!.subject).toBe(index === 0 ? 'ميدان: تعليق على شيء يخصّكم' : kinds[index])
    expect(mail!.html).toContain('<html lang="ar" dir="rtl">')
    expect(mail!.html).toContain('<p dir="auto" style="margin:6px 0 0;padding-right:12px;border-right:3px')
  }
  expect((await story.mails())[0]!.text).toContain('و50 خبرًا آخر')
  await say('iki', { by: room.civil, to: [room.public] })
  await atOnce()
  await story.withAccount(room.public, 'mehmet@example.org')
})

test('what is hidden or deleted by then is told of without its words', async () => {
  const { room, say, atOnce, db } = story
  await say('gizli söz', { by: room.civil, to: [room.public] }, { recordId: 'n1' })
  const { commentId } = await say('silinen söz', { by: room.civil, to: [room.public] })
  const kept = { roomId: room.roomId, documentId: room.boardId, kind: 'note', label: 'x', records: Buffer.from('') }
  await db
    .insertInto('hiddenObject')
    .values({ ...kept, recordIds: ['n1'] })
    .execute()
  await db.updateTable('comment').set({ deletedAt: new Date() }).where('id', '=', commentId).execute()
  await atOnce()
  await db.deleteFrom('hiddenObject').execute()
  const [mail] = await story.mails()
  expect(mail!.subject).toBe('Meydan: 2 things are new in your rooms')
  expect(`${mail!.text}${mail!.html}`).not.toMatch(/gizli|silinen|^> /m)
})

test('a letter that waits goes with the words that are taken back', async () => {
  const { room, say, atOnce, db } = story
  await story.withAccount(room.civil, 'ahmad@example.org')
  const said = await say('gizli söz', { by: room.expert, to: [room.public] })
  await say('başka söz', { by: room.expert, to: [room.civil] })
  await atOnce()
  expect(await story.mails()).toHaveLength(2)
  const at = { roomId: room.roomId, threadId: said.threadId, commentId: said.commentId }
  const seat = await db.selectFrom('seat').selectAll().where('id', '=', room.expert.seatId).executeTakeFirstOrThrow()
  await db.transaction().execute((trx) => removeComment(trx, seat as never, at))
  expect((await subjects()).map(([to]) => to)).toEqual(['ahmad@example.org'])
})

test('what fails for one leaves the others theirs, and is tried again', async () => {
  const { room, say, atOnce, db, logged } = story
  await story.withAccount(room.civil, 'ahmad@example.org')
  await story.withAccount(room.observer, 'ida@example.org')
  await say('söz', { by: room.expert, to: [room.public, room.civil, room.observer] })
  const outgoing = db.schema.alterTable('outgoing_mail')
  await outgoing.addCheckConstraint('test_refuses', sql`recipient <> 'mehmet@example.org'`).execute()
  expect(await atOnce()).toEqual({ mails: 2, failed: 1 })
  await db.schema.alterTable('outgoing_mail').dropConstraint('test_refuses').execute()
  expect((await subjects()).map(([to]) => to)).toEqual(['ahmad@example.org', 'ida@example.org'])
  expect(logged.join('\n')).not.toContain('@')
  expect(await atOnce()).toEqual({ mails: 1, failed: 0 })
  expect(await atOnce()).toEqual({ mails: 0, failed: 0 })
})
