import { compact } from '@meydan/server/sync/folding/compact.job'
import { folding } from '@meydan/server/sync/folding/worker'
import { keepVersion } from '@meydan/server/sync/history/versions'
import * as history from '@meydan/shared/contracts/history'
import { addBoard, editRoom } from '@meydan/shared/contracts/rooms'
import * as stage from '@meydan/shared/contracts/stage'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { cluster } from '@meydan/shared/documents/board/themes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import * as board from './board-writing.ts'
import { rowsHolding } from './rows.ts'
import { aGuest, aLink, aWorkshop, type Person } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
const people = {} as Record<'participant' | 'observer' | 'facilitator', Person>

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
  for (const role of ['participant', 'observer', 'facilitator'] as const) {
    const link = await aLink(api, workshop.organiser, workshop.room.id, { role })
    people[role] = await aGuest(api, link.token, `The ${role}`, workshop.host)
  }
})
afterAll(async () => {
  await folding.close()
  await api.close()
})

async function aBoard(): Promise<{ roomId: string; documentId: string }> {
  const roomId = workshop.room.id
  const body = { title: 'Board', template: 'empty' as const }
  const { document } = await api.call(addBoard, { params: { roomId }, body }, workshop.organiser)
  return { roomId, documentId: document.id }
}

const seatOf = (person: Person) => board.seatOf(api, person)
const liveOf = (documentId: string) => board.liveOf(api, documentId)
const writes = <T>(documentId: string, person: Person, edit: (board: Board) => T) =>
  board.writesOn(api, documentId, person, edit)

const author = { seat: null, side: 'civil' } as const
const note = (board: Board, text: string, x = 0) => board.addNotes([{ at: { x, y: 0 }, text }], author)[0]!

async function boardNow(documentId: string) {
  const { live } = await liveOf(documentId)
  return { ...parseBoard(live.doc), board: new Board(live.doc) }
}

/** What somebody who comes now is sent of a document that nobody has open. */
async function sentToNewcomers(documentId: string): Promise<Buffer> {
  const { stored, live } = await liveOf(documentId)
  return Buffer.concat([...stored.parts, live.encodeFor(new Uint8Array([0]))])
}

function hidesIn(params: { roomId: string; documentId: string }, recordIds: string[], by = people.facilitator) {
  const { roomId, documentId } = params
  return api.call(stage.hideObjects, { params: { roomId }, body: { documentId, recordIds } }, by)
}

describe('leading the view', () => {
  test('everyone is brought to a board and released again, and every node’s clients are told', async () => {
    const { roomId, documentId } = await aBoard()
    const facilitator = await seatOf(people.facilitator)
    const at = { params: { roomId }, body: { documentId } }
    api.told.length = 0
    const brought = (await api.call(stage.bringEveryone, at, people.facilitator)).stage
    expect(brought).toMatchObject({ leaderSeatId: facilitator, documentId, viewLocked: false })
    expect((await api.call(stage.lockView, at, people.facilitator)).stage.viewLocked).toBe(true)
    const seen = (await api.call(stage.readStage, { params: { roomId } }, people.observer)).stage
    expect(seen).toMatchObject({ leaderSeatId: facilitator, viewLocked: true })
    // Any facilitator may let them go: whoever led may have dropped.
    await api.call(stage.releaseEveryone, { params: { roomId } }, workshop.organiser)
    const after = (await api.call(stage.readStage, { params: { roomId } }, people.participant)).stage
    expect(after).toMatchObject({ leaderSeatId: null, documentId: null, viewLocked: false, broughtAt: null })
    expect(api.told).toEqual(Array.from({ length: 3 }, () => `${roomId} stage`))
  })

  test('a board of another room, and of none, is unknown', async () => {
    const { roomId } = await aBoard()
    const at = { params: { roomId }, body: { documentId: crypto.randomUUID() } }
    expect(refusal(await api.send(stage.bringEveryone, at, people.facilitator))).toEqual([404, 'not_found'])
    expect(refusal(await api.send(stage.lockView, at, people.facilitator))).toEqual([404, 'not_found'])
  })

  test('a message has its sender and its end; cursors and messages leave the view as it is', async () => {
    const { roomId, documentId } = await aBoard()
    const by = people.facilitator
    await api.call(stage.lockView, { params: { roomId }, body: { documentId } }, by)
    const text = '  Beş dakika\nara.  '
    const said = (await api.call(stage.sayToAll, { params: { roomId }, body: { text } }, by)).stage
    expect(said.message).toMatchObject({ text: 'Beş dakika\nara.', seatId: await seatOf(by) })
    const muted = (await api.call(stage.muteCursors, { params: { roomId }, body: { muted: true } }, by)).stage
    expect(muted).toMatchObject({ cursorsMuted: true, viewLocked: true, message: { text: 'Beş dakika\nara.' } })
    const empty = (await api.call(stage.sayToAll, { params: { roomId }, body: { text: ' ' } }, by)).stage
    expect(empty.message).toBeNull()
    const long = { params: { roomId }, body: { text: 'x'.repeat(stage.MESSAGE_MAX + 1) } }
    expect(refusal(await api.send(stage.sayToAll, long, by))[1]).toBe('invalid')
  })

  test('an archived room is led by nobody', async () => {
    const { roomId, documentId } = await aBoard()
    const archived = (is: boolean) =>
      api.call(editRoom, { params: { roomId }, body: { archived: is } }, people.facilitator)
    await archived(true)
    const at = { params: { roomId }, body: { documentId } }
    expect(refusal(await api.send(stage.bringEveryone, at, people.facilitator))).toEqual([409, 'room_archived'])
    const hiding = { params: { roomId }, body: { documentId, recordIds: ['x'] } }
    expect(refusal(await api.send(stage.hideObjects, hiding, people.facilitator))).toEqual([409, 'room_archived'])
    await archived(false)
  })
})

