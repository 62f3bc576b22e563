import { removeItems } from '@meydan/shared/documents/board/moving'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { LiveDocument } from '@meydan/server/sync/live-document'
import { keepVersion } from '@meydan/server/sync/history/versions'
import * as history from '@meydan/shared/contracts/history'
import { addBoard, editRoom, removeSeat } from '@meydan/shared/contracts/rooms'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Api, refusal, startApi, startApiForTest } from './api.ts'
import { rowsHolding } from './rows.ts'
import { aGuest, aLink, anOrganiser, aProgramme, aRoom, aWorkshop, type Person } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
const people = {} as Record<'participant' | 'observer' | 'facilitator' | 'outsider', Person>

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
  for (const role of ['participant', 'observer', 'facilitator'] as const) {
    const link = await aLink(api, workshop.organiser, workshop.room.id, { role })
    people[role] = await aGuest(api, link.token, `The ${role}`, workshop.host)
  }
  people.outsider = await anOrganiser(api, workshop.administrator, 'Other Organiser')
})
afterAll(() => api.close())

async function aBoard(): Promise<{ roomId: string; documentId: string }> {
  const roomId = workshop.room.id
  const body = { title: 'Board', template: 'empty' as const }
  const { document } = await api.call(addBoard, { params: { roomId }, body }, workshop.organiser)
  return { roomId, documentId: document.id }
}

async function seatOf(person: Person): Promise<string> {
  const seats = api.db.selectFrom('seat').select('id').where('personId', '=', person.me.id)
  return (await seats.where('roomId', '=', workshop.room.id).executeTakeFirstOrThrow()).id
}

/** One row of the log by this person. */
async function writes<T>(documentId: string, person: Person, edit: (board: Board) => T): Promise<T> {
  const log = new DocumentLog(api.db)
  const stored = (await log.read(documentId))!
  const { doc } = new LiveDocument(stored.kind, stored.parts, stored.holders)
  const before = Y.encodeStateVector(doc)
  const done = edit(new Board(doc))
  const seatId = await seatOf(person)
  const row = { bytes: Y.encodeStateAsUpdate(doc, before), seatId, connectionId: crypto.randomUUID(), frameNo: 1 }
  const holders = new Map([[doc.clientID, { personId: person.me.id, seatId }]])
  await log.append({ id: documentId, epoch: stored.epoch }, [row], holders)
  return done
}

const note = (board: Board, text: string) =>
  board.addNotes([{ at: { x: 0, y: 0 }, text }], { seat: null, side: 'civil' })[0]!

async function boardNow(documentId: string) {
  const stored = (await new DocumentLog(api.db).read(documentId))!
  return { ...stored, ...parseBoard(new LiveDocument(stored.kind, stored.parts, stored.holders).doc) }
}

async function aVersion(documentId: string): Promise<string> {
  const { epoch, seq: upto, parts } = (await new DocumentLog(api.db).read(documentId))!
  await keepVersion(api.db, {
    documentId,
    epoch,
    upto,
    reason: 'daily',
    bytes: Y.mergeUpdates(parts),
    seatId: null,
  })
  const row = api.db.selectFrom('documentVersion').select('id').where('documentId', '=', documentId)
  return (await row.orderBy('createdAt', 'desc').executeTakeFirstOrThrow()).id
}

function changesPage(params: { roomId: string; documentId: string }, query: string, person: Person) {
  const url = `/api/rooms/${params.roomId}/documents/${params.documentId}/changes${query}`
  return api.app.inject({ url, headers: { host: 'meydan.test', cookie: person.cookie } })
}

describe('reading history', () => {
  test('says who changed what, with their names as the room shows them, a page at a time', async () => {
    const params = await aBoard()
    const id = await writes(params.documentId, people.participant, (board) => note(board, 'su'))
    await writes(params.documentId, people.facilitator, (board) => removeItems(board, [id]))
    const first = (await changesPage(params, '?limit=1', people.observer)).json()
    expect(first.changes).toMatchObject([{ root: 'notes', recordId: id, action: 'deleted', fields: [] }])
    expect(first.seats).toMatchObject([{ name: 'The facilitator', role: 'facilitator', id: first.changes[0].seatId }])
    expect(first.seats).toHaveLength(1)
    const second = (
      await changesPage(params, `?limit=1&before=${encodeURIComponent(first.next)}`, people.observer)
    ).json()
    expect(second.changes).toMatchObject([{ recordId: id, action: 'added', seatId: await seatOf(people.participant) }])
    expect(second.next).toBeNull()
    for (const query of ['?limit=0', '?limit=201', '?before=yesterday', '?page=2']) {
      expect((await changesPage(params, query, people.observer)).statusCode, query).toBe(400)
    }
  })

  test('shows a document as it was at a version, and as it is now', async () => {
    const params = await aBoard()
    await writes(params.documentId, people.participant, (board) => note(board, 'then'))
    const versionId = await aVersion(params.documentId)
    await writes(params.documentId, people.participant, (board) => note(board, 'since'))
    const { versions } = await api.call(history.listVersions, { params }, people.observer)
    expect(versions).toMatchObject([{ id: versionId, reason: 'daily', seatId: null }])
    const texts = async (asked: string) => {
      const { update } = await api.call(
        history.readVersion,
        { params: { ...params, versionId: asked } },
        people.observer,
      )
      const doc = new Y.Doc()
      Y.applyUpdate(doc, Buffer.from(update, 'base64'))
      return parseBoard(doc).notes.map(({ text }) => text)
    }
    expect(await texts(versionId)).toEqual(['then'])
    expect(await texts('now')).toEqual(['then', 'since'])
    const other = await aBoard()
    const elsewhere = await api.send(history.readVersion, { params: { ...other, versionId } }, people.observer)
    expect(refusal(elsewhere), 'a version belongs to its document').toEqual([404, 'not_found'])
  })
})

