import {
  createInvitation,
  listInvitations,
  previewInvitation,
  redeemInvitation,
  revokeInvitation,
} from '@meydan/shared/contracts/invites'
import { editRoom, editSeat, readRoom, removeSeat } from '@meydan/shared/contracts/rooms'
import { readSession } from '@meydan/shared/contracts/session'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, cookieOf, refusal, startApi } from './api.ts'
import { countRows, rowsHolding } from './rows.ts'
import { aGuest, aLink, anOrganiser, aProgramme, aRoom, arrival, aWorkshop, municipality, ngo } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '100' })
  workshop = await aWorkshop(api)
})
afterAll(() => api.close())

/** A room of its own, so that names and colours of other tests don't matter. */
async function freshRoom(audience?: 'joint' | 'civil' | 'public') {
  const { room } = await aRoom(api, workshop.organiser, workshop.programme.id, audience)
  return { room, link: await aLink(api, workshop.organiser, room.id) }
}

describe('a link', () => {
  test('used fifty times at once lets exactly as many in as it says', async () => {
    const { room } = await freshRoom()
    const link = await aLink(api, workshop.organiser, room.id, { maxUses: 5 })
    const before = await countRows(api)
    const responses = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        api.send(redeemInvitation, arrival(link.token, `Arrival ${index}`, workshop.host)),
      ),
    )
    const codes = responses.map((response) => (response.statusCode === 200 ? 'in' : response.json().code))
    expect(codes.filter((code) => code === 'in')).toHaveLength(5)
    expect(codes.filter((code) => code === 'invitation_used_up')).toHaveLength(45)
    const after = await countRows(api)
    for (const table of ['seat', 'person', 'session']) expect(after[table]! - before[table]!, table).toBe(5)
    const seats = await api.db.selectFrom('seat').select('colour').where('invitationId', '=', link.id).execute()
    expect(new Set(seats.map(({ colour }) => colour)).size).toBe(5)
    const row = await api.db.selectFrom('invitation').select('uses').where('id', '=', link.id).executeTakeFirst()
    expect(row?.uses).toBe(5)
  })

  test('is nowhere in the database, and its holder is told only what the join screen shows', async () => {
    expect(workshop.link.token).toMatch(/^[\w-]{22}$/)
    expect(await rowsHolding(api, workshop.link.token)).toEqual([])
    expect(await rowsHolding(api, workshop.room.id)).not.toEqual([])
    const preview = await api.call(previewInvitation, { body: { token: workshop.link.token } })
    expect(preview).toMatchObject({
      roomName: 'Ortak oda',
      programmeName: 'Komşuluk',
      hostName: 'KADEM',
      role: 'participant',
      audience: 'joint',
      language: 'tr',
      alreadyIn: null,
    })
    expect(JSON.stringify(preview)).not.toContain(workshop.room.id)
  })

  test('is shown again to those who may manage it', async () => {
    const { invitations } = await api.call(
      listInvitations,
      { params: { roomId: workshop.room.id } },
      workshop.organiser,
    )
    expect(invitations.find(({ id }) => id === workshop.link.id)?.token).toBe(workshop.link.token)
  })

  test('that is unknown, expired, used up or revoked says which, and leaves no row behind', async () => {
    const { room } = await freshRoom()
    const expired = await aLink(api, workshop.organiser, room.id)
    await api.db
      .updateTable('invitation')
      .set({ expiresAt: new Date(0) })
      .where('id', '=', expired.id)
      .execute()
    const usedUp = await aLink(api, workshop.organiser, room.id, { maxUses: 1 })
    await aGuest(api, usedUp.token, 'The Only One', workshop.host)
    const revoked = await aLink(api, workshop.organiser, room.id)
    const params = { roomId: room.id, invitationId: revoked.id }
    await api.call(revokeInvitation, { params, body: { removePeople: false } }, workshop.organiser)
    const before = await countRows(api)
    for (const [token, expected] of [
      ['nonsense', [404, 'invitation_unknown']],
      ['', [404, 'invitation_unknown']],
      [expired.token, [410, 'invitation_expired']],
      [usedUp.token, [410, 'invitation_used_up']],
      [revoked.token, [410, 'invitation_revoked']],
    ] as const) {
      const response = await api.send(redeemInvitation, arrival(token, 'Too Late', { add: ngo('Too Late') }))
      expect(refusal(response)).toEqual(expected)
      expect(response.headers['set-cookie']).toBeUndefined()
      expect(refusal(await api.send(previewInvitation, { body: { token } }))).toEqual(expected)
    }
    expect(await countRows(api)).toEqual(before)
  })

  test('for one organisation is good for no other', async () => {
    const { room } = await freshRoom()
    const own = await aLink(api, workshop.organiser, room.id, { organisationId: workshop.host.id })
    const preview = await api.call(previewInvitation, { body: { token: own.token } })
    expect(preview.organisations).toEqual([{ ...workshop.host, name: 'KADEM', side: 'civil' }])
    const response = await api.send(redeemInvitation, arrival(own.token, 'Someone', { add: ngo('Other') }))
    expect(refusal(response)).toEqual([400, 'invalid', [{ path: 'organisation', problem: 'organisation_of_link' }]])
    await aGuest(api, own.token, 'Someone', workshop.host)
  })

  test('for a facilitator or expert has a name and one use', async () => {
    const params = { roomId: workshop.room.id }
    const body = { role: 'expert' as const, expiresInHours: 1, maxUses: 1 }
    const nameless = await api.send(createInvitation, { params, body }, workshop.organiser)
    expect(refusal(nameless)).toEqual([400, 'invalid', [{ path: 'label', problem: 'name_empty' }]])
    const many = await api.send(
      createInvitation,
      { params, body: { ...body, label: 'Dr. Ak', maxUses: 2 } },
      workshop.organiser,
    )
    expect(refusal(many)).toEqual([400, 'invalid', [{ path: 'maxUses', problem: 'named_link_once' }]])
  })

  test('cannot be made for an organisation of another programme', async () => {
    const other = await anOrganiser(api, workshop.administrator, 'Foreign Organiser')
    const { hostOrganisationId: organisationId } = await aProgramme(api, other, 'Foreign Host')
    const body = { role: 'participant' as const, expiresInHours: 1, maxUses: 1, organisationId }
    const response = await api.send(
      createInvitation,
      { params: { roomId: workshop.room.id }, body },
      workshop.organiser,
    )
    expect(refusal(response)).toEqual([400, 'invalid', [{ path: 'organisationId', problem: 'organisation_unknown' }]])
    const foreign = arrival(workshop.link.token, 'Someone', { id: organisationId })
    expect(refusal(await api.send(redeemInvitation, foreign))[2]).toEqual([
      { path: 'organisation', problem: 'organisation_unknown' },
    ])
  })
})

