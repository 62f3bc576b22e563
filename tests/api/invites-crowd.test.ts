import { redeemInvitation, revokeInvitation } from '@meydan/shared/contracts/invites'
import { readRoom } from '@meydan/shared/contracts/rooms'
import { readSession } from '@meydan/shared/contracts/session'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, cookieOf, startApi } from './api.ts'
import { countRows } from './rows.ts'
import { aLink, aRoom, arrival, aWorkshop } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '100' })
  workshop = await aWorkshop(api)
})
afterAll(() => api.close())

async function freshLink(maxUses = 100) {
  const { room } = await aRoom(api, workshop.organiser, workshop.programme.id)
  return { room, link: await aLink(api, workshop.organiser, room.id, { maxUses }) }
}

function come(token: string, name: string, organisation: { id: string } = workshop.host) {
  return api.send(redeemInvitation, arrival(token, name, organisation))
}

test('sixty who come at once share a few transactions, and each is in as themselves', async () => {
  const { room, link } = await freshLink()
  const names = Array.from({ length: 60 }, (_, index) => `Gelen ${index}`)
  const responses = await Promise.all(names.map((name) => come(link.token, name)))
  expect(responses.map(({ statusCode }) => statusCode)).toEqual(names.map(() => 200))
  const known = responses.map(async (response) => {
    const { me } = await api.call(readSession, {}, { cookie: cookieOf(response) })
    return me!.name
  })
  expect(await Promise.all(known)).toEqual(names)
  const rows = await api.db
    .selectFrom('seat')
    .select(['colour', sql<string>`seat.xmin::text`.as('written')])
    .where('invitationId', '=', link.id)
    .execute()
  expect(new Set(rows.map(({ written }) => written)).size).toBeLessThan(15)
  // Sixty and the organiser's own on twelve colours.
  const counts = [...Map.groupBy(rows, ({ colour }) => colour).values()].map(({ length }) => length)
  expect(counts).toHaveLength(12)
  expect([Math.min(...counts), Math.max(...counts)]).toEqual([expect.toBeOneOf([4, 5]), expect.toBeOneOf([5, 6])])
  // Listed in one order, whoever asks.
  const { room: view } = await api.call(readRoom, { params: { roomId: room.id } }, workshop.organiser)
  const again = await api.call(readRoom, { params: { roomId: room.id } }, { cookie: cookieOf(responses[7]!) })
  expect(again.room.seats).toEqual(view.seats)
  const moments = await api.db.selectFrom('seat').select('createdAt').where('invitationId', '=', link.id).execute()
  expect(moments).toHaveLength(60)
  const { distinct } = await api.db
    .selectFrom('seat')
    .select(sql<number>`count(distinct created_at)::integer`.as('distinct'))
    .where('invitationId', '=', link.id)
    .executeTakeFirstOrThrow()
  expect(distinct).toBe(60)
})

test('one who may not come in is no matter of those who come in the same moment', async () => {
  const { link } = await freshLink()
  const before = await countRows(api)
  const elsewhere = { id: crypto.randomUUID() }
  // Who comes first is served alone, the others together.
  const responses = await Promise.all([
    come(link.token, 'İlk'),
    come(link.token, 'Ayşe'),
    come(link.token, ' AYŞE '),
    come(link.token, 'Bora', elsewhere),
    come(link.token, 'Cem'),
    come(link.token, '...'),
    come(link.token, 'Derya'),
  ])
  const codes = responses.map((response) => (response.statusCode === 200 ? 'in' : response.json().code))
  expect(codes).toEqual(['in', 'in', 'name_taken', 'invalid', 'in', 'invalid', 'in'])
  const after = await countRows(api)
  for (const table of ['seat', 'person', 'session']) expect(after[table]! - before[table]!, table).toBe(4)
  const { uses } = await api.db
    .selectFrom('invitation')
    .select('uses')
    .where('id', '=', link.id)
    .executeTakeFirstOrThrow()
  expect(uses).toBe(4)
})

test('who fails leaves their use of the link to whoever comes next', async () => {
  const { link } = await freshLink(3)
  const names = ['İlk', 'Ece', 'ece', 'Filiz', 'Gül']
  const responses = await Promise.all(names.map((name) => come(link.token, name)))
  const codes = responses.map((response) => (response.statusCode === 200 ? 'in' : response.json().code))
  expect(codes).toEqual(['in', 'in', 'name_taken', 'in', 'invitation_used_up'])
})

test('a link that is revoked while many come lets in only those who are counted', async () => {
  const { room, link } = await freshLink()
  const coming = Promise.all(Array.from({ length: 40 }, (_, index) => come(link.token, `Geç ${index}`)))
  const params = { roomId: room.id, invitationId: link.id }
  await api.call(revokeInvitation, { params, body: { removePeople: false } }, workshop.organiser)
  const late = await come(link.token, 'Çok geç')
  expect(late.json().code).toBe('invitation_revoked')
  const codes = (await coming).map((response) => (response.statusCode === 200 ? 'in' : response.json().code))
  expect([...new Set(codes)].filter((code) => code !== 'in' && code !== 'invitation_revoked')).toEqual([])
  const seats = await api.db.selectFrom('seat').select('id').where('invitationId', '=', link.id).execute()
  expect(seats).toHaveLength(codes.filter((code) => code === 'in').length)
})