describe('restoring', () => {
  test('a version is for who leads; what was there until then can be had back', async () => {
    const params = await aBoard()
    const id = await writes(params.documentId, people.participant, (board) => note(board, 'then'))
    const versionId = await aVersion(params.documentId)
    await writes(params.documentId, people.participant, (board) => removeItems(board, [id]))
    const asked = { params: { ...params, versionId } }
    for (const person of [people.participant, people.observer]) {
      expect(refusal(await api.send(history.restoreVersion, asked, person))).toEqual([403, 'forbidden'])
    }
    expect(await api.call(history.restoreVersion, asked, people.facilitator)).toEqual({ changed: true })
    expect((await boardNow(params.documentId)).notes).toMatchObject([{ id, text: 'then' }])
    expect(await api.call(history.restoreVersion, asked, people.facilitator)).toEqual({ changed: false })
    const { versions, seats } = await api.call(history.listVersions, { params }, people.facilitator)
    expect(versions.map(({ reason }) => reason)).toEqual(['before_restore', 'daily'])
    expect(seats).toMatchObject([{ name: 'The facilitator' }])
  })

  test('a deleted note is for everyone who may write; not for who watches, nor in an archived room', async () => {
    const params = await aBoard()
    const recordId = await writes(params.documentId, people.participant, (board) => note(board, 'su'))
    await writes(params.documentId, people.facilitator, (board) => removeItems(board, [recordId]))
    const asked = { params, body: { root: 'notes', recordId } }
    expect(refusal(await api.send(history.restoreRecord, asked, people.observer))).toEqual([403, 'forbidden'])
    const { roomId } = params
    await api.call(editRoom, { params: { roomId }, body: { archived: true } }, workshop.organiser)
    expect(refusal(await api.send(history.restoreRecord, asked, people.participant))).toEqual([409, 'room_archived'])
    await api.call(editRoom, { params: { roomId }, body: { archived: false } }, workshop.organiser)
    await api.call(history.restoreRecord, asked, people.participant)
    expect((await boardNow(params.documentId)).notes).toMatchObject([{ id: recordId, text: 'su' }])
    expect(refusal(await api.send(history.restoreRecord, asked, people.participant))).toEqual([409, 'conflict'])
    const never = { params, body: { root: 'notes', recordId: crypto.randomUUID() } }
    expect(refusal(await api.send(history.restoreRecord, never, people.participant))).toEqual([404, 'not_found'])
  })

  test('of a document of another room nothing is said, read or restored', async () => {
    const { documentId } = await aBoard()
    const elsewhere = await aProgramme(api, people.outsider, 'Another Host')
    const { room } = await aRoom(api, people.outsider, elsewhere.id)
    const versionId = await aVersion(documentId)
    const params = { roomId: room.id, documentId }
    const answers = [
      await changesPage(params, '', people.outsider),
      await api.send(history.listVersions, { params }, people.outsider),
      await api.send(history.readVersion, { params: { ...params, versionId } }, people.outsider),
      await api.send(history.readVersion, { params: { ...params, versionId: 'now' } }, people.outsider),
      await api.send(history.restoreVersion, { params: { ...params, versionId } }, people.outsider),
      await api.send(history.restoreRecord, { params, body: { root: 'notes', recordId: 'n' } }, people.outsider),
    ]
    expect(answers.map(refusal)).toEqual(answers.map(() => [404, 'not_found']))
    const own = { roomId: workshop.room.id, documentId }
    expect(refusal(await changesPage(own, '', people.outsider))).toEqual([404, 'not_found'])
  })
})

