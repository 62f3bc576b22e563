import { editRoom } from '@meydan/shared/contracts/rooms'
import {
  createLink,
  LINKS_MAX,
  listLinks,
  openLink,
  readSharedThreads,
  revokeLink,
  sayByLink,
} from '@meydan/shared/contracts/shared-links'
import { addComment, deleteComment, listThreads } from '@meydan/shared/contracts/threads'
import { stampsByItem } from '@meydan/shared/documents/board/arrange'
import { Board } from '@meydan/shared/documents/board/board'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { boardWith } from '../support/canvas.ts'
import { minutesWith } from '../support/minutes.ts'
import { planWith } from '../support/plans.ts'
import { type Api, refusal, startApi } from './api.ts'
import { seatOf } from './board-writing.ts'
import { aGuest, aRoom, aWorkshop, municipality, type Person } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let roomId: string
let guest: Person
let seatId: string
let boardId: string
let noteId: string
let hiddenId: string
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
  roomId = workshop.room.id
  guest = await aGuest(api, workshop.link.token, 'Hasan Yıldız', { add: municipality('Yenipınar Belediyesi') })
  seatId = await seatOf(api, guest)
  boardId = await boardWith(api.db, roomId, (board) => {
    const by = { seat: seatId, side: 'public' as const }
    noteId = board.addNotes([{ at: { x: 0, y: 0 }, text: 'Akşam kursu' }], by)[0]!
    hiddenId = board.addNotes([{ at: { x: 500, y: 0 }, text: 'Gizli söz' }], by)[0]!
    const gone = board.addNotes([{ at: { x: 900, y: 0 }, text: 'Silinmiş söz' }], by)[0]!
    board.doc.getMap('notes').delete(gone)
    board.doc.getMap('texts').delete(gone)
  })
  const hidden = { kind: 'note', label: '', records: Buffer.from([]), hiddenBy: seatId }
  await api.db
    .insertInto('hiddenObject')
    .values({ ...hidden, roomId, documentId: boardId, recordIds: [hiddenId] })
    .execute()
})
afterAll(() => api.close())

const asFacilitator = () => workshop.organiser
async function link(documentId = boardId, level: 'read' | 'comment' = 'read', label = 'Basın') {
  const input = { params: { roomId, documentId }, body: { level, label, expiresInHours: 24 } }
  return (await api.call(createLink, input, asFacilitator())).link
}
const open = (token: string, known?: string) => api.call(openLink, { body: { token, ...(known && { known }) } })
const revoke = (linkId: string, by = asFacilitator()) => api.send(revokeLink, { params: { roomId, linkId } }, by)
function docOf(update: string | null): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Buffer.from(update!, 'base64'))
  return doc
}

test('whoever leads makes links, sees them, and closes them; nobody else does', async () => {
  const made = await link()
  const at = { params: { roomId, documentId: boardId } }
  expect((await api.call(listLinks, at, asFacilitator())).links).toContainEqual(made)
  const body = { level: 'read' as const, label: '', expiresInHours: 1 }
  for (const [contract, input] of [
    [listLinks, at],
    [createLink, { ...at, body }],
  ] as const) {
    expect(refusal(await api.send(contract, input as never, guest))).toEqual([403, 'forbidden'])
  }
  expect(refusal(await revoke(made.id, guest))).toEqual([403, 'forbidden'])
  const { room: elsewhere } = await aRoom(api, workshop.organiser, workshop.programme.id)
  const wrong = { params: { roomId: elsewhere.id, documentId: boardId }, body }
  expect(refusal(await api.send(createLink, wrong, asFacilitator()))).toEqual([404, 'not_found'])
  const there = { params: { roomId: elsewhere.id, linkId: made.id } }
  expect(refusal(await api.send(revokeLink, there, asFacilitator()))).toEqual([404, 'not_found'])
  expect((await open(made.token)).document.id).toBe(boardId)
})

