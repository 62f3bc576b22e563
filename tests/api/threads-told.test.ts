import { editComment, markThreadRead, MENTIONS_MAX } from '@meydan/shared/contracts/threads'
import { removeSeat } from '@meydan/shared/contracts/rooms'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { anOrganiser, aProgramme, aRoom } from './stories.ts'
import { aThreadRoom, mentionOf, type ThreadRoom } from './threads-story.ts'
import type { Seated } from './voice-story.ts'

let api: Api
let room: ThreadRoom
let ahmad: Seated
let mehmet: Seated
let expert: Seated

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  room = await aThreadRoom(api)
  ;({ ahmad, mehmet } = room)
  expert = await room.sit('Ayla', 'neutral', 'expert')
})
afterAll(() => api.close())
beforeEach(async () => {
  await api.db.deleteFrom('notification').execute()
  api.told.length = 0
})

/** Who was told of what, as `Name kind`, in any order. */
async function told(): Promise<string[]> {
  const rows = await api.db
    .selectFrom('notification')
    .innerJoin('person', 'person.id', 'personId')
    .select(['person.name', 'notification.kind'])
    .execute()
  return rows.map(({ name, kind }) => `${name} ${kind}`).sort()
}

const organisationOf = async (who: Seated) => {
  const row = api.db.selectFrom('seat').select('organisationId').where('id', '=', who.seatId)
  return (await row.executeTakeFirstOrThrow()).organisationId
}

test('who is named is told, once, and pushed to after the commit; who says it is not', async () => {
  const text = `${mentionOf('seat', mehmet.seatId)} ${mentionOf('seat', mehmet.seatId)} ${mentionOf('seat', ahmad.seatId)}`
  const { isMine } = await room.start(ahmad, { text })
  expect([await told(), isMine]).toEqual([['Mehmet mention'], true])
  expect(api.told).toEqual([`news ${mehmet.me.id}`, `${room.roomId} threads`])
})

test('an organisation is everybody of it in the room', async () => {
  const organisationId = await organisationOf(mehmet)
  const colleague = await room.sit('Zeynep', 'public')
  await api.db.updateTable('seat').set({ organisationId }).where('id', '=', colleague.seatId).execute()
  const { id } = await room.start(ahmad, { text: `Kim? ${mentionOf('organisation', organisationId)}` })
  expect(await told()).toEqual(['Mehmet mention', 'Zeynep mention'])
  const mine = async (who: Seated) => (await room.list(who, { mine: 'true' })).threads.map((thread) => thread.id)
  expect(await mine(colleague)).toContain(id)
  expect(await mine(expert)).not.toContain(id)
})

test('who wrote in a thread hears of an answer, and who is named in it hears that alone', async () => {
  const { id } = await room.start(ahmad)
  await room.reply(mehmet, id)
  await room.reply(mehmet, id)
  await api.db.deleteFrom('notification').execute()
  await room.reply(expert, id, { text: `Evet ${mentionOf('seat', ahmad.seatId)}` })
  expect(await told()).toEqual(['Ahmad mention', 'Mehmet reply'])
})

test('whose note it is hears of a comment, whether rows know it yet or not; of an action also who is to do it', async () => {
  const board = await room.aBoard()
  const [fresh, projected] = [board.note('Tercüman yok', ahmad.seatId), board.note('Otobüs yok', mehmet.seatId)]
  await board.commit()
  await room.start(expert, {}, board.about(fresh))
  expect(await told()).toEqual(['Ahmad comment'])
  await board.project()
  const { id } = await room.start(expert, {}, board.about(projected))
  expect(await told()).toEqual(['Ahmad comment', 'Mehmet comment'])
  await api.db.deleteFrom('notification').execute()
  await room.reply(ahmad, id)
  expect(await told()).toEqual(['Ayla reply', 'Mehmet comment'])
  const plan = await room.aPlan()
  const action = plan.action('Tercüman tutmak', ahmad.seatId)
  plan.plan.edit(action, { person: mehmet.seatId })
  await plan.project()
  await api.db.deleteFrom('notification').execute()
  await room.start(expert, {}, { ...plan.about(action), kind: 'field', field: 'due' })
  expect(await told()).toEqual(['Ahmad comment', 'Mehmet comment'])
})