describe('a guest', () => {
  test('has a seat, a session and a cookie that opens the room', async () => {
    const { room, link } = await freshRoom()
    api.told.length = 0
    const response = await api.send(
      redeemInvitation,
      arrival(link.token, ' Hasan  Yıldız ', { add: municipality('Seyhan Belediyesi') }),
    )
    expect(response.json()).toEqual({ roomId: room.id, waits: false })
    expect(api.told).toEqual([room.id])
    const cookie = cookieOf(response)
    const { me } = await api.call(readSession, {}, { cookie })
    expect(me).toMatchObject({ name: 'Hasan Yıldız', isGuest: true, email: null, language: 'tr' })
    const view = await api.call(readRoom, { params: { roomId: room.id } }, { cookie })
    expect(view.room.mySeat).toMatchObject({
      name: 'Hasan Yıldız',
      organisationName: 'Seyhan Belediyesi',
      side: 'public',
      role: 'participant',
      colour: 1,
      removedAt: null,
    })
    expect(view.room.may.sort()).toEqual([
      'answer.ask',
      'answer.give',
      'answer.view',
      'clause.speak',
      'decision.propose',
      'decision.speak',
      'decision.view',
      'document.read',
      'document.write',
      'history.read',
      'meeting.reply',
      'meeting.view',
      'minutes.write',
      'monitoring.view',
      'note.draft',
      'ownText.erase',
      'plan.write',
      'presence.show',
      'question.ask',
      'question.view',
      'record.restore',
      'room.view',
      'signing.sign',
      'signing.view',
      'stage.view',
      'table.view',
      'thread.view',
      'thread.write',
      'voice.use',
      'voice.view',
      'vote.cast',
      'vote.proxy',
      'vote.view',
    ])
  })

  test('who comes back needs no use of the link, even when it opens no more', async () => {
    const { room } = await freshRoom()
    const link = await aLink(api, workshop.organiser, room.id, { maxUses: 1 })
    const guest = await aGuest(api, link.token, 'Returning', workshop.host)
    const preview = await api.call(previewInvitation, { body: { token: link.token } }, guest)
    expect(preview.alreadyIn).toBe(room.id)
    const again = await api.send(redeemInvitation, arrival(link.token, 'Whoever', { add: ngo('Never Added') }), guest)
    expect(again.json()).toEqual({ roomId: room.id, waits: false })
    expect(again.headers['set-cookie']).toBeUndefined()
    expect(await rowsHolding(api, 'Never Added')).toEqual([])
  })

  test('who was shown out stays out, with any link, until let in again', async () => {
    const { room, link } = await freshRoom()
    const guest = await aGuest(api, link.token, 'Shown Out', workshop.host)
    const { room: view } = await api.call(readRoom, { params: { roomId: room.id } }, guest)
    const params = { roomId: room.id, seatId: view.mySeat.id }
    const announced = api.announced()
    await api.call(removeSeat, { params }, workshop.organiser)
    expect(api.announced()).toBe(announced + 1)
    const fresh = await aLink(api, workshop.organiser, room.id)
    for (const { token } of [link, fresh]) {
      const response = await api.send(redeemInvitation, arrival(token, 'Shown Out', workshop.host), guest)
      expect(refusal(response)).toEqual([403, 'seat_revoked'])
    }
    expect(refusal(await api.send(previewInvitation, { body: { token: link.token } }, guest))[1]).toBe('seat_revoked')
    expect(refusal(await api.send(readRoom, { params: { roomId: room.id } }, guest))).toEqual([403, 'seat_revoked'])
    await api.call(editSeat, { params, body: { removed: false } }, workshop.organiser)
    expect((await api.send(readRoom, { params: { roomId: room.id } }, guest)).statusCode).toBe(200)
  })

  test.each(['Defne Uysal', 'DEFNE UYSAL', 'defne  uysal', 'Défne Uysal', 'Defne Uysal (facilitator)'])(
    'cannot pass for somebody present: %s',
    async (name) => {
      const { link } = await freshRoom()
      const before = await countRows(api)
      const response = await api.send(redeemInvitation, arrival(link.token, name, { add: ngo(`Org ${name}`) }))
      expect(refusal(response)).toEqual([409, 'name_taken', [{ path: 'name', problem: 'name_taken' }]])
      expect(await countRows(api)).toEqual(before)
    },
  )

  test.each(['Dеfne Uysal', 'Defne Uуsal'])('cannot with letters of another alphabet: %s', async (name) => {
    const { link } = await freshRoom()
    const response = await api.send(redeemInvitation, arrival(link.token, name, workshop.host))
    expect(refusal(response)).toEqual([400, 'invalid', [{ path: 'name', problem: 'name_mixed' }]])
    const whole = await api.send(redeemInvitation, arrival(link.token, 'Зоя Ζωή زينب', workshop.host))
    expect(whole.statusCode).toBe(200)
  })

  test('of twenty with one name arriving at once by two links, one gets it', async () => {
    const { room, link } = await freshRoom()
    const second = await aLink(api, workshop.organiser, room.id)
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        api.send(redeemInvitation, arrival(index % 2 ? link.token : second.token, 'Ayşe', workshop.host)),
      ),
    )
    expect(responses.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
    expect(responses.filter(({ statusCode }) => statusCode === 409)).toHaveLength(19)
    const links = await api.db.selectFrom('invitation').select('uses').where('roomId', '=', room.id).execute()
    expect(links.reduce((sum, { uses }) => sum + uses, 0)).toBe(1)
  })

  test.each([
    ['control character', 'A\u0007da', 'name_deceptive'],
    ['right-to-left override', 'Ada\u202Egnp', 'name_deceptive'],
    ['zero-width space', 'A\u200Bda', 'name_deceptive'],
    ['61 characters', 'x'.repeat(61), 'name_too_long'],
    ['300 KB pasted', 'x'.repeat(200_000), 'name_too_long'],
    ['nothing', '', 'name_empty'],
    ['spaces', '   ', 'name_empty'],
    ['signs alone', '!!!', 'name_empty'],
  ])('with a bad name (%s) is told so, and nothing is kept', async (_, name, problem) => {
    const { link } = await freshRoom()
    const before = await countRows(api)
    const response = await api.send(redeemInvitation, arrival(link.token, name, { add: ngo('Half Made') }))
    expect(refusal(response)).toEqual([400, 'invalid', [{ path: 'name', problem }]])
    const added = await api.send(redeemInvitation, arrival(link.token, 'Fine Name', { add: ngo(name) }))
    expect(refusal(added)).toEqual([400, 'invalid', [{ path: 'organisation.add.name', problem }]])
    expect(await countRows(api)).toEqual(before)
  })

  test('who has a long but allowed name is let in', async () => {
    const { link } = await freshRoom()
    expect((await aGuest(api, link.token, '😀'.repeat(59) + 'x', workshop.host)).me.name).toHaveLength(119)
  })
})

