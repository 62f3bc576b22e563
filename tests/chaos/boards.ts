import type { Database } from '@meydan/server/database/schema'
import { createDocument } from '@meydan/server/sync/document-log'
import { boardFromTemplate } from '@meydan/shared/documents/templates/catalogue'

/** One more board in a room; answers with its id. */
export async function newBoard(db: Database, roomId: string): Promise<string> {
  const initial = boardFromTemplate('needs', 'en')
  const given = { roomId, kind: 'board', title: 'İhtiyaçlar', createdBy: null, initial } as const
  return (await db.transaction().execute((trx) => createDocument(trx, given))).id
}