test('a link shows its document and nothing of the people who made it, nor what is hidden or was deleted', async () => {
  const { token } = await link()
  const shown = await open(token)
  expect(shown).toMatchObject({ level: 'read', document: { id: boardId, kind: 'board' }, roomName: workshop.room.name })
  const board = new Board(docOf(shown.update))
  expect(board.textOf(noteId)).toBe('Akşam kursu')
  expect(board.notes.get(noteId)).toMatchObject({ side: 'public', seat: null })
  expect(board.notes.has(hiddenId)).toBe(false)
  const bytes = Buffer.from(shown.update!, 'base64')
  for (const secret of [seatId, 'Hasan', 'Gizli', 'Silinmiş', guest.me.id]) {
    expect(bytes.includes(secret), secret).toBe(false)
    expect(JSON.stringify({ ...shown, update: '' }), secret).not.toContain(secret)
  }
  expect((await open(token, shown.state)).update).toBeNull()
  expect((await open(token, 'older')).update).toBe(shown.update)
})

test('no seat and nobody’s name of the room is in any document that is shared', async () => {
  const people = await api.db
    .selectFrom('seat')
    .innerJoin('person', 'person.id', 'seat.personId')
    .select(['seat.id', 'person.id as personId', 'person.name'])
    .where('seat.roomId', '=', roomId)
    .execute()
  const seats = people.map(({ id }) => id)
  const id = await boardWith(api.db, roomId, (board) => {
    for (const seat of seats) board.addNotes([{ at: { x: 0, y: 0 }, text: 'Söz' }], { seat, side: 'civil' })
    const item = board.notes.all()[0]!.id
    const agreed = { item, sign: 'agree' as const, side: 'civil' as const, createdAt: 1 }
    // Pressed twice while offline: it counts once.
    for (const seat of [...seats, seats[0]!]) board.stamps.create({ ...agreed, id: crypto.randomUUID(), seat })
  })
  const shown = await open((await link(id)).token)
  const bytes = Buffer.from(shown.update!, 'base64')
  expect(people.length).toBeGreaterThan(1)
  for (const secret of people.flatMap((person) => Object.values(person))) {
    expect(bytes.includes(secret), secret).toBe(false)
    expect(JSON.stringify({ ...shown, update: '' }), secret).not.toContain(secret)
  }
  // Everybody's reaction is counted, and is nobody's.
  expect([...stampsByItem(new Board(docOf(shown.update))).values()].flat()).toHaveLength(seats.length)
})

test('what is hidden later is gone from what is shown, wherever it is named or was spoken about', async () => {
  const ids: string[] = []
  const id = await boardWith(api.db, roomId, (board) => {
    for (let n = 0; n < 4; n++) {
      const by = { seat: seatId, side: 'public' as const }
      ids.push(board.addNotes([{ at: { x: 0, y: n * 300 }, text: `Sonra gizli ${n}` }], by)[0]!)
    }
  })
  const chip = { chip: { kind: 'note' as const, document: id, record: ids[0]!, label: 'Sonra gizli 0' } }
  const minutesId = await minutesWith(api.db, roomId, [{ type: 'paragraph', pieces: [{ text: 'Bkz. ' }, chip] }])
  const minutes = await link(minutesId)
  const { token } = await link(id, 'comment')
  const named = await open(minutes.token)
  const before = await open(token)
  expect(Buffer.from(named.update!, 'base64').includes('Sonra gizli 0')).toBe(true)
  expect((await say(token, { recordId: ids[0]! })).statusCode).toBe(200)
  const [thread] = await threadsBy(token)
  const hidden = { kind: 'note', label: '', records: Buffer.from([]), hiddenBy: seatId }
  for (const recordId of ids) {
    await api.db
      .insertInto('hiddenObject')
      .values({ ...hidden, roomId, documentId: id, recordIds: [recordId] })
      .execute()
  }
  for (const { shown, secret } of [
    { shown: before, secret: token },
    { shown: named, secret: minutes.token },
  ]) {
    const now = await open(secret, shown.state)
    expect(Buffer.from(now.update!, 'base64').includes('Sonra gizli')).toBe(false)
    expect((await open(secret, now.state)).update).toBeNull()
  }
  expect(await threadsBy(token)).toEqual([])
  expect(refusal(await say(token, { threadId: thread!.id }))).toEqual([404, 'not_found'])
  await api.db.deleteFrom('hiddenObject').where('documentId', '=', id).execute()
  expect(await threadsBy(token)).toHaveLength(1)
})

