import { Board } from '@meydan/shared/documents/board/board'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import * as Y from 'yjs'
import type { Database, Trx } from '../../database/schema.ts'
import { type Erasure, eraseFrom } from '../../sync/history/erase-content.ts'
import { KnownWords } from '../../sync/history/erase-copies.ts'
import { wordsOf } from './hidden.ts'

/**
 * Erases what a person wrote from what is hidden in a room, as it is erased from its documents. To be called first:
 * afterwards nobody knows which client ids were theirs. Answers with how many hidden objects were looked through.
 */
export async function eraseHiddenOf(db: Database, of: { roomId: string; personId: string }): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .selectFrom('hiddenObject')
      .select(['id', 'documentId', 'records'])
      .where('roomId', '=', of.roomId)
      .forUpdate()
      .execute()
    const seats = await trx
      .selectFrom('seat')
      .select('id')
      .where('roomId', '=', of.roomId)
      .where('personId', '=', of.personId)
      .execute()
    for (const row of rows) {
      const clients = await clientsOf(trx, row.documentId, of.personId)
      await eraseIn(trx, row, { clients, seats: new Set(seats.map(({ id }) => id)), words: new KnownWords() })
    }
    return rows.length
  })
}

async function clientsOf(trx: Trx, documentId: string, personId: string): Promise<Set<number>> {
  const rows = await trx
    .selectFrom('documentClient')
    .select('clientId')
    .where('documentId', '=', documentId)
    .where('personId', '=', personId)
    .execute()
  return new Set(rows.map(({ clientId }) => clientId))
}

const KIND: DocumentKind = 'board'

/** What has nothing left in it is forgotten altogether. */
async function eraseIn(trx: Trx, row: { id: string; records: Buffer }, erasure: Erasure): Promise<void> {
  erasure.words.add([row.records], erasure.clients)
  const bytes = eraseFrom(KIND, [row.records], erasure)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  const board = new Board(doc)
  const items = board.items()
  const label = items.map((item) => wordsOf(board, item)).find(Boolean) ?? ''
  doc.destroy()
  if (items.length === 0) await trx.deleteFrom('hiddenObject').where('id', '=', row.id).execute()
  else {
    const values = { records: Buffer.from(bytes), label }
    await trx.updateTable('hiddenObject').set(values).where('id', '=', row.id).execute()
  }
}
