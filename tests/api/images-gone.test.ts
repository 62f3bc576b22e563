import { deleteUnusedPictures } from '@meydan/server/features/images/unused.job'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { keepVersion } from '@meydan/server/sync/history/versions'
import { LiveDocument } from '@meydan/server/sync/live-document'
import { eraseMyText, erasePersonText } from '@meydan/shared/contracts/history'
import { addBoard } from '@meydan/shared/contracts/rooms'
import { Board } from '@meydan/shared/documents/board/board'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Api, startApi } from './api.ts'
import { picture, type Pictures, picturesIn } from './pictures.ts'

let api: Api
let room: Pictures
let people: Pictures['people']
let bytes: Buffer

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  room = await picturesIn(api)
  people = room.people
  bytes = await picture().png().toBuffer()
})
afterAll(() => api.close())

async function exist(ids: string[], roomId = room.roomId): Promise<boolean[]> {
  const all = await Promise.all(ids.map((id) => room.read(id, people.organiser, { roomId })))
  return all.map(({ statusCode }) => statusCode === 200)
}

describe('what somebody sent goes with what they wrote', () => {
  test('here, and not elsewhere nor of others', async () => {
    const roomId = await room.otherRoom()
    const [mine, theirs] = [await room.keep(bytes, people.organiser), await room.keep(bytes, people.facilitator)]
    const elsewhere = await room.keep(bytes, people.organiser, { roomId })
    await api.call(eraseMyText, { params: { roomId: room.roomId } }, people.organiser)
    expect(await exist([mine.id, theirs.id])).toEqual([false, true])
    expect(await exist([elsewhere.id], roomId)).toEqual([true])
  })

  test('also where an organiser does it', async () => {
    const [mine, theirs] = [await room.keep(bytes, people.participant), await room.keep(bytes, people.facilitator)]
    const { id: programmeId } = await api.db
      .selectFrom('programme')
      .select('id')
      .orderBy('createdAt')
      .executeTakeFirstOrThrow()
    const body = { roomId: room.roomId, personId: people.participant.me.id }
    await api.call(erasePersonText, { params: { programmeId }, body }, people.organiser)
    expect(await exist([mine.id, theirs.id])).toEqual([false, true])
  })
})

describe('what no board shows goes', () => {
  const log = { info: () => {}, error: () => {} }
  const night = (keepDays = 90) => deleteUnusedPictures({ keepDays }).run({}, { db: api.db, log })
  const passDays = (days: number) =>
    api.database.pool.query('update image set unreferenced_since = unreferenced_since - make_interval(days => $1)', [
      days,
    ])

  async function aRoomWithBoard(): Promise<{ roomId: string; documentId: string }> {
    const roomId = await room.otherRoom()
    const body = { title: 'Board', template: 'empty' as const }
    const { document } = await api.call(addBoard, { params: { roomId }, body }, people.organiser)
    return { roomId, documentId: document.id }
  }

  const sentTo = async (roomId: string) => (await room.keep(bytes, people.organiser, { roomId })).id

  async function writes(documentId: string, edit: (board: Board) => void): Promise<void> {
    const documents = new DocumentLog(api.db)
    const stored = (await documents.read(documentId))!
    const { doc } = new LiveDocument(stored.kind, stored.parts, stored.holders)
    const before = Y.encodeStateVector(doc)
    edit(new Board(doc))
    const row = { seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }
    const frame = { ...row, bytes: Y.encodeStateAsUpdate(doc, before) }
    await documents.append({ id: documentId, epoch: stored.epoch }, [frame], new Map())
  }

  const shows = (documentId: string, file: string) =>
    writes(documentId, (board) => {
      const given = { at: { x: 0, y: 0 }, size: { width: 40, height: 20 }, file, alt: '' }
      board.add('picture', given, { seat: null, side: 'civil' })
    })

  const takesAwayAll = (documentId: string) =>
    writes(documentId, (board) => {
      const ids = board.pictures.all().map(({ id }) => id)
      removeItems(board, ids)
    })

  test('after as many days as versions are kept, and not before', async () => {
    const { roomId, documentId } = await aRoomWithBoard()
    const ids = [await sentTo(roomId), await sentTo(roomId), await sentTo(roomId)]
    const [shown, , back] = ids
    await shows(documentId, shown!)
    await night()
    await passDays(89)
    await night()
    expect(await exist(ids, roomId)).toEqual([true, true, true])
    await shows(documentId, back!)
    await night()
    await passDays(2)
    await night()
    expect(await exist(ids, roomId)).toEqual([true, false, true])
    await takesAwayAll(documentId)
    await night()
    await passDays(89)
    await night()
    expect(await exist(ids, roomId), 'days are counted anew').toEqual([true, false, true])
  })

  test('where no versions are kept, not in the first night', async () => {
    const { roomId } = await aRoomWithBoard()
    const id = await sentTo(roomId)
    await night(0)
    await night(0)
    expect(await exist([id], roomId)).toEqual([true])
    await passDays(2)
    await night(0)
    expect(await exist([id], roomId)).toEqual([false])
  })

  test('not while a version that is kept shows it', async () => {
    const { roomId, documentId } = await aRoomWithBoard()
    const id = await sentTo(roomId)
    await shows(documentId, id)
    const { epoch, seq: upto, parts } = (await new DocumentLog(api.db).read(documentId))!
    const version = { documentId, epoch, upto, reason: 'daily', bytes: Y.mergeUpdates(parts), seatId: null } as const
    await keepVersion(api.db, version)
    await takesAwayAll(documentId)
    await night()
    await passDays(100)
    await night()
    expect(await exist([id], roomId)).toEqual([true])
    await api.db.deleteFrom('documentVersion').where('documentId', '=', documentId).execute()
    await night()
    expect(await exist([id], roomId)).toEqual([false])
  })

  test.each(['is in quarantine', 'does not load'])('not while a document of its room %s', async (trouble) => {
    const { roomId, documentId } = await aRoomWithBoard()
    const id = await sentTo(roomId)
    await night()
    await passDays(100)
    if (trouble === 'is in quarantine') {
      await api.db.updateTable('document').set({ quarantinedAt: new Date() }).where('id', '=', documentId).execute()
    } else {
      const row = { bytes: new Uint8Array([9, 9, 9]), seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }
      await new DocumentLog(api.db).append({ id: documentId, epoch: 1 }, [row], new Map())
    }
    await night()
    expect(await exist([id], roomId)).toEqual([true])
  })

  test('with its room', async () => {
    const { roomId } = await aRoomWithBoard()
    const id = await sentTo(roomId)
    await api.database.pool.query('delete from room where id = $1', [roomId])
    expect(await api.db.selectFrom('image').select('id').where('id', '=', id).executeTakeFirst()).toBeUndefined()
  })
})