test('a plan names organisations, minutes name no people', async () => {
  const { organisationId } = await api.db
    .selectFrom('seat')
    .select('organisationId')
    .where('id', '=', seatId)
    .executeTakeFirstOrThrow()
  const planId = await planWith(api.db, roomId, (plan) => {
    plan.addActions([{ title: 'Salonu aç', responsible: organisationId, person: seatId, description: 'Ne zaman?' }], {
      seat: seatId,
      side: 'public',
    })
  })
  const plan = await open((await link(planId)).token)
  expect(plan.organisations).toEqual([{ id: organisationId, name: 'Yenipınar Belediyesi', side: 'public' }])
  const [action] = new Plan(docOf(plan.update)).actionsOf(null)
  expect(action).toMatchObject({ title: 'Salonu aç', person: null, seat: null })
  expect(Buffer.from(plan.update!, 'base64').includes(seatId)).toBe(false)

  const mention = { mention: { kind: 'seat' as const, target: seatId, label: 'Hasan Yıldız' } }
  const chip = { chip: { kind: 'note' as const, document: boardId, record: hiddenId, label: 'Gizli söz' } }
  const minutesId = await minutesWith(api.db, roomId, [
    { type: 'paragraph', pieces: [{ text: 'Söz alan: ' }, mention, chip] },
  ])
  const minutes = await open((await link(minutesId)).token)
  expect(new Minutes(docOf(minutes.update)).plainText()).toBe('Söz alan: Yenipınar Belediyesi')
  for (const secret of ['Hasan', 'Gizli', seatId]) {
    expect(Buffer.from(minutes.update!, 'base64').includes(secret), secret).toBe(false)
  }
})

test('a large board is copied beside the event loop, and says the same', async () => {
  const many = Array.from({ length: 600 }, (_, n) => ({
    at: { x: n * 10, y: 0 },
    text: `Not ${n} ${'söz '.repeat(8)}`,
  }))
  const id = await boardWith(api.db, roomId, (board) => void board.addNotes(many, { seat: seatId, side: 'public' }))
  const { update } = await open((await link(id)).token)
  expect(new Board(docOf(update)).notes.all()).toHaveLength(600)
  expect(Buffer.from(update!, 'base64').includes(seatId)).toBe(false)
})

test('a link that is closed, over, or never was leads nowhere', async () => {
  const made = await link()
  expect((await revoke(made.id)).statusCode).toBe(200)
  expect((await revoke(made.id)).statusCode).toBe(200)
  const ask = (token: string) => api.send(openLink, { body: { token } })
  expect(refusal(await ask(made.token))).toEqual([410, 'link_expired'])
  const over = await link()
  await api.db
    .updateTable('sharedLink')
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where('id', '=', over.id)
    .execute()
  expect(refusal(await ask(over.token))).toEqual([410, 'link_expired'])
  for (const token of ['', 'x', made.token.slice(1), workshop.link.token, 'a'.repeat(100)]) {
    expect(refusal(await ask(token))).toEqual([404, 'link_unknown'])
  }
  expect((await ask(`x${'\0'}`)).statusCode).toBe(400)
  expect((await ask('a'.repeat(101))).statusCode).toBe(400)
})