describe('an organisation added on arrival', () => {
  test.each([
    ['İZMİR Belediyesi', 'izmir belediyesi'],
    ['IĞDIR Valiliği', 'ığdır valiliği'],
    ['Çukurova Derneği', 'CUKUROVA DERNEGI'],
    ['جمعية الأمل', 'جمعية الامل'],
  ])('%s is the same as %s', async (first, second) => {
    const { room, link } = await freshRoom()
    await aGuest(api, link.token, 'First', { add: ngo(first) })
    const before = await countRows(api)
    const response = await api.send(redeemInvitation, arrival(link.token, 'Second', { add: ngo(second) }))
    expect(refusal(response)).toEqual([
      409,
      'organisation_exists',
      [{ path: 'organisation.add.name', problem: 'organisation_exists' }],
    ])
    expect(await countRows(api)).toEqual(before)
    const { uses } = await api.db
      .selectFrom('invitation')
      .select('uses')
      .where('roomId', '=', room.id)
      .executeTakeFirstOrThrow()
    expect(uses).toBe(1)
  })

  test('by twenty people at once is there once, and nobody is half in', async () => {
    const { room, link } = await freshRoom()
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        api.send(redeemInvitation, arrival(link.token, `Person ${index}`, { add: ngo('Aynı Anda Derneği') })),
      ),
    )
    expect(responses.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
    const seats = await api.db.selectFrom('seat').select('id').where('roomId', '=', room.id).execute()
    expect(seats).toHaveLength(2)
  })
})

