import { Board } from '@meydan/shared/documents/board/board'
import { markAreas } from '@meydan/shared/documents/board/merging'
import { AppError } from '@meydan/shared/errors'
import type { Executor } from '../../database/schema.ts'
import { DocumentLog } from '../../sync/document-log.ts'
import { type Holder, LiveDocument } from '../../sync/live-document.ts'

export type OpenTable = {
  id: string
  name: string
  place: string
  documentId: string | null
  frameId: string | null
  plenaryId: string | null
}

/** A room's open tables by number. */
export async function openTables(db: Executor, roomId: string): Promise<OpenTable[]> {
  return db
    .selectFrom('roomTable')
    .select(['id', 'name', 'place', 'documentId', 'frameId', 'plenaryId'])
    .where('roomId', '=', roomId)
    .where('state', '=', 'open')
    .orderBy('number')
    .execute()
}

/** A copy of a board in memory, with who is behind its client ids; whoever reads it destroys it. */
export type Source = { board: Board; live: LiveDocument; authors: Map<number, Holder> }

/** Throws `not_found`, and `unavailable` for documents in quarantine or newer than this server. */
export async function readSource(db: Executor, documentId: string): Promise<Source> {
  const stored = await new DocumentLog(db).read(documentId)
  if (!stored) throw new AppError('not_found')
  if (stored.quarantined) throw new AppError('unavailable')
  const live = new LiveDocument(stored.kind, stored.parts, stored.holders)
  if (live.isNewerThanThisServer) throw new AppError('unavailable')
  live.migrate()
  return { board: new Board(live.doc), live, authors: await authorsOf(db, documentId) }
}

async function authorsOf(db: Executor, documentId: string): Promise<Map<number, Holder>> {
  const rows = await db
    .selectFrom('documentClient')
    .select(['clientId', 'personId', 'seatId'])
    .where('documentId', '=', documentId)
    .execute()
  return new Map(
    rows.flatMap(({ clientId, personId, seatId }) => (personId && seatId ? [[clientId, { personId, seatId }]] : [])),
  )
}

/** How many notes each open table would bring back now. Throws what `readSource` throws. */
export async function notesAtTables(db: Executor, roomId: string): Promise<{ tableId: string; notes: number }[]> {
  const counts: { tableId: string; notes: number }[] = []
  for (const [documentId, tables] of Map.groupBy(await openTables(db, roomId), (table) => table.documentId)) {
    if (!documentId) continue
    const { board, live } = await readSource(db, documentId)
    const areas = tables.filter(({ place }) => place === 'areas')
    // In this copy alone: nothing of it is stored.
    const marked = markAreas(board, areas)
    for (const { id } of tables) counts.push({ tableId: id, notes: marked.get(id) ?? board.notes.all().length })
    live.destroy()
  }
  return counts
}
