import { projectDocument } from '@meydan/server/projection/projector'
import { eraseMyText } from '@meydan/shared/contracts/history'
import * as threads from '@meydan/shared/contracts/threads'
import type { ThreadAnchor } from '@meydan/shared/contracts/threads'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { endsOfPassage, type PassageEnds, revivedEnds } from '@meydan/shared/documents/minutes/passage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { minutesWith, paragraph } from '../support/minutes.ts'
import { loggedDocument } from '../support/projection.ts'
import { type Api, refusal, startApi } from './api.ts'
import { rowsHolding } from './rows.ts'
import { aThreadRoom, type ThreadRoom } from './threads-story.ts'

let api: Api
let room: ThreadRoom

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  room = await aThreadRoom(api)
})
afterAll(() => api.close())

async function someMinutes(roomId = room.roomId) {
  const documentId = await minutesWith(api.db, roomId, [paragraph('Bütçe dün onaylandı mı?'), paragraph('Sonra')])
  const { doc, commit } = await loggedDocument(api.db, documentId)
  const line = (new Minutes(doc).body!.get(0) as Y.XmlElement).get(0) as Y.XmlText
  const place = (index: number) => ({ text: line, index })
  const about = (words: string): Extract<ThreadAnchor, { kind: 'passage' }> => {
    const at = line.toJSON().indexOf(words)
    return { kind: 'passage', documentId, ...endsOfPassage(place(at), place(at + words.length)) }
  }
  const remove = (words: string) => line.delete(line.toJSON().indexOf(words), words.length)
  const project = async () => {
    await commit()
    await projectDocument(api.db, documentId)
  }
  return { documentId, doc, line, place, about, remove, commit, project }
}

const seen = async (threadId: string) => {
  const { state, words } = (await room.see(room.mehmet, threadId)).thread
  return { state, words }
}

test('a thread is about a passage of the minutes: its words are the server’s own, as they are by now', async () => {
  const { documentId, line, about, project } = await someMinutes()
  const anchor = about('dün onaylandı')
  const thread = await room.start(room.ahmad, {}, anchor)
  expect(thread).toMatchObject({ anchor, words: 'dün onaylandı', state: 'here' })
  line.insert(0, 'Sayın üyeler: ')
  line.insert(line.toJSON().indexOf('onaylandı'), 'akşam ')
  await project()
  expect(await seen(thread.id)).toEqual({ state: 'here', words: 'dün akşam onaylandı' })
  expect((await room.list(room.mehmet, { q: 'AKŞAM' })).threads.map(({ id }) => id)).toEqual([thread.id])
  expect((await room.list(room.mehmet, { documentId })).threads.map(({ id }) => id)).toEqual([thread.id])
  const { pins, passages } = await api.call(
    threads.listThreadPins,
    { params: { ...room.params, documentId } },
    room.mehmet,
  )
  const { from, to } = anchor
  expect([pins, passages]).toEqual([[], [{ threadId: thread.id, from, to, isOpen: true, comments: 1, unread: 1 }]])
})

test('of a passage that is gone its last words stay', async () => {
  const { documentId, about, remove, project } = await someMinutes()
  const { id } = await room.start(room.ahmad, {}, about('dün onaylandı'))
  remove('dün ')
  await project()
  expect(await seen(id)).toEqual({ state: 'here', words: 'onaylandı' })
  remove('onaylandı')
  await project()
  expect(await seen(id)).toEqual({ state: 'gone', words: 'onaylandı' })
  await projectDocument(api.db, documentId, { anew: true })
  expect(await seen(id)).toEqual({ state: 'gone', words: 'onaylandı' })
  const params = { ...room.params, documentId }
  expect((await api.call(threads.listThreadPins, { params }, room.mehmet)).passages).toEqual([])
  expect((await room.reply(room.mehmet, id)).comments).toHaveLength(2)
})

async function takenBack() {
  const minutes = await someMinutes()
  const { doc, about, remove, project } = minutes
  const body = new Minutes(doc).body!
  const undo = new Y.UndoManager(body, { trackedOrigins: new Set(['mine']) })
  const anchor = about('dün onaylandı')
  const { id } = await room.start(room.ahmad, {}, anchor)
  const takeOut = async (words: string) => {
    doc.transact(() => remove(words), 'mine')
    await project()
  }
  const takeBack = async () => {
    undo.undo()
    await minutes.commit()
    return revivedEnds(body, anchor)!
  }
  return { ...minutes, id, anchor, takeOut, takeBack }
}

const sendMove = (who: Parameters<typeof room.list>[0], threadId: string, { from, to }: PassageEnds) =>
  api.send(threads.moveThread, { ...room.at(threadId), body: { from, to } }, who)

