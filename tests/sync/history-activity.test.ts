import { DocumentLog } from '@meydan/server/sync/document-log'
import { compactDocument } from '@meydan/server/sync/folding/compact.job'
import { wordsOfDeleted } from '@meydan/server/sync/history/deleted-words'
import { eraseInDocument } from '@meydan/server/sync/history/erase'
import { keepSnapshot, keepVersion, listChanges, listVersions, readVersion } from '@meydan/server/sync/history/versions'
import { keepActivityVersions } from '@meydan/server/sync/history/versions-activity.job'
import { LiveDocument } from '@meydan/server/sync/live-document'
import { Board } from '@meydan/shared/documents/board/board'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'

let fresh: FreshDatabase
const failures: string[] = []
const log = { info() {}, error: (_details: object, text: string) => void failures.push(text) }

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

async function writes(story: Story, actor: Actor, edit: (board: Board) => void): Promise<void> {
  const documents = new DocumentLog(fresh.db)
  const stored = (await documents.read(story.boardId))!
  const live = new LiveDocument(stored.kind, stored.parts, stored.holders)
  const before = Y.encodeStateVector(live.doc)
  edit(new Board(live.doc))
  const { personId, seatId } = actor
  const bytes = Y.encodeStateAsUpdate(live.doc, before)
  const row = { bytes, seatId, connectionId: crypto.randomUUID(), frameNo: 1 }
  const at = { id: story.boardId, epoch: stored.epoch }
  await documents.append(at, [row], new Map([[live.doc.clientID, { personId, seatId }]]))
}

const note = (board: Board, text: string) =>
  board.addNotes([{ at: { x: 0, y: 0 }, text }], { seat: null, side: 'civil' })[0]!
const run = (given: { keepDays?: number; most?: number } = {}) =>
  keepActivityVersions({ keepDays: 90, ...given }).run({}, { db: fresh.db, log })
const versions = (story: Story) => listVersions(fresh.db, story.boardId)

async function notesIn(story: Story, id: string): Promise<string[]> {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, (await readVersion(fresh.db, story.boardId, id))!.bytes)
  return parseBoard(doc)
    .notes.map(({ text }) => text)
    .sort()
}

test('a board that was written to is kept as it is, once; an idle one, a new one and one of no days are not', async () => {
  const story = await consultationRoom(fresh.db)
  await run()
  expect(await versions(story), 'nobody has written yet').toEqual([])
  await writes(story, story.civil, (board) => void note(board, 'su'))
  await run({ keepDays: 0 })
  expect(await versions(story), 'nothing is to be kept').toEqual([])
  await run()
  await run()
  const [first, ...none] = await versions(story)
  expect(none, 'idle since').toEqual([])
  expect(first).toMatchObject({ reason: 'activity', seatId: null, upto: 2 })
  await writes(story, story.public, (board) => void note(board, 'ekmek'))
  await run()
  const [second] = await versions(story)
  expect(await notesIn(story, second!.id)).toEqual(['ekmek', 'su'])
  expect(await notesIn(story, first!.id)).toEqual(['su'])
  expect(failures).toEqual([])
})

test('a run keeps no more versions than it may; the next one brings the rest', async () => {
  await run()
  const stories = [await consultationRoom(fresh.db), await consultationRoom(fresh.db), await consultationRoom(fresh.db)]
  for (const story of stories) await writes(story, story.civil, (board) => void note(board, 'su'))
  const kept = async () => (await Promise.all(stories.map(versions))).flat().length
  await run({ most: 2 })
  expect(await kept()).toBe(2)
  await run({ most: 2 })
  expect(await kept()).toBe(3)
  for (const story of stories) {
    await writes(story, story.civil, (board) => void note(board, 'ekmek'))
    await run({ most: 1 })
    expect(await versions(story), 'idle boards take nobody’s place').toHaveLength(2)
  }
})

test('a document that cannot be read costs nobody else their version, and one in quarantine is left alone', async () => {
  const [bad, good] = [await consultationRoom(fresh.db), await consultationRoom(fresh.db)]
  const row = { bytes: new Uint8Array([9, 9, 9]), seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }
  await new DocumentLog(fresh.db).append({ id: bad.boardId, epoch: 1 }, [row], new Map())
  await writes(good, good.civil, (board) => void note(board, 'su'))
  await run()
  await run()
  expect(await versions(bad)).toEqual([])
  expect(await versions(good)).toHaveLength(1)
})

test('what was erased meanwhile is not kept: the snapshot is of another epoch', async () => {
  const story = await consultationRoom(fresh.db)
  await writes(story, story.civil, (board) => void note(board, 'Kanarya'))
  await compactDocument.run({ documentId: story.boardId }, { db: fresh.db, log })
  expect(await eraseInDocument(fresh.db, story.boardId, story.civil.personId)).toBe(true)
  expect(await keepSnapshot(fresh.db, { documentId: story.boardId, epoch: 1 })).toBe(false)
  expect(await versions(story)).toEqual([])
})

