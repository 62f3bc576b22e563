import * as threads from '@meydan/shared/contracts/threads'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { aThreadRoom, type ThreadRoom } from './threads-story.ts'
import type { Seated } from './voice-story.ts'

let api: Api
let room: ThreadRoom
let ahmad: Seated
let mehmet: Seated

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  room = await aThreadRoom(api)
  ;({ ahmad, mehmet } = room)
})
afterAll(() => api.close())

const texts = async (threadId: string) => (await room.see(ahmad, threadId)).comments.map(({ text }) => text)
const forbidden = [403, 'forbidden']
const notFound = [404, 'not_found']

/** So many more comments, said long after the first. */
async function fill(threadId: string, count: number): Promise<void> {
  await sql`
    insert into comment (id, thread_id, seat_id, text, created_at)
    select gen_random_uuid(), ${threadId}, ${mehmet.seatId}, n::text, now() + n * interval '1 minute'
    from generate_series(1, ${count}::int) as n`.execute(api.db)
  await sql`
    update thread set last_at = (select max(created_at) from comment where thread_id = thread.id)
    where id = ${threadId}`.execute(api.db)
}

function edit(who: Seated, threadId: string, comment: threads.CommentView, text: string, seen?: string) {
  const body = { text, seen: seen ?? comment.editedAt ?? comment.createdAt }
  return api.send(threads.editComment, { ...room.commentAt(comment.id, threadId), body }, who)
}

function remove(who: Seated, threadId: string, commentId: string) {
  return api.send(threads.deleteComment, room.commentAt(commentId, threadId), who)
}

