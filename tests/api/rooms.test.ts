import { parseBoard } from '@meydan/shared/documents/board/parse'
import {
  addOrganisation,
  createProgramme,
  deleteOrganisation,
  editOrganisation,
  editProgramme,
  readHome,
  readProgramme,
} from '@meydan/shared/contracts/programmes'
import {
  addBoard,
  createRoom,
  editRoom,
  editSeat,
  readRoom,
  removeSeat,
  renameDocument,
} from '@meydan/shared/contracts/rooms'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Api, refusal, startApi } from './api.ts'
import { countRows } from './rows.ts'
import { aGuest, aLink, anOrganiser, aProgramme, aRoom, aWorkshop, municipality, ngo } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '100' })
  workshop = await aWorkshop(api)
})
afterAll(() => api.close())

async function seatIdOf(roomId: string, personId: string): Promise<string> {
  const rows = api.db.selectFrom('seat').select('id').where('roomId', '=', roomId).where('personId', '=', personId)
  return (await rows.executeTakeFirstOrThrow()).id
}

describe('a programme', () => {
  test('comes with its host, and is on the home page of who made it only', async () => {
    const { organiser, programme, administrator } = workshop
    const home = await api.call(readHome, {}, organiser)
    expect(home.programmes).toContainEqual(programme)
    expect(home.rooms.map(({ id }) => id)).toContain(workshop.room.id)
    expect(home.mayCreateProgramme).toBe(true)
    expect((await api.call(readHome, {}, administrator)).programmes).toEqual([])
    const guest = await aGuest(api, workshop.link.token, 'Home Guest', workshop.host)
    const guestHome = await api.call(readHome, {}, guest)
    expect(guestHome.mayCreateProgramme).toBe(false)
    expect(guestHome.rooms).toMatchObject([{ id: workshop.room.id, role: 'participant' }])
  })

  test('with a bad host leaves nothing behind', async () => {
    const before = await countRows(api)
    const programmes = await api.db.selectFrom('programme').select('id').execute()
    const body = { name: 'Fine', host: ngo('!!!') }
    const response = await api.send(createProgramme, { body }, workshop.organiser)
    expect(refusal(response)).toEqual([400, 'invalid', [{ path: 'host.name', problem: 'name_empty' }]])
    expect(await countRows(api)).toEqual(before)
    expect(await api.db.selectFrom('programme').select('id').execute()).toEqual(programmes)
  })

  test('can be renamed without touching the rest', async () => {
    const programme = await aProgramme(api, workshop.organiser, 'Renamed Host')
    const params = { programmeId: programme.id }
    const body = { name: 'Yeni ad', cities: ['Adana', 'Hatay'] }
    const edited = await api.call(editProgramme, { params, body }, workshop.organiser)
    expect(edited.programme).toEqual({ ...programme, ...body })
    const nothing = await api.call(editProgramme, { params, body: {} }, workshop.organiser)
    expect(nothing.programme).toEqual(edited.programme)
  })
})

describe('an organisation', () => {
  const add = (name: string, programmeId = workshop.programme.id) =>
    api.send(addOrganisation, { params: { programmeId }, body: ngo(name) }, workshop.organiser)

  test.each([
    ['İZMİR Belediyesi', 'izmir belediyesi'],
    ['IĞDIR Belediyesi', 'ığdır belediyesi'],
    ['Şanlıurfa  Kadın-Derneği', 'SANLIURFA KADIN DERNEGI'],
  ])('%s cannot be added again as %s, but in another programme', async (first, second) => {
    expect((await add(first)).statusCode).toBe(200)
    expect(refusal(await add(second))).toEqual([
      409,
      'organisation_exists',
      [{ path: 'name', problem: 'organisation_exists' }],
    ])
    const other = await aProgramme(api, workshop.organiser, 'Host Elsewhere')
    expect((await add(second, other.id)).statusCode).toBe(200)
  })

  test('cannot be renamed to the name of another, but to another spelling of its own', async () => {
    const { organisation } = (await add('Sıcak Yuva')).json()
    await add('Mavi Kapı')
    const params = { programmeId: workshop.programme.id, organisationId: organisation.id }
    const taken = await api.send(editOrganisation, { params, body: { name: 'MAVİ KAPI' } }, workshop.organiser)
    expect(refusal(taken)[1]).toBe('organisation_exists')
    const body = { name: 'SICAK YUVA', side: 'neutral' as const, city: 'Mersin', fields: ['health' as const] }
    const edited = await api.call(editOrganisation, { params, body }, workshop.organiser)
    expect(edited.organisation).toEqual({ ...organisation, ...body })
  })

  test('is removed only when nobody stands for it and no link leads to it', async () => {
    const params = (organisationId: string) => ({ params: { programmeId: workshop.programme.id, organisationId } })
    const unused = (await add('Unused')).json().organisation
    await api.call(deleteOrganisation, params(unused.id), workshop.organiser)
    const again = await api.send(deleteOrganisation, params(unused.id), workshop.organiser)
    expect(refusal(again)).toEqual([404, 'not_found'])
    const seated = (await add('Seated')).json().organisation
    await aGuest(api, workshop.link.token, 'Sitter', { id: seated.id })
    const linked = (await add('Linked')).json().organisation
    await aLink(api, workshop.organiser, workshop.room.id, { organisationId: linked.id })
    for (const { id } of [seated, linked, workshop.host]) {
      const response = await api.send(deleteOrganisation, params(id), workshop.organiser)
      expect(refusal(response)).toEqual([409, 'organisation_in_use'])
    }
  })

  test('of another programme can be neither changed nor removed', async () => {
    const other = await anOrganiser(api, workshop.administrator, 'Org Stranger')
    const { id: programmeId } = await aProgramme(api, other, 'Stranger Host')
    const input = { params: { programmeId, organisationId: workshop.host.id } }
    const edited = await api.send(editOrganisation, { ...input, body: { name: 'Mine Now' } }, other)
    expect(refusal(edited)).toEqual([404, 'not_found'])
    expect(refusal(await api.send(deleteOrganisation, input, other))).toEqual([404, 'not_found'])
  })

  test('counts its people', async () => {
    const { organisations } = await api.call(
      readProgramme,
      { params: { programmeId: workshop.programme.id } },
      workshop.organiser,
    )
    expect(organisations.find(({ name }) => name === 'Seated')?.seats).toBe(1)
    expect(organisations.find(({ name }) => name === 'Linked')?.seats).toBe(0)
  })
})

