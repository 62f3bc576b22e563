import { decideArrivals, listArrivals } from '@meydan/shared/contracts/arrivals'
import {
  listInvitations,
  previewInvitation,
  redeemInvitation,
  revokeInvitation,
} from '@meydan/shared/contracts/invites'
import { editRoom, readRoom } from '@meydan/shared/contracts/rooms'
import { editMe } from '@meydan/shared/contracts/session'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../support/until.ts'
import { type Api, cookieOf, startApi, startApiForTest } from './api.ts'
import { aGuest, aLink, arrival, aWorkshop, type Person } from './stories.ts'

let api: Api
let organiser: Person
let host: { id: string }
let params: { roomId: string }
let token: string

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000', CALL_HOSTS: 'meet.example.org' })
  const workshop = await aWorkshop(api)
  organiser = workshop.organiser
  host = workshop.host
  params = { roomId: workshop.room.id }
  token = workshop.link.token
})
afterAll(() => api.close())

const refused = async (sent: ReturnType<Api['send']>) => {
  const answer = await sent
  return [answer.statusCode, answer.json().code]
}

const knock = async (name: string) => {
  const response = await api.send(redeemInvitation, arrival(token, name, host))
  expect(response.json()).toEqual({ roomId: params.roomId, waits: true })
  return { cookie: cookieOf(response) }
}
const waiting = async () => (await api.call(listArrivals, { params }, organiser)).arrivals

describe('with a facilitator at the door', () => {
  beforeAll(() => api.call(editRoom, { params, body: { lobby: 'approval' } }, organiser))

  test('nobody gets a seat before a facilitator says so, and the first who came is first', async () => {
    const [leyla, mehmet] = [await knock('Leyla'), await knock('Mehmet')]
    expect(await refused(api.send(readRoom, { params }, leyla))).toEqual([403, 'awaiting_admission'])
    const arrivals = await waiting()
    expect(arrivals.map(({ name }) => name)).toEqual(['Leyla', 'Mehmet'])
    const answer = { params, body: { arrivalIds: [arrivals[0]!.id], admit: true } }
    expect(await api.call(decideArrivals, answer, organiser)).toEqual({ decided: 1 })
    expect((await api.call(readRoom, { params }, leyla)).room.mySeat.name).toBe('Leyla')
    expect(await refused(api.send(readRoom, { params }, mehmet))).toEqual([403, 'awaiting_admission'])
  })

  test('of two facilitators who decide at once, one does', async () => {
    await knock('Ahmad')
    const arrivalIds = (await waiting()).map(({ id }) => id)
    const both = await Promise.all(
      [true, false].map((admit) => api.call(decideArrivals, { params, body: { arrivalIds, admit } }, organiser)),
    )
    expect(both.map(({ decided }) => decided).toSorted()).toEqual([0, arrivalIds.length])
    expect(await waiting()).toEqual([])
  })

  test('who was turned away is told so, and may ask again', async () => {
    const ida = await knock('Ida')
    const { id } = (await waiting())[0]!
    await api.call(decideArrivals, { params, body: { arrivalIds: [id], admit: false } }, organiser)
    expect(await refused(api.send(readRoom, { params }, ida))).toEqual([403, 'not_admitted'])
    await api.call(redeemInvitation, arrival(token, 'Ida', host), ida)
    expect((await waiting()).map(({ name }) => name)).toEqual(['Ida'])
  })

  test('nobody waits under the name of somebody who waits or is in', async () => {
    await knock('Zeynep')
    for (const name of ['ZEYNEP', 'Leyla']) {
      expect(await refused(api.send(redeemInvitation, arrival(token, name, host)))).toEqual([409, 'name_taken'])
    }
  })

  test('a link for one named person leads straight in', async () => {
    const link = await aLink(api, organiser, params.roomId, { role: 'expert' })
    const { lobby } = await api.call(previewInvitation, { body: { token: link.token } })
    expect(lobby).toBe('open')
    const expert = await aGuest(api, link.token, 'Uzman', host)
    expect((await api.call(readRoom, { params }, expert)).room.mySeat.role).toBe('expert')
  })

  test('who waits takes nobody’s name meanwhile', async () => {
    const selin = await knock('Selin')
    for (const name of ['Leyla', 'ZEYNEP', 'Defne Uysal']) {
      expect(await refused(api.send(editMe, { body: { name } }, selin))).toEqual([409, 'name_taken'])
    }
    await api.call(editMe, { body: { name: 'Selin K.' } }, selin)
    expect((await waiting()).map(({ name }) => name)).toContain('Selin K.')
  })

  test('asking again while one waits takes no more of the link', async () => {
    const uses = async () =>
      (await api.call(listInvitations, { params }, organiser)).invitations.find((each) => each.token === token)!.uses
    const deniz = await knock('Deniz')
    const before = await uses()
    const again = await api.call(redeemInvitation, arrival(token, 'Deniz', host), deniz)
    expect([again.waits, await uses()]).toEqual([true, before])
    expect((await waiting()).filter(({ name }) => name === 'Deniz')).toHaveLength(1)
  })

  test('who came in another way meanwhile waits no more, and keeps nobody else out', async () => {
    const [ece, suna] = [await knock('Ece'), await knock('Suna')]
    const named = await aLink(api, organiser, params.roomId, { role: 'expert' })
    const before = (await waiting()).filter(({ name }) => name === 'Ece' || name === 'Suna')
    await api.call(redeemInvitation, arrival(named.token, 'Ece', host), ece)
    expect((await waiting()).map(({ name }) => name)).not.toContain('Ece')
    const arrivalIds = before.map(({ id }) => id)
    expect(await api.call(decideArrivals, { params, body: { arrivalIds, admit: true } }, organiser)).toEqual({
      decided: 1,
    })
    expect((await api.call(readRoom, { params }, suna)).room.mySeat.name).toBe('Suna')
  })

  test('who waits by a link whose people are removed waits no more', async () => {
    const link = await aLink(api, organiser, params.roomId)
    const lost = { cookie: cookieOf(await api.send(redeemInvitation, arrival(link.token, 'Kaçak', host))) }
    const close = { params: { ...params, invitationId: link.id }, body: { removePeople: true } }
    await api.call(revokeInvitation, close, organiser)
    expect((await waiting()).map(({ name }) => name)).not.toContain('Kaçak')
    expect(await refused(api.send(readRoom, { params }, lost))).toEqual([403, 'not_admitted'])
  })

  test('who doesn’t lead learns nothing and decides nothing', async () => {
    const { id } = (await waiting())[0]!
    const guest = await aGuest(
      api,
      (await aLink(api, organiser, params.roomId, { role: 'expert' })).token,
      'Öteki',
      host,
    )
    const act = { params, body: { arrivalIds: [id], admit: true } }
    expect(await refused(api.send(decideArrivals, act, guest))).toEqual([403, 'forbidden'])
    expect(await refused(api.send(listArrivals, { params }, guest))).toEqual([403, 'forbidden'])
  })
})

