import { readWaiting } from '@meydan/shared/contracts/follow-up'
import { hideObjects } from '@meydan/shared/contracts/stage'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { planWith } from '../support/plans.ts'
import { type AskingRoom, anAskingRoom, startTimedApi, TODAY } from './answers-story.ts'
import { type Api, refusal } from './api.ts'
import { putActions } from './follow-up-story.ts'
import type { Person } from './stories.ts'

let api: Api
let room: AskingRoom
let planId: string
let now = new Date(`${TODAY}T09:00:00Z`)
let setTime: (time: string) => void

beforeAll(async () => {
  const timed = await startTimedApi()
  api = timed.api
  setTime = (time) => {
    timed.setTime(time)
    now = new Date(time.includes('T') ? time : `${time}T09:00:00Z`)
  }
  setTime(TODAY)
  room = await anAskingRoom(api)
})
afterAll(() => api.close())
beforeEach(async () => {
  setTime(TODAY)
  for (const table of ['planAction', 'ask'] as const) {
    await api.db.deleteFrom(table).execute()
  }
  planId = await planWith(api.db, room.room.id, () => {})
})

const waiting = (who: Pick<Person, 'cookie'>) => api.call(readWaiting, {}, who)
const words = async (who: Pick<Person, 'cookie'>) => (await waiting(who)).things.map((thing) => thing.words)
const municipality = () => room.asked.organisationId

test('what waits: answers, signatures and actions, the late first, of my organisation and where I may', async () => {
  await putActions(api, planId, [
    { title: 'Late', due: '2027-02-20', responsible: municipality() },
    { title: 'Mine', due: '2027-03-08', responsible: room.other.organisationId, person: room.asked.seatId },
    { title: 'In eight days', due: '2027-03-09', responsible: municipality() },
    { title: 'Done', due: '2027-02-20', status: 'done', responsible: municipality() },
    { title: 'Theirs', due: '2027-02-20', responsible: room.other.organisationId },
  ])
  const ask = await room.ask({ replyBy: '2027-03-04' })
  const version = { documentId: planId, note: '', signBy: '2027-03-06', content: Buffer.from('{}') }
  const freeze = async (number: number, organisationId: string) => {
    const { id } = await api.db
      .insertInto('frozenVersion')
      .values({ ...version, number, hash: Buffer.alloc(32) })
      .returning('id')
      .executeTakeFirstOrThrow()
    await api.db.insertInto('signatory').values({ versionId: id, organisationId }).execute()
    return id
  }
  await freeze(1, municipality())
  const versionId = await freeze(2, municipality())
  const { things, today, count } = await waiting(room.asked)
  expect(things.map(({ kind, words: about, day, isOverdue, isMine }) => [kind, about, day, isOverdue, isMine])).toEqual(
    [
      ['action', 'Late', '2027-02-20', true, false],
      ['answer', ask.words, '2027-03-04', false, false],
      ['sign', 'Test plan', '2027-03-06', false, false],
      ['action', 'Mine', '2027-03-08', false, true],
    ],
  )
  expect([today, count]).toEqual([TODAY, 4])
  expect(things[2]!.id).toBe(versionId)
  expect(await words(room.other)).toEqual(['Theirs', 'Mine'])
  expect(await words(room.asking)).toEqual([])
  const signature = { versionId, organisationId: municipality(), position: 1, byName: 'M', kind: 'confirm', words: '' }
  await api.db.insertInto('signature').values(signature).execute()
  await room.answer(ask.id, { kind: 'accepted' })
  expect(await words(room.asked)).toEqual(['Late', 'Mine'])
  await api.db.updateTable('seat').set({ removedAt: now }).where('id', '=', room.asked.seatId).execute()
  expect(await waiting(room.asked)).toMatchObject({ things: [], count: 0 })
  await api.db.updateTable('seat').set({ removedAt: null }).where('id', '=', room.asked.seatId).execute()
  expect(refusal(await api.send(readWaiting, {}))).toEqual([401, 'signed_out'])
})

test('what is said to be done waits for those who asked, until fourteen days have passed', async () => {
  const ask = await room.ask()
  await room.answer(ask.id, { kind: 'accepted' })
  await room.claim(ask.id)
  const [thing] = (await waiting(room.asking)).things
  expect(thing).toMatchObject({ kind: 'confirm', id: ask.id, day: '2027-03-15', organisation: 'Şahinbey Belediyesi' })
  expect(await words(room.asked)).toEqual([])
  setTime('2027-03-15')
  expect(await words(room.asking)).toHaveLength(1)
  setTime('2027-03-16')
  expect(await words(room.asking)).toEqual([])
})

test('what a facilitator has hidden is not told, and ten thousand actions are counted at once', async () => {
  const note = { kind: 'note' as const, documentId: room.boardId, recordId: room.noteId }
  await room.ask({ subject: note })
  expect(await words(room.asked)).toEqual(['Kreş yok'])
  const body = { documentId: room.boardId, recordIds: [room.noteId] }
  await api.call(hideObjects, { params: room.params, body }, room.facilitator)
  expect(await words(room.asked)).toEqual([''])
  const many = Array.from({ length: 2_000 }, (_, index) => ({
    title: `${index}`,
    due: '2027-02-01',
    responsible: municipality(),
  }))
  for (let part = 0; part < 5; part += 1) await putActions(api, planId, many)
  const { things, count } = await waiting(room.asked)
  expect([things.length, count]).toEqual([60, 10_001])
})