describe('a room for one side', () => {
  test('takes no participants of the other, and offers only organisations that fit', async () => {
    const { room, link } = await freshRoom('public')
    const preview = await api.call(previewInvitation, { body: { token: link.token } })
    expect(preview.organisations.every(({ side }) => side !== 'civil')).toBe(true)
    for (const organisation of [workshop.host, { add: ngo('Yanlış Taraf') }]) {
      const response = await api.send(redeemInvitation, arrival(link.token, 'Wrong Side', organisation))
      expect(refusal(response)).toEqual([400, 'invalid', [{ path: 'organisation', problem: 'organisation_side' }]])
    }
    await aGuest(api, link.token, 'Right Side', { add: municipality('Yüreğir Belediyesi') })
    const watching = await aLink(api, workshop.organiser, room.id, { role: 'observer' })
    await aGuest(api, watching.token, 'Watching', workshop.host)
  })
})

describe('revoking a link', () => {
  test('can take back the seats of those who came by it', async () => {
    const { room, link } = await freshRoom()
    const guests = [
      await aGuest(api, link.token, 'One', workshop.host),
      await aGuest(api, link.token, 'Two', workshop.host),
    ]
    const params = { roomId: room.id, invitationId: link.id }
    const announced = api.announced()
    const kept = await api.call(revokeInvitation, { params, body: { removePeople: false } }, workshop.organiser)
    expect(kept.removed).toBe(0)
    expect(api.announced()).toBe(announced)
    const closed = await api.call(revokeInvitation, { params, body: { removePeople: true } }, workshop.organiser)
    expect(closed.removed).toBe(2)
    expect(closed.invitation.revokedAt).toBe(kept.invitation.revokedAt)
    expect(api.announced()).toBe(announced + 1)
    for (const guest of guests) {
      expect(refusal(await api.send(readRoom, { params: { roomId: room.id } }, guest))[1]).toBe('seat_revoked')
    }
  })

  test('of another room is not found', async () => {
    const { link } = await freshRoom()
    const params = { roomId: workshop.room.id, invitationId: link.id }
    const response = await api.send(revokeInvitation, { params, body: { removePeople: true } }, workshop.organiser)
    expect(refusal(response)).toEqual([404, 'not_found'])
  })
})

test('an archived room takes nobody in and gives out no links, but can be read', async () => {
  const { room, link } = await freshRoom()
  const guest = await aGuest(api, link.token, 'Early', workshop.host)
  const params = { roomId: room.id }
  await api.call(editRoom, { params, body: { archived: true } }, workshop.organiser)
  const before = await countRows(api)
  const late = await api.send(redeemInvitation, arrival(link.token, 'Late', workshop.host))
  expect(refusal(late)).toEqual([409, 'room_archived'])
  const body = { role: 'participant' as const, expiresInHours: 1, maxUses: 1 }
  expect(refusal(await api.send(createInvitation, { params, body }, workshop.organiser))).toEqual([
    409,
    'room_archived',
  ])
  expect(await countRows(api)).toEqual(before)
  const view = await api.call(readRoom, { params }, guest)
  expect(view.room.may).not.toContain('document.write')
})

test('an account holder takes a seat under the name of their account', async () => {
  const { room, link } = await freshRoom()
  const person = await anOrganiser(api, workshop.administrator, 'Serkan Tekin')
  const response = await api.send(redeemInvitation, arrival(link.token, 'Another Name', workshop.host), person)
  expect(response.headers['set-cookie']).toBeUndefined()
  const { room: view } = await api.call(readRoom, { params: { roomId: room.id } }, person)
  expect(view.mySeat).toMatchObject({ name: 'Serkan Tekin', isGuest: false })
})