describe('a new room', () => {
  test('has a board with real frames in its language, and its organisers lead it', async () => {
    const { programme, organiser } = workshop
    const colleague = await anOrganiser(api, workshop.administrator, 'Second Organiser')
    await api.db
      .insertInto('programmeMember')
      .values({
        programmeId: programme.id,
        personId: colleague.me.id,
        organisationId: workshop.host.id,
      })
      .execute()
    const { room, boardId } = await aRoom(api, organiser, programme.id, 'civil')
    expect(room).toMatchObject({
      role: 'facilitator',
      civilSeats: 2,
      publicSeats: 0,
      neutralSeats: 0,
      audience: 'civil',
    })
    const { room: view } = await api.call(readRoom, { params: { roomId: room.id } }, colleague)
    expect(view.documents).toMatchObject([{ id: boardId, kind: 'board', title: 'Pano' }])
    expect(view.seats.map(({ colour, role }) => ({ colour, role }))).toEqual([
      { colour: 0, role: 'facilitator' },
      { colour: 1, role: 'facilitator' },
    ])
    const { bytes } = await api.db
      .selectFrom('documentUpdate')
      .select('bytes')
      .where('documentId', '=', boardId)
      .executeTakeFirstOrThrow()
    const doc = new Y.Doc()
    Y.applyUpdate(doc, bytes)
    expect(parseBoard(doc).frames.map(({ title }) => title)).toContain('İhtiyaç')
  })

  test('that fails half-way is not there at all', async () => {
    const before = await countRows(api)
    // A member whose seat can't be made: the trigger stands for any fault after the room's own row.
    await api.database.pool.query(`
      create function refuse_seat() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger refuse_seat before insert on seat for each row execute function refuse_seat();
    `)
    const body = { name: 'Never', language: 'tr' as const, boardTitle: 'Pano', template: 'needs' as const }
    const input = { params: { programmeId: workshop.programme.id }, body }
    const response = await api.send(createRoom, input, workshop.organiser)
    await api.database.pool.query('drop function refuse_seat cascade')
    expect(refusal(response)).toEqual([500, 'internal'])
    expect(response.body).not.toContain('no"')
    expect(await countRows(api)).toEqual(before)
  })
})

test('a room is changed, archived and brought back; while archived it only changes by being brought back', async () => {
  const { room, boardId } = await aRoom(api, workshop.organiser, workshop.programme.id)
  const params = { roomId: room.id }
  const send = (body: object) => api.send(editRoom, { params, body }, workshop.organiser)
  api.told.length = 0
  expect((await send({ name: 'Yeni oda', purpose: 'İki\r\nsatır' })).json().room).toMatchObject({
    name: 'Yeni oda',
    purpose: 'İki\nsatır',
  })
  expect(api.told).toEqual([room.id])
  const announced = api.announced()
  expect((await send({ archived: true })).json().room.archivedAt).not.toBeNull()
  expect(api.announced()).toBe(announced + 1)
  expect(refusal(await send({ name: 'Other' }))).toEqual([409, 'room_archived'])
  const board = { title: 'Second', template: 'swot' as const }
  const title = { params: { ...params, documentId: boardId }, body: { title: 'X' } }
  const seat = { ...params, seatId: await seatIdOf(room.id, workshop.organiser.me.id) }
  for (const response of [
    await api.send(addBoard, { params, body: board }, workshop.organiser),
    await api.send(renameDocument, title, workshop.organiser),
    await api.send(editSeat, { params: seat, body: { role: 'facilitator' } }, workshop.organiser),
  ]) {
    expect(refusal(response)).toEqual([409, 'room_archived'])
  }
  expect((await send({ archived: false, name: 'Back' })).json().room).toMatchObject({ archivedAt: null, name: 'Back' })
  expect((await api.call(addBoard, { params, body: board }, workshop.organiser)).document.title).toBe('Second')
  expect((await api.call(renameDocument, title, workshop.organiser)).document.title).toBe('X')
})

