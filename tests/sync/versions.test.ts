import { closeCodes } from '@meydan/shared/close-codes'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { migrated } from '@meydan/server/sync/migrate-document'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { rawSocket } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { testNode } from '../support/node.ts'
import { consultationRoom } from '../support/stories.ts'

let fresh: FreshDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

const NEXT = documentCatalogue.board.version + 1

function serverOfNextVersion(): void {
  const { board } = documentCatalogue
  const migrate = (doc: Y.Doc) => doc.getMap('meta').set('migratedTo', NEXT)
  documentCatalogue.board = { ...board, version: NEXT, migrations: [...board.migrations, { version: NEXT, migrate }] }
  onTestFinished(() => {
    documentCatalogue.board = board
  })
}

test('an old document is brought to the newest version once, by whichever node comes first', async () => {
  const story = await consultationRoom(fresh.db)
  serverOfNextVersion()
  const log = new DocumentLog(fresh.db)
  const read = async () => migrated(log, story.boardId, (await log.read(story.boardId))!)
  const reads = await Promise.all([1, 2, 3, 4].map(read))
  for (const stored of reads) {
    const doc = new Y.Doc()
    for (const part of stored!.parts) Y.applyUpdate(doc, part)
    expect(doc.getMap('meta').toJSON()).toEqual({ version: NEXT, migratedTo: NEXT })
    expect(stored!.seq).toBe(2)
  }
})

test('a document newer than this server is not opened: the page must be reloaded from a newer one', async () => {
  const story = await consultationRoom(fresh.db)
  const doc = new Y.Doc()
  // Written beside the template's own version: of two such writes the higher client id stands.
  doc.clientID = 2 ** 32 - 1
  doc.getMap('meta').set('version', 99)
  const frame = { bytes: Y.encodeStateAsUpdate(doc), seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }
  await new DocumentLog(fresh.db).append({ id: story.boardId, epoch: 1 }, [frame], new Map())
  const node = await testNode(fresh.url)
  onTestFinished(node.close)
  const headers = { cookie: story.civil.cookie, origin: node.url }
  const { closed } = await rawSocket(node, `/sync/${story.boardId}`, headers)
  expect(await closed).toBe(closeCodes.newerVersion)
})
