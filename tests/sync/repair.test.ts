import { DocumentLog } from '@meydan/server/sync/document-log'
import { LiveDocument } from '@meydan/server/sync/live-document'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { type SyncClient, syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

let fresh: FreshDatabase
let node: TestNode

beforeAll(async () => {
  fresh = await freshDatabase()
  node = await testNode(fresh.url)
})
afterAll(async () => {
  await node?.close()
  await fresh?.drop()
})

function join(story: Story, who: 'civil' | 'public' | 'facilitator', ack = false): SyncClient {
  const client = syncClient(node, story.boardId, story[who].cookie, { ack })
  onTestFinished(() => client.destroy())
  return client
}

async function inDatabase(boardId: string): Promise<Y.Doc> {
  const { kind, parts, holders } = (await new DocumentLog(fresh.db).read(boardId))!
  return new LiveDocument(kind, parts, holders).doc
}

test('a field that no model knows goes again: its author is told, the others and the database never keep it', async () => {
  const story = await consultationRoom(fresh.db)
  const odd = join(story, 'civil', true)
  const other = join(story, 'public')
  await Promise.all([odd.synced(), other.synced()])
  const board = new Board(odd.doc)
  const [id] = board.addNotes([{ at: { x: 1, y: 2 }, text: 'Kreş yok' }], { seat: story.civil.seatId, side: 'civil' })
  await until(() => parseBoard(other.doc).notes.length === 1)

  const note = odd.doc.getMap<Y.Map<unknown>>('notes').get(id!)!
  odd.doc.transact(() => {
    note.set('colour', 'mint')
    note.set('secret', 'payload')
    note.set('at', { x: 'left' })
  })
  await until(() => odd.frames.refusals.length > 0)
  expect(odd.frames.refusals).toEqual(['repaired'])
  await until(() => !note.has('secret') && !note.has('at'), { what: 'the author has the mended note' })
  board.write(id!, 'Kreş yok, kuyruk var')
  await until(() => parseBoard(other.doc).notes[0]?.text === 'Kreş yok, kuyruk var')
  expect(odd.frames.refusals, 'who was mended goes on').toEqual(['repaired'])
  expect(odd.closes).toEqual([])

  const stored = await inDatabase(story.boardId)
  for (const doc of [odd.doc, other.doc, stored]) {
    const fields = doc.getMap('notes').toJSON()[id!] as Record<string, unknown>
    expect(fields).toMatchObject({ colour: 'mint', side: 'civil' })
    expect(Object.keys(fields)).not.toContain('secret')
    expect(Object.keys(fields)).not.toContain('at')
  }
  expect(Buffer.from(Y.encodeStateAsUpdate(stored)).toString('latin1'), 'nor hidden in it').not.toContain('payload')
  const { rows } = await fresh.pool.query('select count(*)::int as n from refused_frame where document_id = $1', [
    story.boardId,
  ])
  expect(rows[0].n).toBe(0)
})

test('a lock is the facilitators’: who opens it without the right finds it closed again, everywhere', async () => {
  const story = await consultationRoom(fresh.db)
  const leader = join(story, 'facilitator', true)
  const guest = join(story, 'civil', true)
  await Promise.all([leader.synced(), guest.synced()])
  const [ours, theirs] = [new Board(leader.doc), new Board(guest.doc)]
  const [id] = ours.addNotes([{ at: { x: 1, y: 2 }, text: 'Gündem' }], {
    seat: story.facilitator.seatId,
    side: 'neutral',
  })
  ours.setLocked([id!], true)
  await until(() => theirs.isLocked(id!))
  theirs.setLocked([id!], false)
  await until(() => guest.frames.refusals.length > 0)
  await until(() => theirs.isLocked(id!) && ours.isLocked(id!), { what: 'closed again' })
  expect(guest.frames.refusals).toEqual(['repaired'])
  expect(leader.frames.refusals).toEqual([])
  expect(new Board(await inDatabase(story.boardId)).isLocked(id!)).toBe(true)

  ours.setLocked([id!], false)
  await until(() => !theirs.isLocked(id!))
  expect([...leader.closes, ...guest.closes]).toEqual([])
})