test('a document of another room is not found by way of this one', async () => {
  const { boardId } = await aRoom(api, workshop.organiser, workshop.programme.id)
  const params = { roomId: workshop.room.id, documentId: boardId }
  const response = await api.send(renameDocument, { params, body: { title: 'Stolen' } }, workshop.organiser)
  expect(refusal(response)).toEqual([404, 'not_found'])
})

describe('the last facilitator', () => {
  test('can be neither removed nor made less', async () => {
    const { room } = await aRoom(api, workshop.organiser, workshop.programme.id)
    const { rows } = await api.database.pool.query<{ id: string; person_id: string }>(
      `select id, person_id from seat where room_id = $1 and role = 'facilitator'`,
      [room.id],
    )
    const own = rows.find((row) => row.person_id === workshop.organiser.me.id)!
    const params = (seatId: string) => ({ params: { roomId: room.id, seatId } })
    for (const { id } of rows) if (id !== own.id) await api.call(removeSeat, params(id), workshop.organiser)
    const removed = await api.send(removeSeat, params(own.id), workshop.organiser)
    expect(refusal(removed)).toEqual([409, 'last_facilitator'])
    const demoted = await api.send(editSeat, { ...params(own.id), body: { role: 'observer' } }, workshop.organiser)
    expect(refusal(demoted)).toEqual([409, 'last_facilitator'])
    expect((await api.send(readRoom, { params: { roomId: room.id } }, workshop.organiser)).statusCode).toBe(200)
  })

  test('is there whatever two facilitators do to each other at once, in thirty rounds', async () => {
    for (let round = 0; round < 30; round += 1) {
      const other = await anotherProgrammeRoom()
      const [first, second] = await Promise.all([
        api.send(removeSeat, other.removing(other.guestSeat), other.organiser),
        api.send(removeSeat, other.removing(other.ownSeat), other.guest),
      ])
      expect([first.statusCode, second.statusCode].filter((status) => status === 200)).toHaveLength(1)
      const left = await api.db
        .selectFrom('seat')
        .select('id')
        .where('roomId', '=', other.roomId)
        .where('removedAt', 'is', null)
        .where('role', '=', 'facilitator')
        .execute()
      expect(left).toHaveLength(1)
    }
  })

  async function anotherProgrammeRoom() {
    const organiser = workshop.organiser
    const programme = await aProgramme(api, organiser)
    const { room } = await aRoom(api, organiser, programme.id)
    const link = await aLink(api, organiser, room.id, { role: 'facilitator' })
    const guest = await aGuest(api, link.token, 'Co-Facilitator', { id: programme.hostOrganisationId })
    return {
      organiser,
      guest,
      roomId: room.id,
      guestSeat: await seatIdOf(room.id, guest.me.id),
      ownSeat: await seatIdOf(room.id, organiser.me.id),
      removing: (seatId: string) => ({ params: { roomId: room.id, seatId } }),
    }
  }
})

test('a changed role takes hold at once and is announced', async () => {
  const { room } = await aRoom(api, workshop.organiser, workshop.programme.id)
  const link = await aLink(api, workshop.organiser, room.id)
  const guest = await aGuest(api, link.token, 'Changing', { add: municipality('Role Belediyesi') })
  const params = { roomId: room.id, seatId: await seatIdOf(room.id, guest.me.id) }
  const announced = api.announced()
  const { seat } = await api.call(editSeat, { params, body: { role: 'observer' } }, workshop.organiser)
  expect(seat.role).toBe('observer')
  expect(api.announced()).toBe(announced + 1)
  const { room: view } = await api.call(readRoom, { params: { roomId: room.id } }, guest)
  expect(view.may).not.toContain('document.write')
  const stranger = { roomId: workshop.room.id, seatId: params.seatId }
  expect(refusal(await api.send(removeSeat, { params: stranger }, workshop.organiser))).toEqual([404, 'not_found'])
})

test('colours are shared out evenly', async () => {
  const { room } = await aRoom(api, workshop.organiser, workshop.programme.id)
  const link = await aLink(api, workshop.organiser, room.id)
  for (let index = 0; index < 14; index += 1) await aGuest(api, link.token, `Colour ${index}`, workshop.host)
  const rows = await api.db.selectFrom('seat').select('colour').where('roomId', '=', room.id).execute()
  const counts = Map.groupBy(rows, ({ colour }) => colour)
  expect(counts.size).toBe(12)
  expect([...counts.values()].every(({ length }) => length <= 2)).toBe(true)
})