describe('hiding', () => {
  test('what is hidden goes with what it holds, and comes back as it was, under its ids and its author’s name', async () => {
    const at = await aBoard()
    const ids = await writes(at.documentId, people.participant, (board) => {
      const frame = board.addFrame({ at: { x: 0, y: 0 }, size: { width: 800, height: 600 }, title: 'Masa 1' })
      const [one, two, apart] = [note(board, 'su yok'), note(board, 'yol bozuk', 300), note(board, 'kalsın', 2_000)]
      board.notes.edit(one, { frame, at: { x: 20, y: 20 } })
      const theme = cluster(board, [], two, author)!
      board.themes.edit(theme, { frame, title: 'Ulaşım' })
      board.addConnector({ from: { item: one, at: { x: 0, y: 0 } }, to: { item: apart, at: { x: 0, y: 0 } } }, author)
      board.setLocked([one], true)
      return { frame, one, two, apart, theme }
    })
    const before = (await boardNow(at.documentId)).board
    const rects = before.items().map(({ id }) => [id, before.rectOf(id)])
    const { hidden } = await hidesIn(at, [ids.frame])
    expect(hidden).toMatchObject({ kind: 'frame', label: 'Masa 1', count: 5, documentId: at.documentId })
    const during = await boardNow(at.documentId)
    expect(during.board.items().map(({ id }) => id)).toEqual([ids.apart])
    expect((await api.call(stage.listHidden, { params: at }, people.facilitator)).hidden).toEqual([hidden])

    await api.call(stage.showHidden, { params: { roomId: at.roomId, hiddenId: hidden.id } }, workshop.organiser)
    const after = (await boardNow(at.documentId)).board
    expect(
      after
        .items()
        .map(({ id }) => [id, after.rectOf(id)])
        .sort(),
    ).toEqual(rects.sort())
    expect([after.textOf(ids.one), after.isLocked(ids.one), after.themes.get(ids.theme)?.title]).toEqual([
      'su yok',
      true,
      'Ulaşım',
    ])
    expect((await api.call(stage.listHidden, { params: at }, people.facilitator)).hidden).toEqual([])
    const again = { params: { roomId: at.roomId, hiddenId: hidden.id } }
    expect(refusal(await api.send(stage.showHidden, again, people.facilitator))).toEqual([404, 'not_found'])
    // Erased later, it is still known to be theirs.
    await api.call(history.eraseMyText, { params: at }, people.participant)
    expect((await boardNow(at.documentId)).board.textOf(ids.two)).toBe('')
  })

  test('what isn’t on the board can’t be hidden', async () => {
    const { roomId, documentId } = await aBoard()
    const hiding = { params: { roomId }, body: { documentId, recordIds: ['nothing'] } }
    expect(refusal(await api.send(stage.hideObjects, hiding, people.facilitator))).toEqual([404, 'not_found'])
    expect(refusal(await api.send(stage.hideObjects, hiding, people.participant))).toEqual([403, 'forbidden'])
  })

  test('once the log is folded, nothing that newcomers are sent holds the words', async () => {
    const at = await aBoard()
    const secret = 'gizli-dosya-numarası-7731'
    const id = await writes(at.documentId, people.participant, (board) => note(board, secret))
    expect((await sentToNewcomers(at.documentId)).includes(secret)).toBe(true)
    await hidesIn(at, [id])
    const { live } = await liveOf(at.documentId)
    expect(Buffer.from(live.encodeFor(new Uint8Array([0]))).includes(secret)).toBe(false)
    await compact(at.documentId, { db: api.db, log: api.app.log })
    expect((await sentToNewcomers(at.documentId)).includes(secret)).toBe(false)
  })
})