describe('a thread', () => {
  test('is started, answered, resolved, and open again once somebody says something', async () => {
    const { id, first } = await room.start(ahmad, { text: 'Kim ödüyor?' })
    const answered = await room.reply(mehmet, id, { text: 'Belediye' })
    expect(answered.comments.map(({ text, seatId }) => [text, seatId])).toEqual([
      ['Kim ödüyor?', ahmad.seatId],
      ['Belediye', mehmet.seatId],
    ])
    expect(answered.thread).toMatchObject({
      ...{ id, anchor: { kind: 'room' }, state: 'here', words: '', seatId: ahmad.seatId, side: 'civil', comments: 2 },
      ...{ first: { id: first.id }, last: { text: 'Belediye' }, isMine: true, resolvedAt: null },
    })
    const resolve = (resolved: boolean) =>
      api.call(threads.resolveThread, { ...room.at(id), body: { resolved } }, mehmet)
    const { thread } = await resolve(true)
    expect([thread.resolvedBy, thread.resolvedAt === null]).toEqual([mehmet.seatId, false])
    expect((await resolve(true)).thread.resolvedAt, 'said twice').toBe(thread.resolvedAt)
    expect((await resolve(false)).thread).toMatchObject({ resolvedAt: null, resolvedBy: null })
    await resolve(true)
    expect((await room.reply(ahmad, id)).thread.resolvedAt).toBeNull()
  })

  test('is read a hundred comments at a time, from the last', async () => {
    const { id } = await room.start(ahmad, { text: '0' })
    await fill(id, 204)
    const last = await room.see(mehmet, id)
    expect([last.comments.length, last.comments[0]!.text, last.hasEarlier]).toEqual([100, '105', true])
    const before = (commentId: string) =>
      api.call(threads.readThread, { ...room.at(id), query: { before: commentId } }, mehmet)
    const middle = await before(last.comments[0]!.id)
    expect([middle.comments[0]!.text, middle.comments.at(-1)!.text, middle.hasEarlier]).toEqual(['5', '104', true])
    const earliest = await before(middle.comments[0]!.id)
    expect([earliest.comments.length, earliest.hasEarlier]).toEqual([5, false])
  })

  test('takes no more than so many comments', async () => {
    const { id } = await room.start(ahmad)
    await fill(id, threads.COMMENTS_MAX - 1)
    const problem = 'too_many_comments'
    expect(refusal(await room.sendReply(mehmet, id))).toEqual([400, 'invalid', [{ path: 'text', problem }]])
  })

  test('is told to everyone as a change, and only that there was one', async () => {
    api.told.length = 0
    await room.start(ahmad)
    expect(api.told).toEqual([`${room.roomId} threads`])
  })

  test('is for who takes part: observers read, guests do all', async () => {
    expect(ahmad.me.isGuest).toBe(true)
    const { id, first } = await room.start(ahmad)
    expect((await room.see(room.observer, id)).comments).toHaveLength(1)
    expect((await room.list(room.observer)).threads.map((thread) => thread.id)).toContain(id)
    expect(refusal(await room.sendStart(room.observer))).toEqual(forbidden)
    expect(refusal(await room.sendReply(room.observer, id))).toEqual(forbidden)
    expect(refusal(await edit(room.observer, id, first, 'x'))).toEqual(forbidden)
    expect(refusal(await remove(room.observer, id, first.id))).toEqual(forbidden)
    expect(refusal(await room.upload(room.observer, Buffer.from('a'), 'a.txt'))).toEqual(forbidden)
    const sign = { ...room.commentAt(first.id, id).params, sign: 'agree' as const }
    const reacting = await api.send(threads.reactToComment, { params: sign, body: { on: true } }, room.observer)
    expect(refusal(reacting)).toEqual(forbidden)
  })

  test('of another room is nowhere', async () => {
    const elsewhere = await room.start(ahmad)
    const other = await api.db
      .insertInto('room')
      .columns(['programmeId', 'name', 'language', 'audience', 'createdBy'])
      .expression((eb) =>
        eb
          .selectFrom('room')
          .select(['programmeId', eb.val('Başka oda').as('name'), 'language', 'audience', 'createdBy'])
          .where('id', '=', room.roomId),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
    await api.db.updateTable('thread').set({ roomId: other.id }).where('id', '=', elsewhere.id).execute()
    const { id } = elsewhere
    const answers = await Promise.all([
      api.send(threads.readThread, { ...room.at(id), query: {} }, ahmad),
      room.sendReply(ahmad, id),
      edit(ahmad, id, elsewhere.first, 'x'),
      remove(ahmad, id, elsewhere.first.id),
      api.send(threads.resolveThread, { ...room.at(id), body: { resolved: true } }, ahmad),
      api.send(threads.markThreadRead, { ...room.at(id), body: { commentId: elsewhere.first.id } }, ahmad),
    ])
    expect(answers.map(refusal)).toEqual(answers.map(() => notFound))
  })
})

describe('a comment', () => {
  test('sent again is there once, and answered the same; another’s id is a conflict', async () => {
    const saying = { id: crypto.randomUUID(), text: 'Bir kez' }
    const both = await Promise.all([room.sendStart(ahmad, saying), room.sendStart(ahmad, saying)])
    expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200])
    const [one, two] = both.map((response) => response.json().thread.id as string)
    expect(one).toBe(two)
    const answer = { id: crypto.randomUUID(), text: 'Cevap' }
    await room.reply(mehmet, one!, answer)
    await room.reply(mehmet, one!, answer)
    expect(await texts(one!)).toEqual(['Bir kez', 'Cevap'])
    expect(refusal(await room.sendReply(ahmad, one!, answer))).toEqual([409, 'conflict'])
    expect(refusal(await room.sendStart(ahmad, answer))).toEqual([409, 'conflict'])
    const { id: other } = await room.start(mehmet)
    expect(refusal(await room.sendReply(mehmet, other, answer))).toEqual([409, 'conflict'])
  })

  test('is edited by who wrote it, and says so; over other words than were seen it is a conflict', async () => {
    const { id, first } = await room.start(ahmad, { text: 'Eski' })
    expect(refusal(await edit(mehmet, id, first, 'Yabancı'))).toEqual(forbidden)
    expect(refusal(await edit(room.facilitator, id, first, 'Yabancı'))).toEqual(forbidden)
    expect((await edit(ahmad, id, first, 'Yeni')).statusCode).toBe(200)
    const now = (await room.see(mehmet, id)).comments[0]!
    expect([now.text, now.editedAt === null]).toEqual(['Yeni', false])
    expect((await edit(ahmad, id, first, 'Yeni')).statusCode, 'sent again after a lost answer').toBe(200)
    expect(refusal(await edit(ahmad, id, first, 'Öteki'))).toEqual([409, 'conflict'])
    expect((await edit(ahmad, id, now, 'Öteki')).statusCode).toBe(200)
    expect(await texts(id)).toEqual(['Öteki'])
  })

  test('that is deleted leaves that there was one; with the last the thread goes', async () => {
    const { id, first } = await room.start(ahmad, { text: 'Silinecek' })
    const { comments } = await room.reply(mehmet, id, { text: 'Kalan' })
    expect(refusal(await remove(mehmet, id, first.id))).toEqual(forbidden)
    const left = await api.call(threads.deleteComment, room.commentAt(first.id, id), ahmad)
    expect(left.comments.map(({ text, deletedAt }) => [text, deletedAt === null])).toEqual([
      ['', false],
      ['Kalan', true],
    ])
    expect(left.thread).toMatchObject({ comments: 1, first: { text: '' }, last: { text: 'Kalan' } })
    expect(refusal(await edit(ahmad, id, left.comments[0]!, 'x'))).toEqual([409, 'conflict'])
    expect((await remove(ahmad, id, first.id)).statusCode, 'sent again').toBe(200)
    // Others' are for those who moderate.
    const none = await api.call(threads.deleteComment, room.commentAt(comments[1]!.id, id), room.facilitator)
    expect(none).toEqual({ thread: null, comments: [], hasEarlier: false })
    expect(refusal(await api.send(threads.readThread, { ...room.at(id), query: {} }, ahmad))).toEqual(notFound)
    expect((await room.list(ahmad)).threads.map((thread) => thread.id)).not.toContain(id)
  })

  test('carries signs, one of each kind by each, until they are taken back', async () => {
    const { id, first } = await room.start(ahmad)
    const react = (who: Seated, sign: threads.ReactionSign, on: boolean) => {
      const { params } = room.commentAt(first.id, id)
      return api.send(threads.reactToComment, { params: { ...params, sign }, body: { on } }, who)
    }
    for (const who of [mehmet, mehmet, ahmad]) await react(who, 'thanks', true)
    await react(mehmet, 'agree', true)
    const signs = async () => (await room.see(ahmad, id)).comments[0]!.reactions
    expect(await signs()).toEqual([
      { sign: 'agree', seatIds: [mehmet.seatId] },
      { sign: 'thanks', seatIds: [mehmet.seatId, ahmad.seatId] },
    ])
    await react(mehmet, 'thanks', false)
    await react(mehmet, 'agree', false)
    expect(await signs()).toEqual([{ sign: 'thanks', seatIds: [ahmad.seatId] }])
    await room.reply(mehmet, id)
    await remove(ahmad, id, first.id)
    expect(refusal(await react(mehmet, 'agree', true))).toEqual([409, 'conflict'])
    expect(await signs()).toEqual([])
  })

  test.each([
    [{ text: '' }, 'comment.text', 'name_empty'],
    [{ text: '   ' }, 'comment.text', 'name_empty'],
    [{ text: 'x'.repeat(threads.COMMENT_MAX + 1) }, 'comment.text', 'text_too_long'],
    [{ text: 'a\u0000b' }, 'comment.text', 'text_control_characters'],
    [{ id: 'no-id' }, 'comment.id', 'wrong_form'],
    [{ attachments: [crypto.randomUUID()] }, 'attachments', 'not_offered'],
  ])('with odd words is refused (%#)', async (saying, path, problem) => {
    expect(refusal(await room.sendStart(ahmad, saying))).toEqual([400, 'invalid', [{ path, problem }]])
  })

  test('of a million characters is refused before anything is kept', async () => {
    const before = await api.db.selectFrom('comment').select('id').execute()
    expect(refusal(await room.sendStart(ahmad, { text: 'x'.repeat(1_000_000) }))).toEqual([413, 'too_large'])
    expect(await api.db.selectFrom('comment').select('id').execute()).toHaveLength(before.length)
  })
})