describe('erasing', () => {
  const erase = (person: Person, personId: string, roomId = workshop.room.id, programmeId = workshop.programme.id) =>
    api.send(history.erasePersonText, { params: { programmeId }, body: { roomId, personId } }, person)

  test('is for the organiser, also of who was shown out and in an archived room; everywhere in the room', async () => {
    const boards = [await aBoard(), await aBoard()]
    const guest = await aGuest(api, workshop.link.token, 'Shown Out', workshop.host)
    for (const { documentId } of boards) {
      await writes(documentId, guest, (board) => note(board, 'Kanarya bende'))
      await aVersion(documentId)
      await writes(documentId, people.participant, (board) => note(board, 'stays'))
    }
    const { roomId } = boards[0]!
    const params = { roomId, seatId: await seatOf(guest) }
    await api.call(removeSeat, { params }, workshop.organiser)
    expect(refusal(await api.send(history.eraseMyText, { params: { roomId } }, guest))).toEqual([403, 'seat_revoked'])
    for (const person of [people.participant, people.observer, people.facilitator]) {
      expect(refusal(await erase(person, guest.me.id))).toEqual([403, 'forbidden'])
    }
    expect(refusal(await erase(people.outsider, guest.me.id))).toEqual([404, 'not_found'])
    expect(await rowsHolding(api, 'Kanarya')).toEqual(['document_update', 'document_version'])

    await api.call(editRoom, { params: { roomId }, body: { archived: true } }, workshop.organiser)
    const done = await erase(workshop.organiser, guest.me.id)
    await api.call(editRoom, { params: { roomId }, body: { archived: false } }, workshop.organiser)
    expect(done.json()).toEqual({ documents: 2, unreadable: [] })
    expect(await rowsHolding(api, 'Kanarya')).toEqual([])
    for (const { documentId } of boards) {
      const { notes, epoch } = await boardNow(documentId)
      expect(notes.map(({ text }) => text)).toEqual(['stays'])
      expect(epoch).toBe(2)
    }
    const { changes } = (await changesPage(boards[0]!, '', people.observer)).json()
    expect(changes.map(({ seatId }: history.ChangeView) => seatId)).toEqual([await seatOf(people.participant), null])
    expect((await erase(workshop.organiser, guest.me.id)).json(), 'a second time').toEqual({
      documents: 0,
      unreadable: [],
    })
  })

  test('of somebody who never was in the room, or in a room of another programme, is refused', async () => {
    const elsewhere = await aProgramme(api, people.outsider, 'Host Elsewhere')
    const { room } = await aRoom(api, people.outsider, elsewhere.id)
    const { id } = people.participant.me
    expect(refusal(await erase(workshop.organiser, people.outsider.me.id))).toEqual([404, 'not_found'])
    expect(refusal(await erase(people.outsider, id, workshop.room.id, elsewhere.id))).toEqual([404, 'not_found'])
    expect(refusal(await erase(people.outsider, id, room.id, elsewhere.id))).toEqual([404, 'not_found'])
  })

  test('one’s own text is everybody’s right, and nobody else’s text goes', async () => {
    const { roomId, documentId } = await aBoard()
    await writes(documentId, people.observer, (board) => note(board, 'Leylek'))
    await writes(documentId, people.participant, (board) => note(board, 'stays'))
    const params = { roomId }
    expect(await api.call(history.eraseMyText, { params }, people.observer)).toMatchObject({ unreadable: [] })
    expect(await rowsHolding(api, 'Leylek')).toEqual([])
    expect((await boardNow(documentId)).notes.map(({ text }) => text)).toEqual(['stays'])
  })

  test('what can’t be read is named, and the rest is erased', async () => {
    const [broken, sound] = [await aBoard(), await aBoard()]
    for (const { documentId } of [broken, sound]) {
      await writes(documentId, people.participant, (board) => note(board, 'Turna'))
    }
    const row = { bytes: new Uint8Array([9, 9, 9]), seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }
    await new DocumentLog(api.db).append({ id: broken.documentId, epoch: 1 }, [row], new Map())
    const { unreadable } = await api.call(
      history.eraseMyText,
      { params: { roomId: broken.roomId } },
      people.participant,
    )
    expect(unreadable).toEqual([broken.documentId])
    expect((await boardNow(sound.documentId)).notes).toEqual([])
  })
})

test('what makes a whole room load anew can’t be done over and over', async () => {
  const limited = await startApiForTest()
  const { organiser, host, room } = await aWorkshop(limited)
  const guest = await aGuest(limited, (await aLink(limited, organiser, room.id, {})).token, 'Guest', host)
  const erase = () => limited.send(history.eraseMyText, { params: { roomId: room.id } }, guest)
  for (let time = 0; time < 10; time++) expect((await erase()).statusCode).toBe(200)
  expect(refusal(await erase())).toEqual([429, 'slow_down'])
})

test('what takes a board apart to be read can’t be asked for without end', async () => {
  const limited = await startApiForTest()
  const { organiser, room, boardId } = await aWorkshop(limited)
  const params = { roomId: room.id, documentId: boardId, versionId: crypto.randomUUID() }
  const read = () => limited.send(history.readVersion, { params }, organiser)
  for (let time = 0; time < 60; time++) expect((await read()).statusCode).toBe(404)
  expect(refusal(await read())).toEqual([429, 'slow_down'])
})