const say = (token: string, about: { threadId: string } | { recordId: string | null }, given: object = {}) =>
  api.send(sayByLink, {
    body: { token, id: crypto.randomUUID(), name: 'Gazeteci', text: 'Bu ne demek?', about, ...given },
  })
const threadsBy = async (token: string) => (await api.call(readSharedThreads, { body: { token } })).threads

test('by a link for comments one speaks and is answered, and sees nothing else that is said', async () => {
  const { token } = await link(boardId, 'comment')
  const other = await link(boardId, 'comment', 'Üniversite')
  expect((await say(token, { recordId: noteId })).statusCode).toBe(200)
  expect((await say(token, { recordId: null }, { text: 'Genel bir söz' })).statusCode).toBe(200)
  const [whole, thread] = await threadsBy(token)
  expect(whole).toMatchObject({ recordId: null })
  expect(thread).toMatchObject({
    recordId: noteId,
    words: 'Akşam kursu',
    comments: [{ outsider: 'Gazeteci', organisation: null, text: 'Bu ne demek?' }],
  })
  expect(await threadsBy(other.token)).toEqual([])

  // In the room it is a thread like any other, which says by which link it came.
  const threads = { params: { roomId }, query: {} }
  const known = (await api.call(listThreads, threads, guest)).threads.find(({ id }) => id === thread!.id)!
  expect(known).toMatchObject({ seatId: null, first: { outsider: { name: 'Gazeteci', link: 'Basın' } }, unread: 1 })
  const params = { roomId, threadId: thread!.id }
  const text = `Sayın okur, @[seat:${seatId}] yanıtlar.`
  const comment = { id: crypto.randomUUID(), text }
  await api.call(addComment, { params, body: { comment } }, guest)
  const [answered] = (await threadsBy(token)).filter(({ id }) => id === thread!.id)
  expect(answered!.comments[1]).toMatchObject({
    outsider: null,
    organisation: 'Yenipınar Belediyesi',
    text: 'Sayın okur, @Yenipınar Belediyesi yanıtlar.',
  })
  expect(JSON.stringify(answered)).not.toContain('Hasan')
  const told = api.db.selectFrom('notification').select('kind').where('threadId', '=', thread!.id)
  expect((await told.execute()).map(({ kind }) => kind)).toContain('comment')
  // An answer of the outsider tells whoever answered.
  expect((await say(token, { threadId: thread!.id }, { text: 'Teşekkürler @[seat:x]' })).statusCode).toBe(200)
  expect((await told.execute()).map(({ kind }) => kind)).toContain('reply')

  // Whoever leads takes away what hurts.
  const first = known.first.id
  await api.call(deleteComment, { params: { ...params, commentId: first } }, asFacilitator())
  const [left] = (await threadsBy(token)).filter(({ id }) => id === thread!.id)
  expect(left!.comments[0]).toMatchObject({ text: '', outsider: '', deletedAt: expect.any(String) })
})

test('what may not be said by a link is refused, and nothing of it is kept', async () => {
  const { token } = await link(boardId, 'comment')
  const reading = await link()
  const before = await api.db.selectFrom('comment').select('id').execute()
  const elsewhere = await boardWith(api.db, roomId, () => {})
  const theirs = await link(elsewhere, 'comment')
  expect(refusal(await say(reading.token, { recordId: noteId }))).toEqual([403, 'forbidden'])
  expect(refusal(await say(token, { recordId: hiddenId }))).toEqual([404, 'not_found'])
  expect(refusal(await say(token, { recordId: 'nothing' }))).toEqual([404, 'not_found'])
  expect(refusal(await say(theirs.token, { recordId: noteId }))).toEqual([404, 'not_found'])
  expect(refusal(await say(token, { threadId: crypto.randomUUID() }))).toEqual([404, 'not_found'])
  for (const odd of [{ text: ' ' }, { text: 'x'.repeat(1_000_000) }, { name: '' }, { text: 'a\0b' }, { id: 'x' }]) {
    expect((await say(token, { recordId: noteId }, odd)).statusCode).toBeGreaterThanOrEqual(400)
  }
  const insiders = await api.db.selectFrom('thread').select('id').where('linkId', 'is', null).execute()
  for (const { id } of insiders) expect(refusal(await say(token, { threadId: id }))).toEqual([404, 'not_found'])
  expect(await api.db.selectFrom('comment').select('id').execute()).toHaveLength(before.length)
})

