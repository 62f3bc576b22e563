import { castProxy, closeVote, deleteProxy, type VoteView } from '@meydan/shared/contracts/votes'
import type { CallOf } from '@meydan/shared/contracts/contract'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { aWorkshop, type Person } from './stories.ts'
import { aVotingRoom, sums, type Voter, type VotingRoom } from './voting.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let room: VotingRoom
let laptop: Voter
let phone: Voter
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
})
afterAll(() => api.close())
beforeEach(async () => {
  room = await aVotingRoom(api, workshop)
  laptop = await room.sit('public', 'Laptop')
  phone = await room.sit('civil', 'Phone')
})

type Entry = CallOf<typeof castProxy>['body']

function enter(who: Person, vote: VoteView, entry: Entry, proxyId: string = crypto.randomUUID()) {
  return api.send(castProxy, { params: { ...room.at, voteId: vote.id, proxyId }, body: entry }, who)
}
const close = async (vote: VoteView) =>
  (await api.call(closeVote, { params: { ...room.at, voteId: vote.id } }, workshop.organiser)).vote
const tooMany = [409, 'counted_at_table']

test('a laptop enters ballots for people in the room, marked as such in the result', async () => {
  const tableId = await room.table(laptop, { civil: 4 }, [laptop])
  const vote = await room.make({ budget: 2, mostPerOption: 2 })
  const [water, school] = [room.option(vote, 'Water'), room.option(vote, 'School')]
  const proxyId = crypto.randomUUID()
  const entry = { tableId, side: 'civil' as const, people: 3, dots: { [water]: 4, [school]: 2 } }
  for (const _ of ['once', 'sent again']) {
    const seen: VoteView = (await enter(laptop, vote, entry, proxyId)).json().vote
    expect(seen.proxies).toEqual([{ ...entry, id: proxyId, positions: {} }])
    expect(seen.tables).toEqual([{ tableId, name: 'Table 1', left: { civil: 1, public: 0, neutral: 0 } }])
    expect(seen.turnout).toEqual({ voted: 3, of: 5 })
  }
  await enter(laptop, vote, { ...entry, dots: { [water]: 5 } }, proxyId)
  await room.give(phone, vote, 'School', 1)
  const { result, ...closed } = await close(vote)
  expect([closed.proxies, closed.tables]).toEqual([[], []])
  expect(result).toMatchObject({ voters: { civil: 4 }, byProxy: { civil: 3 }, eligible: { civil: 4, public: 1 } })
  expect(result!.options.map(({ byProxy }) => byProxy)).toEqual([5, 0, 0])
  expect(sums({ ...closed, result })).toMatchObject({ Water: [5, 0, 0], School: [1, 0, 0] })
})

test('ids in capitals are the same ids: such entries don’t keep a vote from closing', async () => {
  const tableId = await room.table(laptop, { civil: 4 })
  const vote = await room.make({ budget: 1 })
  const water = room.option(vote, 'Water')
  for (const id of [water, water.toUpperCase()]) {
    const sent = await enter(laptop, vote, { tableId, side: 'civil', people: 1, dots: { [id]: 1 } })
    expect(sent.statusCode, sent.body).toBe(200)
  }
  expect(sums(await close(vote))).toMatchObject({ Water: [2, 0, 0] })
})

test('positions are entered as counts', async () => {
  const tableId = await room.table(laptop, { civil: 4 })
  const vote = await room.make({ kind: 'positions', on: ['Clause 1'] })
  const [option] = vote.options
  const positions = { [option!.id]: { agree: 2, object: 1, abstain: 0 } }
  expect((await enter(laptop, vote, { tableId, side: 'civil', people: 3, positions })).statusCode).toBe(200)
  const more = { [option!.id]: { agree: 1, object: 1, abstain: 0 } }
  const refused = await enter(laptop, vote, { tableId, side: 'civil', people: 1, positions: more })
  expect(refusal(refused)).toEqual([409, 'over_budget'])
  const { result } = await close(vote)
  expect(result!.options[0]).toMatchObject({ agree: { civil: 2 }, object: { civil: 1 }, byProxy: 3 })
})

