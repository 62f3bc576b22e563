import { rebuildRows } from '@meydan/server/projection/rebuild'
import { eraseMyText, erasePersonText } from '@meydan/shared/contracts/history'
import * as threads from '@meydan/shared/contracts/threads'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boardWith } from '../support/canvas.ts'
import { planWith } from '../support/plans.ts'
import { loggedDocument } from '../support/projection.ts'
import { type Api, startApi } from './api.ts'
import { writesOn } from './board-writing.ts'
import { rowsHolding } from './rows.ts'
import { aThreadRoom, type ThreadRoom } from './threads-story.ts'
import type { Seated } from './voice-story.ts'

let api: Api
let room: ThreadRoom
let ahmad: Seated
let mehmet: Seated

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  room = await aThreadRoom(api)
  ;({ ahmad, mehmet } = room)
})
afterAll(() => api.close())

const secret = 'Ahmad’ın gizli sözü'
const erase = (who = ahmad) => api.call(eraseMyText, { params: room.params }, who)

test('what somebody said, attached and signed is erased; that they said something, and what others answered, stays', async () => {
  const file = await room.keep(ahmad, Buffer.from(`${secret} dosyada`), 'not.txt')
  const unsent = await room.keep(ahmad, Buffer.from(`${secret} gönderilmedi`), 'taslak.txt')
  const { id, first } = await room.start(ahmad, { text: secret, attachments: [file.id] })
  await room.reply(mehmet, id, { text: 'Cevap' })
  const sign = { ...room.commentAt((await room.see(mehmet, id)).comments[1]!.id, id).params, sign: 'agree' as const }
  await api.call(threads.reactToComment, { params: sign, body: { on: true } }, ahmad)
  const alone = await room.start(ahmad, { text: `${secret} yalnız` })
  api.told.length = 0
  await erase()
  expect(api.told).toContain(`${room.roomId} threads`)
  const { comments, thread } = await room.see(mehmet, id)
  expect(comments).toMatchObject([
    { id: first.id, seatId: null, text: '', attachments: [] },
    { text: 'Cevap', seatId: mehmet.seatId, reactions: [] },
  ])
  expect([comments[0]!.deletedAt === null, thread.seatId, thread.side]).toEqual([false, null, null])
  expect((await api.send(threads.readThread, { ...room.at(alone.id), query: {} }, mehmet)).statusCode).toBe(404)
  for (const attachment of [file, unsent]) expect((await room.download(ahmad, attachment.id)).statusCode).toBe(404)
  expect(await rowsHolding(api, secret)).toEqual([])
})

test('words that threads keep of what they made go too, whether rows had them or not, and of what is gone', async () => {
  const author = { seat: ahmad.seatId, side: 'civil' as const }
  const documentId = await boardWith(api.db, room.roomId, () => {})
  const write = (text: string) =>
    writesOn(api, documentId, ahmad, (board) => board.addNotes([{ at: { x: 0, y: 0 }, text }], author)[0]!)
  const [projected, gone] = [await write(`${secret} bir`), await write(`${secret} üç`)]
  await rebuildRows(api.db)
  const started = [await room.start(mehmet, {}, { kind: 'note', documentId, recordId: projected })]
  started.push(await room.start(mehmet, {}, { kind: 'note', documentId, recordId: gone }))
  await writesOn(api, documentId, mehmet, (board) => board.notes.remove(gone))
  await rebuildRows(api.db)
  const fresh = await write(`${secret} iki`)
  started.push(await room.start(mehmet, {}, { kind: 'note', documentId, recordId: fresh }))
  expect(await rowsHolding(api, secret)).toEqual(expect.arrayContaining(['thread', 'board_record']))
  await erase()
  for (const { id } of started) expect((await room.see(mehmet, id)).thread.words).not.toContain('gizli')
  expect(await rowsHolding(api, secret)).toEqual([])
})

test('of an action that others made, a thread says what is left of its title; a facilitator erases as well', async () => {
  let recordId = ''
  const documentId = await planWith(api.db, room.roomId, (plan) => {
    recordId = plan.addActions([{ title: 'Kreş açmak' }], { seat: mehmet.seatId, side: 'public' })[0]!
  })
  const { doc, commit } = await loggedDocument(api.db, documentId)
  const plan = new Plan(doc)
  plan.transact(() => plan.edit(recordId, { title: secret }))
  await commit({ personId: ahmad.me.id, seatId: ahmad.seatId })
  await rebuildRows(api.db)
  const { id, words } = await room.start(mehmet, {}, { kind: 'action', documentId, recordId })
  expect(words).toBe(secret)
  const body = { personId: ahmad.me.id, roomId: room.roomId }
  await api.call(erasePersonText, { params: { programmeId: room.programme.id }, body }, room.organiser)
  expect((await room.see(mehmet, id)).thread.words).not.toContain('gizli')
  expect(await rowsHolding(api, secret)).toEqual([])
})
