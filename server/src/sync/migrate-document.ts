import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import type { DocumentLog, StoredDocument } from './document-log.ts'
import { LiveDocument } from './live-document.ts'

/**
 * Reads a document and brings it to the newest version before anyone is let in: once, under a lock, as an ordinary row
 * of its log. Two nodes that migrated for themselves would write the same thing twice, as different edits.
 */
export async function readMigrated(log: DocumentLog, documentId: string): Promise<StoredDocument | undefined> {
  const stored = await log.read(documentId)
  if (!stored || !isOld(stored)) return stored
  await log.underLock(`migrate ${documentId}`, async (locked) => {
    const again = await locked.read(documentId)
    if (!again) return
    const live = new LiveDocument(again.kind, again.parts, again.holders)
    const bytes = live.migrate()
    live.destroy()
    if (!bytes) return
    await locked.append(documentId, [{ bytes, seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }], new Map())
  })
  return log.read(documentId)
}

function isOld({ kind, parts, holders }: StoredDocument): boolean {
  if (documentCatalogue[kind].migrations.length === 0) return false
  const live = new LiveDocument(kind, parts, holders)
  const old = live.isOlderThanThisServer
  live.destroy()
  return old
}