test('nobody is counted twice: neither phone after laptop nor laptop after phone', async () => {
  const second = await room.sit('civil', 'Second phone')
  const tableId = await room.table(laptop, { civil: 2 }, [laptop, phone, second])
  const vote = await room.make()
  await room.give(phone, vote, 'Water', 1)
  const dots = {}
  expect(refusal(await enter(laptop, vote, { tableId, side: 'civil', people: 2, dots }))).toEqual(tooMany)
  expect(refusal(await enter(laptop, vote, { tableId, side: 'public', people: 1, dots }))).toEqual(tooMany)
  const proxyId = crypto.randomUUID()
  expect((await enter(laptop, vote, { tableId, side: 'civil', people: 1, dots }, proxyId)).statusCode).toBe(200)
  expect(refusal(await room.dots(second, vote, 'Water', 1))).toEqual(tooMany)
  // Who has voted may change their mind, also until nothing is left of it.
  await room.give(phone, vote, 'Water', 0)
  await room.give(second, vote, 'School', 1)
  expect(refusal(await room.dots(phone, vote, 'Water', 1))).toEqual(tooMany)
  const params = { ...room.at, voteId: vote.id, proxyId }
  for (const _ of [1, 2]) await api.call(deleteProxy, { params }, laptop)
  await room.give(phone, vote, 'Water', 1)
  expect((await close(vote)).result).toMatchObject({ voters: { civil: 2 }, byProxy: { civil: 0 } })
})

test('an entry is no larger than its people’s ballots', async () => {
  const tableId = await room.table(laptop, { civil: 5 })
  const vote = await room.make({ budget: 2, mostPerOption: 1 })
  const [water, school, work] = ['Water', 'School', 'Work'].map((label) => room.option(vote, label))
  const entry = { tableId, side: 'civil' as const, people: 2 }
  for (const dots of [{ [water!]: 3 }, { [water!]: 2, [school!]: 2, [work!]: 1 }]) {
    expect(refusal(await enter(laptop, vote, { ...entry, dots }))).toEqual([409, 'over_budget'])
  }
  const strange = { ...entry, dots: { [crypto.randomUUID()]: 1 } }
  expect(refusal(await enter(laptop, vote, strange))).toEqual([404, 'not_found'])
  const none = { [water!]: { agree: 1, object: 0, abstain: 0 } }
  expect(refusal(await enter(laptop, vote, { ...entry, positions: none }))[1]).toBe('invalid')
})

test('only a table’s laptop, its host and who leads enter, for open tables, in votes of persons', async () => {
  const tableId = await room.table(laptop, { civil: 5 })
  const vote = await room.make()
  const entry = { tableId, side: 'civil' as const, people: 1, dots: {} }
  expect(refusal(await enter(phone, vote, entry))).toEqual([403, 'forbidden'])
  expect((await enter(workshop.organiser, vote, entry)).statusCode).toBe(200)
  expect((await room.see(phone, vote)).tables).toEqual([])
  expect(refusal(await enter(laptop, vote, { ...entry, tableId: crypto.randomUUID() }))).toEqual([404, 'not_found'])
  const shared = await room.make({ budgetOf: 'organisation' })
  expect(refusal(await enter(laptop, shared, entry))[1]).toBe('invalid')
  const other = await room.make()
  const proxyId = crypto.randomUUID()
  await enter(laptop, other, entry, proxyId)
  expect(refusal(await enter(laptop, vote, entry, proxyId))).toEqual([409, 'conflict'])
  await api.db.updateTable('roomTable').set({ state: 'closed' }).where('id', '=', tableId).execute()
  expect(refusal(await enter(laptop, vote, entry))).toEqual([409, 'table_closed'])
  await close(other)
  expect(refusal(await enter(laptop, other, entry))).toEqual([409, 'vote_closed'])
})

test('what a table entered is seen by that table, and by nobody else', async () => {
  const tableId = await room.table(laptop, { civil: 5 })
  const vote = await room.make()
  await enter(laptop, vote, { tableId, side: 'civil', people: 1, dots: { [room.option(vote, 'Water')]: 1 } })
  expect((await room.see(laptop, vote)).proxies).toHaveLength(1)
  for (const who of [phone, workshop.organiser]) expect((await room.see(who, vote)).proxies).toEqual([])
})
