import type { DocumentLog, StoredDocument } from './document-log.ts'
import { Scribe } from './history/authors.ts'
import { type Holder, LiveDocument, UnreadableDocument } from './live-document.ts'
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
    const steps = stepsOf(again, await locked.authors(documentId))
    if (!steps) return
    const { bytes, holders } = steps
    const row = { bytes, seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }
    await locked.append({ id: documentId, epoch: again.epoch }, [row], holders)
  })
  const newest = await log.read(documentId)
  return newest && { ...newest, source: LiveSource.of(built(newest)) }
}

export function built({ kind, parts, holders }: StoredDocument): LiveDocument {
  return new LiveDocument(kind, parts, holders)
}

/** The edit, and the client ids that it used in the names of those whose words it puts elsewhere. */
function stepsOf(stored: StoredDocument, authors: ReadonlyMap<number, Holder>) {
  const live = built(stored)
  try {
    const scribe = new Scribe(live.doc, authors)
    const bytes = live.migrate((client, write) => scribe.as(client, write))
    return bytes && { bytes, holders: scribe.holders }
  } catch (error) {
    throw new UnreadableDocument('it could not be brought to the newest version', { cause: error })
  } finally {
    live.destroy()
  }
}
