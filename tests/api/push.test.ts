import { wakeDevices } from '@meydan/server/features/push/wake.job'
import { notify } from '@meydan/server/notify/notify'
import { readPush, subscribePush, unsubscribePush } from '@meydan/shared/contracts/push'
import { createECDH } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { consultationRoom, type Story } from '../support/stories.ts'
import { type Api, refusal, startApi } from './api.ts'

const pair = createECDH('prime256v1')
pair.generateKeys()
const PUSH_KEY = pair.getPrivateKey().toString('base64url').padStart(43, 'A')
const ADDRESS = 'https://fcm.googleapis.com/fcm/send/'

let api: Api
let story: Story
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000', PUSH_KEY, MAIL_FROM: 'Meydan <meydan@example.org>' })
})
beforeEach(async () => {
  await api.db.deleteFrom('pushSubscription').execute()
  await api.db.deleteFrom('notification').execute()
  story = await consultationRoom(api.db)
})
afterAll(() => api?.close())

const subscribe = (endpoint: string, who = story.civil) => api.call(subscribePush, { body: { endpoint } }, who)

type Call = { address: string; init: RequestInit }

/** Runs the job; `answer` is what push services say. Returns what they were asked. */
async function wake(answer: () => Response = () => new Response(null, { status: 201 })): Promise<Call[]> {
  const calls: Call[] = []
  const send = (async (address: string, init: RequestInit) => {
    calls.push({ address, init })
    return answer()
  }) as typeof fetch
  const log = { info: () => {}, error: () => {} }
  await wakeDevices({ config: api.config, clock: () => new Date(), send }).take({}, { db: api.db, log })
  return calls
}

/** Somebody named whoever has this seat. */
async function mention(seatId = story.civil.seatId): Promise<void> {
  const thread = { roomId: story.roomId, anchor: 'room' }
  const { id: threadId } = await api.db.insertInto('thread').values(thread).returning('id').executeTakeFirstOrThrow()
  const commentId = crypto.randomUUID()
  await api.db
    .insertInto('comment')
    .values({ id: commentId, threadId, seatId: story.public.seatId, text: 'gizli söz' })
    .execute()
  const news = { kind: 'mention' as const, threadId, commentId, roomId: story.roomId }
  await notify(api.db, { ...news, bySeatId: story.public.seatId, toSeatIds: [seatId] })
}

test('a device is woken once for what its person was told, and learns nothing by it', async () => {
  await subscribe(`${ADDRESS}a`)
  await mention()
  const [call, ...more] = await wake()
  expect(more).toEqual([])
  expect(call!.address).toBe(`${ADDRESS}a`)
  expect(call!.init.body).toBeUndefined()
  expect(call!.init).toMatchObject({ method: 'POST', redirect: 'manual' })
  const headers = call!.init.headers as Record<string, string>
  expect(headers['authorization']).toMatch(/^vapid t=[\w-]+\.[\w-]+\.[\w-]+, k=[\w-]+$/)
  expect(JSON.stringify(call)).not.toContain('gizli')
  expect(await wake()).toEqual([])
})

test('two nodes wake a device once', async () => {
  await subscribe(`${ADDRESS}b`)
  await mention()
  const calls = await Promise.all([wake(), wake(), wake()])
  expect(calls.flat()).toHaveLength(1)
})

test('nobody is woken for what they read, for what is old, or after they signed out', async () => {
  await subscribe(`${ADDRESS}c`)
  await mention()
  await api.db.updateTable('notification').set({ readAt: new Date() }).execute()
  expect(await wake()).toEqual([])
  await mention()
  await api.db
    .updateTable('notification')
    .set({ createdAt: new Date(Date.now() - 3_600_000), readAt: null })
    .execute()
  expect(await wake()).toEqual([])
  await api.db.deleteFrom('session').where('id', '=', story.civil.sessionId).execute()
  await mention()
  expect(await wake()).toEqual([])
  expect(await api.db.selectFrom('pushSubscription').selectAll().execute()).toEqual([])
})

test('a device that is gone is forgotten; one whose service fails, after a while', async () => {
  await subscribe(`${ADDRESS}gone`)
  await mention()
  await wake(() => new Response(null, { status: 410 }))
  expect(await api.db.selectFrom('pushSubscription').selectAll().execute()).toEqual([])
  await subscribe(`${ADDRESS}away`)
  for (let minute = 0; minute < 10; minute++) {
    await mention()
    expect(await wake(() => Response.error())).toHaveLength(1)
  }
  expect(await api.db.selectFrom('pushSubscription').selectAll().execute()).toEqual([])
})

test('a device is its last user’s, says whether it is kept, and can be let go', async () => {
  await subscribe(`${ADDRESS}shared`)
  const kept = (who = story.civil) => api.call(readPush, { query: { endpoint: `${ADDRESS}shared` } }, who)
  expect(await kept()).toMatchObject({ isKept: true, publicKey: pair.getPublicKey('base64url') })
  await subscribe(`${ADDRESS}shared`, story.public)
  expect((await kept()).isKept).toBe(false)
  expect((await kept(story.public)).isKept).toBe(true)
  await api.call(unsubscribePush, { body: { endpoint: `${ADDRESS}shared` } }, story.civil)
  expect((await kept(story.public)).isKept).toBe(true)
  await api.call(unsubscribePush, { body: { endpoint: `${ADDRESS}shared` } }, story.public)
  expect((await kept(story.public)).isKept).toBe(false)
})

test('nobody makes this server call other addresses', async () => {
  for (const endpoint of ['https://169.254.169.254/', 'http://fcm.googleapis.com/x', 'https://example.org/x', 'x']) {
    const refused = await api.send(subscribePush, { body: { endpoint } }, story.civil)
    expect(refusal(refused)).toEqual([400, 'invalid', [{ path: 'endpoint', problem: 'other' }]])
  }
})

test('without a key there is no push', async () => {
  const silent = await startApi()
  const other = await consultationRoom(silent.db)
  expect(await silent.call(readPush, { query: {} }, other.civil)).toEqual({ publicKey: null, isKept: false })
  const refused = await silent.send(subscribePush, { body: { endpoint: `${ADDRESS}x` } }, other.civil)
  expect(refusal(refused)).toEqual([404, 'not_found'])
  await silent.close()
})
