import { AppError } from '@meydan/shared/errors'
import type * as Y from 'yjs'
import type { Executor } from '../../database/schema.ts'
import { DocumentLog, DocumentReplaced, type StoredDocument } from '../document-log.ts'
import { type Holder, LiveDocument } from '../live-document.ts'

/** Tells every node that a document's log has grown without it. */
export type Announce = (documentId: string) => void

export type ServerEdit = {
  documentId: string
  /** In whose name, as history shows it; null for the server itself. */
  seatId: string | null
  /** Writes to the document, in one transaction; returns the client ids it used in the names of others. */
  write: (doc: Y.Doc, stored: StoredDocument) => ReadonlyMap<number, Holder>
}

/**
 * Appends an edit of the server's own to a document's log: read, changed in memory, written as one row. Others may write
 * meanwhile; their edits and this one merge like any two. Returns the row's number, null where nothing changed. The
 * caller announces it. Throws `not_found`, `unavailable` for documents in quarantine or newer than this server, and
 * `conflict` where the document was replaced meanwhile.
 */
export async function editDocument(db: Executor, { documentId, seatId, write }: ServerEdit): Promise<number | null> {
  const log = new DocumentLog(db)
  const stored = await log.read(documentId)
  if (!stored) throw new AppError('not_found')
  if (stored.quarantined) throw new AppError('unavailable')
  const live = new LiveDocument(stored.kind, stored.parts, stored.holders)
  try {
    if (live.isNewerThanThisServer) throw new AppError('unavailable')
    const edit = changeIn(live.doc, () => write(live.doc, stored))
    if (!edit) return null
    const row = { bytes: edit.bytes, seatId, connectionId: crypto.randomUUID(), frameNo: 1 }
    return await log.append({ id: documentId, epoch: stored.epoch }, [row], edit.holders)
  } catch (error) {
    throw error instanceof DocumentReplaced ? new AppError('conflict') : error
  } finally {
    live.destroy()
  }
}

function changeIn(doc: Y.Doc, write: () => ReadonlyMap<number, Holder>) {
  let bytes: Uint8Array | undefined
  doc.on('update', (update: Uint8Array) => {
    bytes = update
  })
  const holders = doc.transact(write)
  return bytes && { bytes, holders }
}