/** Keeps a version that is so old; answers with its id. */
async function aged(story: Story, at: RawBuilder<Date>, reason: 'activity' | 'daily' | 'before_delete' = 'activity') {
  const given = { documentId: story.boardId, epoch: 1, upto: 1, reason, seatId: null }
  const before = new Set((await versions(story)).map(({ id }) => id))
  await keepVersion(fresh.db, { ...given, bytes: new Uint8Array([0, 0]) })
  const { id } = (await versions(story)).find((version) => !before.has(version.id))!
  await sql`update document_version set created_at = ${at} where id = ${id}`.execute(fresh.db)
  return id
}

test('all of 24 hours stay, then one an hour, after 7 days one a day: the last of each', async () => {
  const story = await consultationRoom(fresh.db)
  const day = (days: number, time: string) =>
    sql<Date>`date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' - make_interval(days => ${days}) + ${time}::interval`
  /** So much earlier than so long ago, but in the same hour or day. */
  const sameAs = (unit: 'hour' | 'day', time: string, earlier: string) =>
    sql<Date>`greatest(date_trunc(${unit}, ${ago(time)} at time zone 'UTC') at time zone 'UTC', ${ago(time)} - ${earlier}::interval)`
  const ago = (time: string) => sql<Date>`(now() - ${time}::interval)`
  const stay = [
    await aged(story, ago('23:59')),
    await aged(story, ago('23:58')),
    await aged(story, day(3, '10:59:59')),
    await aged(story, day(3, '11:00')),
    await aged(story, day(3, '10:30'), 'before_delete'),
    await aged(story, day(20, '23:59:59')),
    await aged(story, day(21, '00:00')),
    // The day is in the daily version that was kept after it.
    await aged(story, day(29, '00:05'), 'daily'),
    await aged(story, ago('24:00:01')),
    // An hour apart, on this side of the seven days; the last one before them.
    await aged(story, ago('166:59')),
    await aged(story, ago('167:59:30')),
    await aged(story, ago('168:00:01')),
  ]
  const go = [
    await aged(story, sameAs('hour', '24:00:01', '00:10')),
    await aged(story, sameAs('day', '168:00:01', '02:00')),
    await aged(story, day(3, '10:00')),
    await aged(story, day(3, '10:50')),
    await aged(story, day(20, '00:00')),
    await aged(story, day(20, '12:00')),
    await aged(story, day(30, '10:00')),
    await aged(story, day(30, '23:50')),
  ]
  await run()
  const left = (await versions(story)).map(({ id }) => id)
  expect(stay.map((id) => left.includes(id))).toEqual(stay.map(() => true))
  expect(go.filter((id) => left.includes(id))).toEqual([])
  await run()
  expect((await versions(story)).map(({ id }) => id)).toEqual(left)
})

test('deleted objects say their first words in the list, before and after folding', async () => {
  const story = await consultationRoom(fresh.db)
  const author = { seat: story.civil.seatId, side: 'civil' as const }
  let ids: string[] = []
  await writes(story, story.civil, (board) => {
    ids = [
      note(board, `Su ${'🌊'.repeat(80)}`),
      board.add('theme', { at: { x: 0, y: 500 }, title: 'Barınma' }, author),
      board.add('stroke', { at: { x: 0, y: 900 }, points: '1 2 3' }, author),
    ]
  })
  await writes(story, story.public, (board) => removeItems(board, ids))
  const words = async () => {
    const { changes } = await listChanges(fresh.db, story.boardId, { limit: 50 })
    const found = await wordsOfDeleted(fresh.db, story.boardId, changes)
    return ids.map((id) => found.get(changes.find(({ recordId, action }) => recordId === id && action === 'deleted')!))
  }
  const unfolded = await words()
  expect(unfolded.slice(1)).toEqual(['Barınma', ''])
  expect(unfolded[0]).toMatch(/^Su 🌊+\uFFFD?$/u)
  expect(unfolded[0]!.length).toBeLessThanOrEqual(120)
  await compactDocument.run({ documentId: story.boardId }, { db: fresh.db, log })
  expect(await words()).toEqual(unfolded)
})

test('changes are filtered by person and by action, page by page, across the fold', async () => {
  const story = await consultationRoom(fresh.db)
  const write = (actor: Actor, text: string) => writes(story, actor, (board) => void note(board, text))
  let id = ''
  await writes(story, story.civil, (board) => (id = note(board, 'a')))
  await write(story.public, 'b')
  await compactDocument.run({ documentId: story.boardId }, { db: fresh.db, log })
  await write(story.civil, 'c')
  await writes(story, story.public, (board) => removeItems(board, [id]))
  const told = async (only: object, before?: Parameters<typeof listChanges>[2]['before']) => {
    const page = await listChanges(fresh.db, story.boardId, { limit: 1, only, before })
    const rest: string[] = page.next ? await told(only, page.next) : []
    return [...page.changes.map(({ seq, action }) => `${seq} ${action}`), ...rest]
  }
  expect(await told({ seatIds: [story.civil.seatId] })).toEqual(['4 added', '2 added'])
  expect(await told({ seatIds: [story.public.seatId], action: 'deleted' })).toEqual(['5 deleted'])
  expect(await told({ seatIds: [] })).toEqual([])
})
