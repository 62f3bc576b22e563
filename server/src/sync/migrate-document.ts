import type { DocumentLog, StoredDocument } from './document-log.ts'
import { LiveDocument, UnreadableDocument } from './live-document.ts'
import { LiveSource } from './live-source.ts'

/** A document as it is stored, with the one that is built of it, so that nobody builds it twice. */
export type LoadedDocument = StoredDocument & { source: LiveSource }

/**
 * Brings a document that was read to the newest version before anyone is let in: once, under a lock, as an ordinary row
 * of its log. Two nodes that migrated for themselves would write the same thing twice, as different edits. Throws
 * UnreadableDocument. One in quarantine stays as it is.
 */
export async function migrated(
  log: DocumentLog,
  documentId: string,
  stored: StoredDocument,
): Promise<LoadedDocument | undefined> {
  const live = built(stored)
  if (stored.quarantined || !live.isOlderThanThisServer) return { ...stored, source: LiveSource.of(live) }
  live.destroy()
  await log.underLock(`migrate ${documentId}`, async (locked) => {
    const again = await locked.read(documentId)
    if (!again || again.quarantined) return
    const bytes = stepsOf(again)
    if (!bytes) return
    const row = { bytes, seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }
    await locked.append({ id: documentId, epoch: again.epoch }, [row], new Map())
  })
  const newest = await log.read(documentId)
  return newest && { ...newest, source: LiveSource.of(built(newest)) }
}

export function built({ kind, parts, holders }: StoredDocument): LiveDocument {
  return new LiveDocument(kind, parts, holders)
}

function stepsOf(stored: StoredDocument): Uint8Array | null {
  const live = built(stored)
  try {
    return live.migrate()
  } catch (error) {
    throw new UnreadableDocument('it could not be brought to the newest version', { cause: error })
  } finally {
    live.destroy()
  }
}
