import type { Board } from '@meydan/shared/documents/board/board'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { type HolderInRoom, idsOfSeatsHeld } from '../../access/seats-held.ts'
import type { Database, Trx } from '../../database/schema.ts'
import { clientsOf, type ErasedDocument } from '../../sync/history/erase.ts'
import { type Erasure, eraseFrom } from '../../sync/history/erase-content.ts'
import { KnownWords } from '../../sync/history/erase-copies.ts'
import { readBoardIn } from '../../sync/stored-board.ts'
import { wordsOf } from './hidden.ts'

/**
 * Erases what a person wrote from what is hidden in a room, as it is erased from its documents. To be called first:
 * afterwards nobody knows which client ids were theirs. Answers with how many hidden objects were looked through.
 */
export async function eraseHiddenOf(db: Database, of: HolderInRoom): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const rows = await hiddenRows(trx).where('roomId', '=', of.roomId).execute()
    const seats = await idsOfSeatsHeld(trx, of)
    for (const row of rows) {
      const clients = await clientsOf(trx, row.documentId, of.personId)
      await eraseIn(trx, row, { clients, seats, words: new KnownWords() })
    }
    return rows.length
  })
}

/** The same for one document, together with it: what was hidden after `eraseHiddenOf` had looked is found here. */
export async function eraseHiddenOn(trx: Trx, { documentId, erasure }: ErasedDocument): Promise<void> {
  for (const row of await hiddenRows(trx).where('documentId', '=', documentId).execute()) {
    await eraseIn(trx, row, { ...erasure, words: new KnownWords() })
  }
}

function hiddenRows(trx: Trx) {
  return trx.selectFrom('hiddenObject').select(['id', 'documentId', 'records']).forUpdate()
}

const KIND: DocumentKind = 'board'

/** What has nothing left in it is forgotten altogether. */
async function eraseIn(trx: Trx, row: { id: string; records: Buffer }, erasure: Erasure): Promise<void> {
  erasure.words.add([row.records], erasure.clients)
  const bytes = eraseFrom(KIND, [row.records], erasure)
  const label = readBoardIn([bytes], firstWords)
  if (label === undefined) await trx.deleteFrom('hiddenObject').where('id', '=', row.id).execute()
  else {
    const values = { records: Buffer.from(bytes), label }
    await trx.updateTable('hiddenObject').set(values).where('id', '=', row.id).execute()
  }
}

/** Undefined where there is no object. */
function firstWords(board: Board): string | undefined {
  const items = board.items()
  return items.length === 0 ? undefined : (items.map((item) => wordsOf(board, item)).find(Boolean) ?? '')
}