test('whose deletion is taken back, a passage is that of its thread again', async () => {
  for (const words of ['dün onaylandı', 'dün ', 'tçe dün onaylandı mı']) {
    const { documentId, doc, id, takeOut, takeBack, project } = await takenBack()
    await takeOut(words)
    const now = await takeBack()
    await project()
    expect((await seen(id)).words === 'dün onaylandı' && (await seen(id)).state === 'here', words).toBe(false)
    const moved = await sendMove(room.mehmet, id, now)
    expect(moved.json().thread, words).toMatchObject({
      ...{ state: 'here', words: 'dün onaylandı' },
      anchor: { kind: 'passage', documentId, ...now },
    })
    // As it stays when the rows are made anew, and for whoever writes on.
    ;((new Minutes(doc).body!.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, '– ')
    await project()
    expect(await seen(id), words).toEqual({ state: 'here', words: 'dün onaylandı' })
    expect(refusal(await sendMove(room.mehmet, id, now)), 'a second time').toEqual([409, 'conflict'])
  }
})

test('a thread is put to no other words than its own, and by nobody who may not write there', async () => {
  const { id, anchor, about, takeOut, takeBack } = await takenBack()
  // It has its words.
  expect(refusal(await sendMove(room.mehmet, id, about('Bütçe')))).toEqual([409, 'conflict'])
  expect(refusal(await sendMove(room.mehmet, id, anchor))).toEqual([409, 'conflict'])
  await takeOut('dün onaylandı')
  expect(refusal(await sendMove(room.mehmet, id, about('Bütçe')))).toEqual([409, 'conflict'])
  expect(refusal(await sendMove(room.mehmet, id, anchor))).toEqual([409, 'conflict'])
  const now = await takeBack()
  const elsewhere = await someMinutes()
  expect(refusal(await sendMove(room.mehmet, id, elsewhere.about('dün onaylandı')))).toEqual([404, 'not_found'])
  expect(refusal(await sendMove(room.mehmet, id, { from: now.to, to: now.from }))).toEqual([404, 'not_found'])
  expect((await sendMove(room.mehmet, id, { from: 'no base64!', to: now.to })).statusCode).toBe(400)
  expect((await sendMove(room.observer, id, now)).statusCode).toBe(403)
  const ofRoom = await room.start(room.ahmad)
  expect(refusal(await sendMove(room.mehmet, ofRoom.id, now))).toEqual([404, 'not_found'])
  expect(refusal(await sendMove(room.mehmet, crypto.randomUUID(), now))).toEqual([404, 'not_found'])
  expect((await sendMove(room.mehmet, id, now)).statusCode).toBe(200)
})

test('what is no passage of minutes of this room is refused', async () => {
  const { about, line, place, documentId, commit } = await someMinutes()
  const anchor = about('dün')
  const elsewhere = await someMinutes()
  const board = await room.aBoard()
  const send = async (wrong: object) =>
    refusal(await room.sendStart(room.ahmad, {}, { ...anchor, ...wrong } as ThreadAnchor))
  for (const wrong of [
    { documentId: elsewhere.documentId },
    { documentId: board.about('x').documentId },
    { documentId: crypto.randomUUID() },
    { from: anchor.to, to: anchor.from },
    { from: 'AAAA' },
    endsOfPassage(place(10), place(4)),
  ])
    expect(await send(wrong), JSON.stringify(wrong)).toEqual([404, 'not_found'])
  for (const wrong of [{ from: 'no base64!' }, { to: '' }, { to: 'AAAA'.repeat(51) }, { words: 'Bütçe' }])
    expect((await send(wrong))[0], JSON.stringify(wrong)).toBe(400)
  line.insert(0, 'Henüz ')
  const unsent = { kind: 'passage', documentId, ...endsOfPassage(place(0), place(5)) } as const
  expect(refusal(await room.sendStart(room.ahmad, {}, unsent))).toEqual([404, 'not_found'])
  await commit()
  expect((await room.start(room.ahmad, {}, unsent)).words).toBe('Henüz')
  expect((await room.sendStart(room.observer, {}, anchor)).statusCode).toBe(403)
})

test('who has their text erased leaves no words in what was said about it', async () => {
  const { line, about, commit, project } = await someMinutes()
  line.insert(6, 'gizlisöz ')
  await commit({ personId: room.ahmad.me.id, seatId: room.ahmad.seatId })
  const thread = await room.start(room.mehmet, {}, about('gizlisöz dün'))
  await project()
  await api.call(eraseMyText, { params: room.params }, room.ahmad)
  expect((await seen(thread.id)).words).not.toContain('gizlisöz')
  expect(await rowsHolding(api, 'gizlisöz')).toEqual([])
})