describe('with a passphrase', () => {
  test('it must be set, is never told, and opens however it is typed', async () => {
    const before = { params, body: { lobby: 'passphrase' as const } }
    expect(await refused(api.send(editRoom, before, organiser))).toEqual([400, 'invalid'])
    const set = { params, body: { lobby: 'passphrase' as const, passphrase: 'mavi kapı yedi' } }
    const answer = await api.send(editRoom, set, organiser)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).not.toContain('mavi')
    const wrong = arrival(token, 'Nur', host)
    expect(await refused(api.send(redeemInvitation, wrong))).toEqual([403, 'passphrase_wrong'])
    const right = { body: { ...wrong.body, passphrase: ' Mavi  kapı yedi' } }
    expect((await api.send(redeemInvitation, right)).json()).toEqual({ roomId: params.roomId, waits: false })
    // It stays when only something else of the room changes.
    await api.call(editRoom, { params, body: { lobby: 'passphrase', name: 'Ortak oda' } }, organiser)
    expect(await refused(api.send(redeemInvitation, arrival(token, 'Can', host)))).toEqual([403, 'passphrase_wrong'])
  })
})

test('a passphrase can’t be guessed by the hundred', async () => {
  const own = await startApiForTest()
  const { link, room, organiser: lead, host: at } = await aWorkshop(own)
  const body = { lobby: 'passphrase' as const, passphrase: 'mavi kapı yedi' }
  await own.call(editRoom, { params: { roomId: room.id }, body }, lead)
  const guess = (of: string) =>
    refused(own.send(redeemInvitation, { body: { ...arrival(of, 'Nur', at).body, passphrase: 'a guess' } }))
  expect(await guess(link.token)).toEqual([403, 'passphrase_wrong'])
  // By address, whatever link: these cost no hashing here.
  await Promise.all(Array.from({ length: 149 }, () => guess('no such link')))
  expect(await guess(link.token)).toEqual([429, 'slow_down'])
})

test('who came by an open door that closes in that moment is asked to look again', async () => {
  const own = await startApiForTest()
  const { link, room, host: at } = await aWorkshop(own)
  const comes = await own.db.transaction().execute(async (trx) => {
    await trx.updateTable('room').set({ lobby: 'approval' }).where('id', '=', room.id).execute()
    const coming = refused(own.send(redeemInvitation, arrival(link.token, 'Selin', at)))
    const waits = sql<{ count: number }>`select count(*)::integer as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    await until(async () => (await waits.execute(own.db)).rows[0]!.count > 0)
    return { coming }
  })
  expect(await comes.coming).toEqual([409, 'conflict'])
})

describe('a place for calls', () => {
  const set = (call: { url: string; embedded: boolean } | null) =>
    api.send(editRoom, { params, body: { call } }, organiser)

  test('https only, and inside the room only where the operator allows it', async () => {
    for (const url of ['http://meet.example.org/a', 'javascript:alert(1)', 'data:text/html,x']) {
      expect(await refused(set({ url, embedded: false }))).toEqual([400, 'invalid'])
    }
    expect(await refused(set({ url: 'https://elsewhere.example/a', embedded: true }))).toEqual([
      400,
      'call_not_allowed',
    ])
    expect((await set({ url: 'https://elsewhere.example/a', embedded: false })).statusCode).toBe(200)
    const answer = await set({ url: 'https://meet.example.org/a', embedded: true })
    expect(answer.json().room.call).toEqual({ url: 'https://meet.example.org/a', embedded: true })
    expect(answer.headers['content-security-policy']).toContain("frame-src 'self' https://meet.example.org")
    expect(answer.headers['permissions-policy']).toContain('camera=(self "https://meet.example.org")')
    expect((await set(null)).json().room.call).toBeNull()
  })

  test('without such hosts, nothing of others may be framed or use a camera', async () => {
    const plain = await startApi()
    const { headers } = await plain.send(previewInvitation, { body: { token: 'x' } })
    expect(headers['content-security-policy']).not.toContain('frame-src')
    expect(headers['permissions-policy']).toContain('camera=()')
    await plain.close()
  })
})