test('what is sent again after a lost answer is said once; another’s id is refused', async () => {
  const { token } = await link(boardId, 'comment')
  const other = await link(boardId, 'comment')
  const id = crypto.randomUUID()
  expect((await say(token, { recordId: noteId }, { id })).statusCode).toBe(200)
  expect((await say(token, { recordId: noteId }, { id })).statusCode).toBe(200)
  expect((await threadsBy(token)).flatMap(({ comments }) => comments)).toHaveLength(1)
  expect(refusal(await say(other.token, { recordId: noteId }, { id }))).toEqual([409, 'conflict'])
})

test('in an archived room a link is read still, and nothing is said or made any more', async () => {
  const { room } = await aRoom(api, workshop.organiser, workshop.programme.id)
  const id = await boardWith(api.db, room.id, () => {})
  const params = { roomId: room.id, documentId: id }
  const body = { level: 'comment' as const, label: '', expiresInHours: 1 }
  const made = (await api.call(createLink, { params, body }, asFacilitator())).link
  await api.call(editRoom, { params: { roomId: room.id }, body: { archived: true } }, asFacilitator())
  expect((await open(made.token)).document.id).toBe(id)
  expect(refusal(await say(made.token, { recordId: null }))).toEqual([409, 'room_archived'])
  expect(refusal(await api.send(createLink, { params, body }, asFacilitator()))).toEqual([409, 'room_archived'])
  const closed = { params: { roomId: room.id, linkId: made.id } }
  expect((await api.send(revokeLink, closed, asFacilitator())).statusCode).toBe(200)
})

test('a document has a bounded number of open links; a deleted one leads nowhere', async () => {
  const id = await boardWith(api.db, roomId, () => {})
  const made = []
  for (let n = 0; n < LINKS_MAX; n++) made.push(await link(id))
  const input = { params: { roomId, documentId: id }, body: { level: 'read' as const, label: '', expiresInHours: 1 } }
  expect(refusal(await api.send(createLink, input, asFacilitator()))).toEqual([
    ...[400, 'invalid'],
    [{ path: 'label', problem: 'too_many_links' }],
  ])
  await revoke(made[0]!.id)
  expect((await api.send(createLink, input, asFacilitator())).statusCode).toBe(200)
  await api.db.deleteFrom('document').where('id', '=', id).execute()
  expect(refusal(await api.send(openLink, { body: { token: made[1]!.token } }))).toEqual([404, 'link_unknown'])
})

test('how often a link was opened is known, a minute’s visits being one', async () => {
  const made = await link()
  await open(made.token)
  await open(made.token)
  const { links } = await api.call(listLinks, { params: { roomId, documentId: boardId } }, asFacilitator())
  expect(links.find(({ id }) => id === made.id)).toMatchObject({ opened: 1, openedAt: expect.any(String) })
})

test('one id sent into two rooms at once is said in one, and refused in the other', async () => {
  const { room } = await aRoom(api, workshop.organiser, workshop.programme.id)
  const documentId = await boardWith(api.db, room.id, () => {})
  const body = { level: 'comment' as const, label: '', expiresInHours: 24 }
  const there = (await api.call(createLink, { params: { roomId: room.id, documentId }, body }, asFacilitator())).link
  const here = await link(boardId, 'comment')
  for (let round = 0; round < 12; round++) {
    const id = crypto.randomUUID()
    const sent = await Promise.all([here, there].map(({ token }) => say(token, { recordId: null }, { id })))
    expect(sent.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409])
  }
})
