import { closeDue } from '@meydan/server/features/decisions/closing'
import * as decisions from '@meydan/shared/contracts/decisions'
import { readWaiting } from '@meydan/shared/contracts/follow-up'
import { eraseMyText } from '@meydan/shared/contracts/history'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, startApi } from './api.ts'
import { aMeetingRoom, type Seated } from './voice-story.ts'

const DAY_MS = 24 * 60 * 60 * 1000
let now = new Date()
const clock = () => now
const pass = (days: number) => (now = new Date(now.getTime() + days * DAY_MS))
const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString()

let api: Api
let room: Awaited<ReturnType<typeof aMeetingRoom>>
let ahmad: Seated
let mehmet: Seated
let ida: Seated
let expert: Seated

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' }, { clock })
  room = await aMeetingRoom(api)
  ahmad = await room.sit('Ahmad', 'civil')
  mehmet = await room.sit('Mehmet', 'public')
  ida = await room.sit('Ida', 'neutral', 'observer')
  expert = await room.sit('Eva', 'civil', 'expert')
})
afterAll(() => api.close())

const at = (decisionId: string) => ({ params: { ...room.params, decisionId } })
const proposal = (change: object = {}) => ({
  ...{ title: 'Kreş açalım', text: '', rule: 'consent' as const, quorum: 'half_each_side' as const },
  ...{ closesAt: inDays(3), ...change },
})
const make = async (change: object = {}, who = room.facilitator) =>
  (await api.call(decisions.propose, { params: room.params, body: proposal(change) }, who)).decision
const say = (who: Seated, id: string, kind: decisions.StanceKind, reason = '') =>
  api.send(decisions.takeStance, { ...at(id), body: { kind, reason } }, who)
const see = async (id: string, who = ida) => (await api.call(decisions.readDecision, at(id), who)).decision
const close = () => closeDue({ db: api.db, log: api.app.log, clock })
const list = (query: Record<string, string>) => api.call(decisions.listDecisions, { params: room.params, query }, ida)

test('organisations speak, change their word, and what they said before stays; others may not', async () => {
  const { id } = await make()
  expect((await say(mehmet, id, 'object')).json()).toMatchObject({ code: 'invalid' })
  expect((await say(mehmet, id, 'object', 'Yer yok')).statusCode).toBe(200)
  expect((await say(mehmet, id, 'agree')).statusCode).toBe(200)
  for (const who of [ida, expert, room.facilitator]) expect((await say(who, id, 'agree')).statusCode).toBe(403)
  const { stances, awaited, tally } = await see(id)
  expect(stances).toMatchObject([{ kind: 'agree', earlier: [{ kind: 'object', reason: 'Yer yok' }] }])
  expect([awaited.length, tally!.all]).toEqual([1, { agree: 1, object: 0, abstain: 0, silent: 1 }])
  const waits = async (who: Seated) => (await api.call(readWaiting, {}, who)).things.some((thing) => thing.id === id)
  expect([await waits(ahmad), await waits(mehmet)]).toEqual([true, false])
  const edit = (body: object) => api.send(decisions.editDecision, { ...at(id), body }, room.facilitator)
  expect((await edit({ title: 'Başka' })).statusCode).toBe(409)
  expect((await edit({ closesAt: inDays(1) })).statusCode).toBe(409)
  expect((await edit({ closesAt: inDays(5) })).statusCode).toBe(200)
  expect((await api.send(decisions.withdrawDecision, at(id), mehmet)).statusCode).toBe(403)
  expect((await api.call(decisions.withdrawDecision, at(id), room.facilitator)).decision.state).toBe('withdrawn')
})

test('too few: its time is extended once by as long as it was open, then it ends; two runs at once count once', async () => {
  const { id } = await make()
  await say(mehmet, id, 'agree')
  pass(3)
  expect((await say(ahmad, id, 'agree')).json()).toMatchObject({ code: 'decision_closed' })
  const runs = await Promise.all([close(), close()])
  expect(runs.flat()).toHaveLength(1)
  expect(await see(id)).toMatchObject({ state: 'open', closesAt: inDays(3), extendedAt: now.toISOString() })
  pass(3)
  expect((await Promise.all([close(), close()])).flat()).toHaveLength(1)
  expect(await see(id)).toMatchObject({ state: 'no_quorum', tally: { all: { agree: 1, silent: 1 } } })
  const told = await api.db.selectFrom('notification').select('kind').where('decisionId', '=', id).execute()
  expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['proposal', 'decision']))
})

test('bad times, records, search in Turkish and Arabic letters, pages, and erasing', async () => {
  const bad = async (change: object) =>
    (await api.send(decisions.propose, { params: room.params, body: proposal(change) }, ahmad)).json().fields
  expect(await bad({ closesAt: inDays(-1) })).toEqual([{ path: 'closesAt', problem: 'deadline_past' }])
  expect(await bad({ closesAt: inDays(400) })).toEqual([{ path: 'closesAt', problem: 'deadline_far' }])
  const record = (change: object = {}) => ({
    params: room.params,
    body: { title: 'IŞIK yansın', text: '', state: 'agreed' as const, decidedAt: inDays(-1), ...change },
  })
  const unknown = record({ voteId: crypto.randomUUID() })
  expect((await api.send(decisions.recordDecision, unknown, room.facilitator)).statusCode).toBe(400)
  expect((await api.send(decisions.recordDecision, record(), ahmad)).statusCode).toBe(403)
  await api.call(decisions.recordDecision, record(), room.facilitator)
  const arabic = await make({ title: 'مدرسة جديدة' }, ahmad)
  await say(ahmad, arabic.id, 'object', 'gizli sebep')
  expect((await list({ q: 'ışık' })).decisions.map(({ title }) => title)).toEqual(['IŞIK yansın'])
  expect((await list({ q: 'مدرسة' })).decisions.map(({ id }) => id)).toEqual([arabic.id])
  for (let count = 0; count < 31; count += 1) await make({ closesAt: inDays(4) })
  const first = await list({})
  const second = await list({ before: first.next! })
  const ids = [...first.decisions, ...second.decisions].map(({ id }) => id)
  expect([first.decisions.length, new Set(ids).size, second.next]).toEqual([30, ids.length, null])
  expect(ids[0]).toBe(arabic.id)
  await api.call(eraseMyText, { params: room.params }, ahmad)
  expect(await see(arabic.id)).toMatchObject({ title: '', seatId: null, stances: [{ reason: '', seatId: null }] })
})
