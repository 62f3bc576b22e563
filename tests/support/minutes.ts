import type { Database } from '@meydan/server/database/schema'
import { createDocument, DocumentLog } from '@meydan/server/sync/document-log'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import * as Y from 'yjs'

/** A paragraph of plain words. */
export const paragraph = (text: string): RichBlock => ({ type: 'paragraph', pieces: text ? [{ text }] : [] })

/** Minutes in a room that say this; answers with their id. */
export async function minutesWith(
  db: Database,
  roomId: string,
  blocks: readonly RichBlock[],
  { title = 'Tutanak', meeting = null }: { title?: string; meeting?: string | null } = {},
): Promise<string> {
  const doc = new Y.Doc()
  doc.getMap('meta').set('version', documentCatalogue.minutes.version)
  new Minutes(doc).begin(blocks, meeting)
  const initial = Y.encodeStateAsUpdate(doc)
  const { id } = await db
    .transaction()
    .execute((trx) => createDocument(trx, { roomId, kind: 'minutes', title, createdBy: null, initial }))
  return id
}

/** What minutes say in the database now. */
export async function minutesOf(db: Database, documentId: string): Promise<Minutes> {
  const stored = await new DocumentLog(db).read(documentId)
  const doc = new Y.Doc()
  for (const bytes of stored!.parts) Y.applyUpdate(doc, bytes)
  return new Minutes(doc)
}