describe('history and what is hidden', () => {
  const secret = 'yalnız-aramızda-kalsın-4410'

  async function aHiddenNote() {
    const at = await aBoard()
    const id = await writes(at.documentId, people.participant, (board) => note(board, secret))
    const { stored, live } = await liveOf(at.documentId)
    const version = { reason: 'daily' as const, bytes: live.encodeFor(new Uint8Array([0])), seatId: null }
    await keepVersion(api.db, { documentId: at.documentId, epoch: stored.epoch, upto: stored.seq, ...version })
    const { hidden } = await hidesIn(at, [id])
    return { at, id, hidden }
  }

  const changes = (params: { roomId: string; documentId: string }, { cookie }: Person) =>
    api.app.inject({
      url: `/api/rooms/${params.roomId}/documents/${params.documentId}/changes`,
      headers: { host: 'meydan.test', cookie },
    })

  test.each([['while it is in the log'], ['after it was folded']])(
    'tells participants nothing of its words %s',
    async (when) => {
      const { at } = await aHiddenNote()
      if (when.startsWith('after')) await compact(at.documentId, { db: api.db, log: api.app.log })
      const { versions } = await api.call(history.listVersions, { params: at }, people.participant)
      for (const person of [people.participant, people.observer]) {
        expect((await changes(at, person)).body).not.toContain(secret)
        for (const versionId of [versions[0]!.id, 'now']) {
          const { update } = await api.call(history.readVersion, { params: { ...at, versionId } }, person)
          expect(Buffer.from(update, 'base64').includes(secret)).toBe(false)
        }
      }
      // Who hid it may read it everywhere.
      expect((await changes(at, people.facilitator)).body).toContain(secret)
      const params = { ...at, versionId: versions[0]!.id }
      const { update } = await api.call(history.readVersion, { params }, people.facilitator)
      expect(Buffer.from(update, 'base64').includes(secret)).toBe(true)
    },
  )

  test('brings it back neither alone nor with a version', async () => {
    const { at, id, hidden } = await aHiddenNote()
    const body = { root: 'notes', recordId: id }
    const alone = await api.send(history.restoreRecord, { params: at, body }, people.participant)
    expect(refusal(alone)).toEqual([409, 'conflict'])
    const { versions } = await api.call(history.listVersions, { params: at }, people.facilitator)
    await api.call(history.restoreVersion, { params: { ...at, versionId: versions[0]!.id } }, people.facilitator)
    expect((await boardNow(at.documentId)).notes).toEqual([])
    await api.call(stage.showHidden, { params: { roomId: at.roomId, hiddenId: hidden.id } }, people.facilitator)
    expect((await boardNow(at.documentId)).board.textOf(id)).toBe(secret)
  })

  test('“erase what I wrote” takes it out of what is hidden, too', async () => {
    const own = 'benim-sözüm-9921'
    const at = await aBoard()
    const [mine, others] = [
      await writes(at.documentId, people.participant, (board) => note(board, own)),
      await writes(at.documentId, people.facilitator, (board) => note(board, 'başkasının', 300)),
    ]
    await hidesIn(at, [mine, others])
    await hidesIn(at, [await writes(at.documentId, people.participant, (board) => note(board, `${own} tek`))])
    await compact(at.documentId, { db: api.db, log: api.app.log })
    expect(await rowsHolding(api, own)).toContain('hidden_object')
    await api.call(history.eraseMyText, { params: at }, people.participant)
    expect(await rowsHolding(api, own)).toEqual([])
    const { hidden } = await api.call(stage.listHidden, { params: at }, people.facilitator)
    expect(hidden.filter(({ documentId }) => documentId === at.documentId)).toMatchObject([{ label: 'başkasının' }])
  })
})

test('closed boards give participants nothing back from history', async () => {
  const at = await aBoard()
  const id = await writes(at.documentId, people.participant, (board) => note(board, 'geri gelsin'))
  await writes(at.documentId, people.participant, (board) => board.doc.getMap('notes').delete(id))
  const locked = (boardsLocked: boolean) =>
    api.call(editRoom, { params: at, body: { boardsLocked } }, people.facilitator)
  const { room } = await locked(true)
  expect(room.may).toContain('document.write')
  const input = { params: at, body: { root: 'notes', recordId: id } }
  expect(refusal(await api.send(history.restoreRecord, input, people.participant))).toEqual([409, 'boards_locked'])
  await api.call(history.restoreRecord, input, people.facilitator)
  await locked(false)
})