test('a changed text tells those it names now, and keeps who is named in step', async () => {
  const { id, first } = await room.start(ahmad, { text: `${mentionOf('seat', mehmet.seatId)}, ne dersin?` })
  await api.db.deleteFrom('notification').execute()
  const change = async (text: string) => {
    const { editedAt, createdAt } = (await room.see(ahmad, id)).comments[0]!
    const body = { text, seen: editedAt ?? createdAt }
    return api.send(editComment, { ...room.commentAt(first.id, id), body }, ahmad)
  }
  await change(`${mentionOf('seat', mehmet.seatId)} ve ${mentionOf('seat', expert.seatId)}?`)
  expect(await told()).toEqual(['Ayla mention'])
  await change('Kimse?')
  expect(
    await api.db.selectFrom('commentMention').select('seatId').where('commentId', '=', first.id).execute(),
  ).toEqual([])
  expect((await room.list(mehmet, { mine: 'true' })).threads.map((thread) => thread.id)).not.toContain(id)
})

test('who has no seat in the room can’t be named: removed, of another room, or nobody', async () => {
  const leaver = await room.sit('Leaver', 'public')
  const ofLeaver = await organisationOf(leaver)
  const { id, first } = await room.start(ahmad, { text: `Merhaba ${mentionOf('seat', leaver.seatId)}` })
  await api.call(removeSeat, { params: { roomId: room.roomId, seatId: leaver.seatId } }, room.facilitator)
  const stranger = await anOrganiser(api, room.administrator, 'Other Organiser')
  const { room: elsewhere } = await aRoom(api, stranger, (await aProgramme(api, stranger, 'Başka')).id)
  const theirs = await api.db
    .selectFrom('seat')
    .select(['id', 'organisationId'])
    .where('roomId', '=', elsewhere.id)
    .executeTakeFirstOrThrow()
  await api.db.deleteFrom('notification').execute()
  const before = await api.db.selectFrom('comment').select('id').execute()
  for (const [kind, named] of [
    ['seat', leaver.seatId],
    ['organisation', ofLeaver],
    ['seat', theirs.id],
    ['organisation', theirs.organisationId],
    ['seat', crypto.randomUUID()],
  ] as const) {
    const response = await room.sendStart(ahmad, { text: `Gel ${mentionOf(kind, named)}` })
    expect(refusal(response), kind).toEqual([400, 'invalid', [{ path: 'text', problem: 'not_offered' }]])
  }
  expect(await api.db.selectFrom('comment').select('id').execute()).toEqual(before)
  expect(await told()).toEqual([])
  // Named while they were here: the rest of the text can still be changed.
  const body = { text: `Selam ${mentionOf('seat', leaver.seatId)}`, seen: first.createdAt }
  expect((await api.send(editComment, { ...room.commentAt(first.id, id), body }, ahmad)).statusCode).toBe(200)
})

test('nobody names a whole hall, and what only looks like a mention names nobody', async () => {
  const many = Array.from({ length: MENTIONS_MAX + 1 }, () => mentionOf('seat', crypto.randomUUID())).join(' ')
  const problem = 'too_many_mentions'
  expect(refusal(await room.sendStart(ahmad, { text: many }))).toEqual([400, 'invalid', [{ path: 'text', problem }]])
  for (const text of [`@[room:${mehmet.seatId}]`, '@[seat:1]', `@seat:${mehmet.seatId}`, '@Mehmet'])
    expect((await room.start(ahmad, { text })).first.text).toBe(text)
  expect(await told()).toEqual([])
})

test('the bell rings no more for what was read in its thread', async () => {
  const { id, first } = await room.start(ahmad, { text: `Bakar mısınız ${mentionOf('seat', mehmet.seatId)}` })
  const open = () => api.db.selectFrom('notification').select('kind').where('readAt', 'is', null).execute()
  expect(await open()).toHaveLength(1)
  await api.call(
    markThreadRead,
    { params: { roomId: room.roomId, threadId: id }, body: { commentId: first.id } },
    expert,
  )
  expect(await open()).toHaveLength(1)
  await api.call(
    markThreadRead,
    { params: { roomId: room.roomId, threadId: id }, body: { commentId: first.id } },
    mehmet,
  )
  expect(await open()).toEqual([])
})
