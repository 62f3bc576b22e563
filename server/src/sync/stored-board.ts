import { Board } from '@meydan/shared/documents/board/board'
import * as Y from 'yjs'
import type { Executor } from '../database/schema.ts'
import { DocumentLog } from './document-log.ts'

/** What `read` makes of a board as it is committed; undefined where there is no such document. */
export async function readStoredBoard<T>(
  db: Executor,
  documentId: string,
  read: (board: Board) => T,
): Promise<T | undefined> {
  const stored = await new DocumentLog(db).read(documentId)
  return stored && readBoardIn(stored.parts, read)
}

/** The same of updates at hand. Nothing of the board may leave `read`: it is gone afterwards. */
export function readBoardIn<T>(updates: readonly Uint8Array[], read: (board: Board) => T): T {
  const doc = new Y.Doc()
  try {
    for (const bytes of updates) Y.applyUpdate(doc, bytes)
    return read(new Board(doc))
  } finally {
    doc.destroy()
  }
}
