import { compactDocument } from '@meydan/server/sync/folding/compact.job'
import { eraseInDocument } from '@meydan/server/sync/history/erase'
import { restoreVersion } from '@meydan/server/sync/history/restore'
import { listChanges, listVersions, readVersion } from '@meydan/server/sync/history/versions'
import { keepDailyVersions } from '@meydan/server/sync/history/versions-daily.job'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import { checkRichText } from '@meydan/shared/documents/rich-text/schema'
import { appendRich } from '@meydan/shared/documents/rich-text/write'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { minutesOf, minutesWith, paragraph } from '../support/minutes.ts'
import { loggedDocument } from '../support/projection.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'

let fresh: FreshDatabase
let story: Story
const silent = { info() {}, error() {} }
const MEETING = '0190aaaa-0000-7000-8000-00000000000e'
const ID = '0190aaaa-0000-7000-8000-00000000000a'

beforeAll(async () => {
  fresh = await freshDatabase()
  story = await consultationRoom(fresh.db)
})
afterAll(() => fresh?.drop())

const beginning: RichBlock[] = [{ type: 'heading', level: 2, pieces: [{ text: 'Gündem' }] }]
/** What people write into minutes that a description has not. */
const written: RichBlock[] = [
  { type: 'table', rows: [[{ isHeader: true, colspan: 2, rowspan: 1, blocks: [paragraph('Kim')] }]] },
  { type: 'taskList', tasks: [{ checked: true, action: { plan: ID, action: ID }, blocks: [paragraph('çağır')] }] },
  { type: 'decision', entry: ID, blocks: [paragraph('Karar')] },
  { type: 'clause', id: ID, blocks: [paragraph('Madde')] },
  {
    type: 'paragraph',
    pieces: [
      { mention: { kind: 'organisation', target: ID, label: 'Belediye' } },
      { text: ' sorar', bold: true },
      { chip: { kind: 'theme', document: ID, record: ID, label: 'Ulaşım' } },
    ],
  },
]

async function edit(documentId: string, by: Actor, act: (text: Y.XmlFragment) => void): Promise<void> {
  const { doc, commit } = await loggedDocument(fresh.db, documentId)
  doc.transact(() => act(new Minutes(doc).body!))
  await commit(by)
}
const keep = () => keepDailyVersions({ keepDays: 90 }).run({}, { db: fresh.db, log: silent })
const restore = (documentId: string, versionId: string) =>
  fresh.db
    .transaction()
    .execute((trx) =>
      restoreVersion(trx, { documentId, versionId, seatId: story.facilitator.seatId, without: new Set() }),
    )

test('a version of minutes is read, and brings back all of the text with who wrote it', async () => {
  const documentId = await minutesWith(fresh.db, story.roomId, beginning, { meeting: MEETING })
  await edit(documentId, story.civil, (text) => appendRich(text, written))
  await keep()
  const [version] = await listVersions(fresh.db, documentId)
  const bytes = (await readVersion(fresh.db, documentId, version!.id))!.bytes
  const then = new Y.Doc()
  Y.applyUpdate(then, bytes)
  expect(new Minutes(then).blocks()).toEqual([...beginning, ...written])

  await edit(documentId, story.public, (text) => text.delete(0, text.length))
  expect((await minutesOf(fresh.db, documentId)).blocks()).toEqual([])
  expect(await restore(documentId, version!.id)).toBeTruthy()
  const back = await minutesOf(fresh.db, documentId)
  expect(back.blocks()).toEqual([...beginning, ...written])
  expect(back.meeting).toBe(MEETING)
  expect(checkRichText(back.body!, 'minutes')).toEqual([])

  // What came back is still theirs.
  await eraseInDocument(fresh.db, documentId, story.civil.personId)
  const left = (await minutesOf(fresh.db, documentId)).plainText()
  expect(left).toContain('Gündem')
  expect(left).not.toMatch(/Kim|çağır|Karar|Madde|sorar|Belediye|Ulaşım/)
})

test('who wrote in minutes is told the same before and after folding', async () => {
  const documentId = await minutesWith(fresh.db, story.roomId, beginning)
  await edit(documentId, story.civil, (text) => appendRich(text, written))
  await edit(documentId, story.public, (text) => appendRich(text, [paragraph('ekledik')]))
  const told = async () => {
    const { changes } = await listChanges(fresh.db, documentId, { limit: 10 })
    return changes.map(({ root, recordId, fields, seatId }) => [root, recordId, fields, seatId])
  }
  const before = await told()
  expect(before.slice(0, 2)).toEqual([
    ['parts', 'body', ['text'], story.public.seatId],
    ['parts', 'body', ['text'], story.civil.seatId],
  ])
  await compactDocument.run({ documentId }, { db: fresh.db, log: silent })
  expect(await told()).toEqual(before)
})
