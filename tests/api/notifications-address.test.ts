import { unsubscribeToken } from '@meydan/server/features/notifications/unsubscribing'
import { linkToken } from '@meydan/server/access/tokens'
import {
  confirmAddress,
  editNotificationSettings,
  giveAddress,
  readNotificationSettings,
  readUnsubscription,
  unsubscribe,
  usualWish,
} from '@meydan/shared/contracts/notifications'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../support/stories.ts'
import { HOST, refusal } from './api.ts'
import { NOW, type Notifying, startNotifying } from './notifications-story.ts'

let story: Notifying
beforeAll(async () => {
  story = await startNotifying()
})
afterAll(() => story.api.close())
beforeEach(async () => {
  story.setTime(NOW)
  await story.forget()
})

const give = (actor: Actor, email: string | null) => story.api.send(giveAddress, { body: { email } }, actor)
const confirm = (token: string) => story.api.send(confirmAddress, { body: { token } })
const addressOf = async (actor: Actor) => (await story.api.call(readNotificationSettings, {}, actor)).settings.address
const tokens = async () =>
  (await story.mails())
    .map(({ text }) => /\/confirm-address#([\w-]+)/.exec(text)?.[1])
    .filter((token) => token !== undefined)
const never = { mentions: 'never', others: 'never' } as const

test('an address counts once its link was followed, once, and only the last one', async () => {
  const { room, say, atOnce, db } = story
  const answer = await give(room.public, ' mehmet@example.org ')
  expect(answer.json().settings.address).toEqual({ email: 'mehmet@example.org', isConfirmed: false, isAccount: false })
  await say('bir', { by: room.civil, to: [room.public] })
  await atOnce()
  expect((await story.mails()).map(({ subject }) => subject)).toEqual(['Meydan: confirm your address'])
  const [first] = await tokens()
  expect(JSON.stringify(await db.selectFrom('guestAddress').selectAll().execute())).not.toContain(first)
  await give(room.public, 'mehmet@example.org')
  const second = (await tokens()).find((token) => token !== first)!
  expect(refusal(await confirm(first!))).toEqual([404, 'link_unknown'])
  expect(await addressOf(room.public)).toMatchObject({ isConfirmed: false })
  expect((await confirm(second)).json()).toEqual({ email: 'mehmet@example.org' })
  expect(refusal(await confirm(second))).toEqual([410, 'link_used'])
  expect(await addressOf(room.public)).toMatchObject({ isConfirmed: true })
  await atOnce()
  expect((await story.mails()).map(({ subject }) => subject)).toContain('Meydan: you were mentioned')
  await give(room.public, 'mehmet@example.org')
  expect(await addressOf(room.public), 'what is confirmed stays so').toMatchObject({ isConfirmed: true })
  expect(await story.mails()).toHaveLength(3)
  await give(room.public, null)
  expect(await addressOf(room.public)).toBeNull()
})

test('a link ends after three days, and others are none', async () => {
  const { room, setTime, api } = story
  await give(room.public, 'mehmet@example.org')
  const [token] = await tokens()
  setTime('2027-03-04T09:00:01Z')
  expect(refusal(await confirm(token!))).toEqual([410, 'link_expired'])
  setTime('2027-03-04T09:00:00Z')
  const invitation = linkToken(api.secret, 'invitation', room.roomId)
  const letters = unsubscribeToken(api.secret, { personId: room.public.personId, roomId: null })
  for (const wrong of [`${token}x`, token!.slice(1), invitation, letters, 'ş', '../x']) {
    expect(refusal(await confirm(wrong))).toEqual([404, 'link_unknown'])
  }
  expect((await confirm(token!)).statusCode).toBe(200)
})

test('what is no address, or more than one, is refused and nothing kept', async () => {
  const { room } = story
  const odd = [
    'mehmet',
    'a@example.org\r\nBcc: b@example.org',
    'a@example.org\nb@example.org',
    'a@example.org, b@example.org',
    'Ada <a@example.org>',
    'a@example.org\0',
    `${'a'.repeat(250)}@example.org`,
    '',
  ]
  for (const email of odd) {
    expect(refusal(await give(room.public, email)), email).toEqual([
      400,
      'invalid',
      [{ path: 'email', problem: 'email' }],
    ])
  }
  expect([await addressOf(room.public), await story.mails()]).toEqual([null, []])
})

test('somebody else’s address hears of it three times a day at most, and the answer is the same', async () => {
  const { room, setTime } = story
  await story.withAccount(room.facilitator, 'zeynep@example.org')
  const answers = []
  for (const actor of [room.public, room.civil, room.observer, room.expert]) {
    answers.push((await give(actor, actor === room.civil ? 'ZEYNEP@example.org' : 'zeynep@example.org')).json())
  }
  expect(answers.map(({ settings }) => settings.address.isConfirmed)).toEqual([false, false, false, false])
  const free = (await give(room.outsider, 'nobody@example.org')).json()
  expect({ ...free.settings.address, email: '' }).toEqual({ ...answers[0].settings.address, email: '' })
  const toZeynep = async () => (await story.mails()).filter(({ recipient }) => /zeynep/i.test(recipient))
  expect(await toZeynep()).toHaveLength(3)
  await story.say('bir', { by: room.civil, to: [room.public] })
  await story.atOnce()
  await story.digests()
  expect(await toZeynep(), 'nothing but the question').toHaveLength(3)
  expect((await toZeynep()).map(({ text }) => text).join()).not.toMatch(/Mehmet|Ortak oda/)
  setTime('2027-03-02T09:00:00Z')
  await give(room.expert, 'zeynep@example.org')
  expect(await toZeynep()).toHaveLength(4)
})

test('an account’s address is its own', async () => {
  const { room } = story
  await story.withAccount(room.facilitator, 'zeynep@example.org')
  expect(await addressOf(room.facilitator)).toEqual({ email: 'zeynep@example.org', isConfirmed: true, isAccount: true })
  expect(refusal(await give(room.facilitator, 'other@example.org'))).toEqual([403, 'forbidden'])
})

const letters = (roomId: string | null) =>
  unsubscribeToken(story.api.secret, { personId: story.room.public.personId, roomId })
const wishes = async () => {
  const { all, rooms } = (await story.api.call(readNotificationSettings, {}, story.room.public)).settings
  return [all, rooms[0]!.wish]
}

test('a letter’s link says what it would end, ends it, and has it again; without a cookie', async () => {
  const { room, api } = story
  const token = letters(room.roomId)
  expect(await api.call(readUnsubscription, { body: { token } })).toEqual({ roomName: 'Ortak oda', wish: usualWish })
  expect(await wishes()).toEqual([usualWish, null])
  expect(await api.call(unsubscribe, { body: { token } })).toEqual({ wish: never })
  expect(await wishes()).toEqual([usualWish, never])
  await api.call(unsubscribe, { body: { token, wish: usualWish } })
  expect(await wishes()).toEqual([usualWish, usualWish])

  const all = letters(null)
  expect(await api.call(readUnsubscription, { body: { token: all } })).toEqual({ roomName: null, wish: usualWish })
  await api.call(unsubscribe, { body: { token: all } })
  expect(await wishes(), 'a room of its own ends too').toEqual([never, null])
  await api.call(editNotificationSettings, { body: { roomId: room.roomId, wish: usualWish } }, room.public)
  expect((await api.call(readUnsubscription, { body: { token: all } })).wish).toEqual(usualWish)
  expect(await wishes(), 'of nobody else').toEqual([never, usualWish])
  expect((await api.call(readNotificationSettings, {}, room.civil)).settings.all).toEqual(usualWish)
})

test('a token that is another’s, of another kind or changed ends nothing', async () => {
  const { room, api } = story
  const token = letters(room.roomId)
  const flipped = `${token.slice(0, -1)}${token.endsWith('A') ? 'Q' : 'A'}`
  const others = [
    unsubscribeToken('another secret', { personId: room.public.personId, roomId: null }),
    linkToken(api.secret, 'invitation', room.roomId),
    ...[flipped, `${token}A`, token.slice(4), `${token}=`, 'x'.repeat(43), 'ş', room.public.personId],
    unsubscribeToken(api.secret, { personId: crypto.randomUUID(), roomId: null }),
    unsubscribeToken(api.secret, { personId: room.public.personId, roomId: crypto.randomUUID() }),
  ]
  for (const wrong of others) {
    expect(refusal(await api.send(unsubscribe, { body: { token: wrong } })), wrong).toEqual([404, 'link_unknown'])
    expect((await oneClick(wrong)).statusCode, wrong).toBe(404)
  }
  expect(await wishes()).toEqual([usualWish, null])
})

const FORM = 'application/x-www-form-urlencoded'
const oneClick = (
  token: string,
  { headers = {}, payload = '' as string | undefined, method = 'POST' as 'POST' | 'GET' } = {},
) =>
  story.api.app.inject({
    method,
    url: `/api/unsubscribe/${encodeURIComponent(token)}`,
    headers: { host: HOST, ...headers },
    ...(payload !== undefined && method === 'POST' && { payload }),
  })

test('a mail program ends letters with one press, from wherever, with a form or without', async () => {
  const { room, api } = story
  const token = letters(room.roomId)
  const again = () => api.call(unsubscribe, { body: { token, wish: usualWish } })
  const body = 'List-Unsubscribe=One-Click'
  const boundary = 'b'
  const multipart = `--b\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n`
  const ways = [
    { headers: { 'content-type': FORM }, payload: body },
    { headers: { 'content-type': `${FORM}; charset=utf-8`, origin: 'https://mail.example.com' }, payload: body },
    { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, payload: multipart },
    { headers: { 'content-type': FORM }, payload: '' },
    { headers: {}, payload: undefined },
  ]
  for (const way of ways) {
    await again()
    expect((await oneClick(token, way)).statusCode, JSON.stringify(way)).toBe(200)
    expect((await wishes())[1]).toEqual(never)
  }
  await again()
  const json = await oneClick(token, { headers: { 'content-type': 'application/json' }, payload: '{}' })
  expect(refusal(json)).toEqual([415, 'unsupported_media'])
  const long = await oneClick(token, { headers: { 'content-type': FORM }, payload: 'x'.repeat(5_000) })
  expect(refusal(long)).toEqual([413, 'too_large'])
  expect((await wishes())[1]).toEqual(usualWish)
})

test('who only looks at a link changes nothing, and is shown the page', async () => {
  const { room } = story
  const token = letters(room.roomId)
  const looked = await oneClick(token, { method: 'GET' })
  expect([looked.statusCode, looked.headers.location]).toEqual([303, `/unsubscribe#${token}`])
  expect(await wishes()).toEqual([usualWish, null])
  const odd = await oneClick('//evil.example\r\nx: y', { method: 'GET' })
  expect(odd.headers.location).toMatch(/^\/unsubscribe#[\w%.-]+$/)
})

test('forms are for that path alone: no other takes one, or comes without our page', async () => {
  const { app } = story.api
  const headers = { host: HOST, 'content-type': FORM }
  const send = (url: string, more = {}) =>
    app.inject({ method: 'POST', url, headers: { ...headers, ...more }, payload: 'token=x' })
  expect(refusal(await send('/api/unsubscribe'))).toEqual([403, 'foreign_origin'])
  const own = { origin: `http://${HOST}`, 'x-meydan': '1' }
  expect(refusal(await send('/api/unsubscribe', own))).toEqual([415, 'unsupported_media'])
  expect(refusal(await send('/api/unsubscribe/read', own))).toEqual([415, 'unsupported_media'])
})
