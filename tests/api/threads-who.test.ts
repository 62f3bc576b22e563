import { editRoom, removeSeat } from '@meydan/shared/contracts/rooms'
import * as threads from '@meydan/shared/contracts/threads'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

test('what was read is known by person; one’s own is never unread', async () => {
  const { id } = await room.start(ahmad)
  const said: string[] = []
  for (const text of ['1', '2', '3']) said.push((await room.reply(mehmet, id, { text })).comments.at(-1)!.id)
  const unread = async (who: Seated) => (await room.see(who, id)).thread.unread
  const mark = (who: Seated, commentId: string, read = true) =>
    api.call(threads.markThreadRead, { ...room.at(id), body: { commentId, read } }, who)
  expect([await unread(ahmad), await unread(mehmet), await unread(room.observer)]).toEqual([3, 1, 4])
  api.told.length = 0
  await mark(ahmad, said[1]!)
  expect(api.told).toEqual([`news ${ahmad.me.id}`])
  expect(await unread(ahmad)).toBe(1)
  await mark(ahmad, said[0]!)
  expect([await unread(ahmad), api.told.length], 'what was read further stays so').toEqual([1, 1])
  await mark(ahmad, said[0]!, false)
  expect(await unread(ahmad)).toBe(3)
  await api.call(threads.markThreadsRead, { params: room.params }, ahmad)
  expect((await room.list(ahmad, { unread: 'true' })).threads).toEqual([])
  await room.reply(ahmad, id)
  expect(await unread(ahmad)).toBe(0)
  await room.reply(mehmet, id)
  expect((await room.list(ahmad, { unread: 'true' })).threads.map((thread) => thread.id)).toEqual([id])
})

test('who was removed neither reads nor writes', async () => {
  const leaver = await room.sit('Leaver', 'public')
  const { id } = await room.start(leaver)
  await api.call(removeSeat, { params: { roomId: room.roomId, seatId: leaver.seatId } }, room.facilitator)
  const answers = await Promise.all([
    room.sendStart(leaver),
    room.sendReply(leaver, id),
    api.send(threads.listThreads, { params: room.params, query: {} }, leaver),
    room.upload(leaver, Buffer.from('words'), 'a.txt'),
  ])
  expect(answers.map(refusal)).toEqual(answers.map(() => [403, 'seat_revoked']))
})

test('an archived room is read, and read alone', async () => {
  const other = await startApi({ LIMIT_SCALE: '1000' })
  try {
    const closed = await aThreadRoom(other)
    const { id, first } = await closed.start(closed.ahmad)
    await other.call(editRoom, { params: closed.params, body: { archived: true } }, closed.organiser)
    const { params } = closed.commentAt(first.id, id)
    const answers = await Promise.all([
      closed.sendStart(closed.ahmad),
      closed.sendReply(closed.ahmad, id),
      other.send(threads.editComment, { params, body: { text: 'x', seen: first.createdAt } }, closed.ahmad),
      other.send(threads.deleteComment, { params }, closed.ahmad),
      other.send(threads.resolveThread, { ...closed.at(id), body: { resolved: true } }, closed.ahmad),
      other.send(threads.reactToComment, { params: { ...params, sign: 'agree' }, body: { on: true } }, closed.ahmad),
      closed.upload(closed.ahmad, Buffer.from('words'), 'a.txt'),
    ])
    expect(answers.map(refusal)).toEqual(answers.map(() => [409, 'room_archived']))
    expect((await closed.see(closed.mehmet, id)).comments).toHaveLength(1)
    await other.call(threads.markThreadRead, { ...closed.at(id), body: { commentId: first.id } }, closed.mehmet)
    expect((await closed.see(closed.mehmet, id)).thread.unread).toBe(0)
  } finally {
    await other.close()
  }
})

test('a thousand comments a minute are slowed down, and only whose they are', async () => {
  const other = await startApi()
  try {
    const busy = await aThreadRoom(other)
    const { id } = await busy.start(busy.ahmad)
    const sent = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) => busy.sendReply(busy.ahmad, id, { text: `${n}` })),
    )
    const refused = sent.filter(({ statusCode }) => statusCode !== 200)
    expect(refused.length).toBeGreaterThan(900)
    expect(new Set(refused.map((response) => JSON.stringify(refusal(response))))).toEqual(
      new Set([JSON.stringify([429, 'slow_down'])]),
    )
    expect((await busy.sendReply(busy.mehmet, id)).statusCode).toBe(200)
  } finally {
    await other.close()
  }
})
