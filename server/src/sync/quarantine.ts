import type { Database } from '../database/schema.ts'
import { metrics } from '../metrics.ts'
import { DocumentLog } from './document-log.ts'
import { type FoldWorker, folding } from './folding/worker.ts'
import { packedParts } from './folding/message.ts'

type Log = { error: (details: object, text: string) => void }

/**
 * Marks a document whose stored bytes don't make a document: nobody writes or folds it until an operator has released
 * it. Says so once, by the document's id and without content. An epoch that has passed meanwhile wins.
 */
export async function quarantine(
  db: Database,
  { documentId, epoch, reason }: { documentId: string; epoch: number; reason: string },
  log: Log,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('document')
    .set({ quarantinedAt: new Date(), quarantineReason: reason })
    .where('id', '=', documentId)
    .where('epoch', '=', epoch)
    .where('quarantinedAt', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  metrics.documentsQuarantined.inc()
  log.error({ documentId, reason }, 'document put into quarantine: it is read-only until it is repaired and released')
}

export type Quarantined = { id: string; title: string; roomId: string; quarantinedAt: Date; reason: string | null }

/** Every document in quarantine, the latest first. */
export async function quarantined(db: Database): Promise<Quarantined[]> {
  const rows = await db
    .selectFrom('document')
    .select(['id', 'title', 'roomId', 'quarantinedAt', 'quarantineReason as reason'])
    .where('quarantinedAt', 'is not', null)
    .orderBy('quarantinedAt', 'desc')
    .execute()
  return rows.flatMap((row) => (row.quarantinedAt ? [{ ...row, quarantinedAt: row.quarantinedAt }] : []))
}

export async function countQuarantined(db: Database): Promise<void> {
  const { count } = await db
    .selectFrom('document')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('quarantinedAt', 'is not', null)
    .executeTakeFirstOrThrow()
  metrics.documentsQuarantined.set(count)
}

/** Which of these documents are no longer in quarantine. */
export async function releasedOf(db: Database, documentIds: readonly string[]): Promise<string[]> {
  if (documentIds.length === 0) return []
  const rows = await db
    .selectFrom('document')
    .select('id')
    .where('id', 'in', documentIds)
    .where('quarantinedAt', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

/**
 * Clears the mark of a document that loads again, whole; returns null then, and what is still wrong otherwise. Nodes
 * notice within two seconds.
 */
export async function release(
  db: Database,
  documentId: string,
  worker: Pick<FoldWorker, 'fold'> = folding,
): Promise<string | null> {
  const stored = await new DocumentLog(db).read(documentId)
  if (!stored) return 'there is no such document'
  if (!stored.quarantined) return 'it is not in quarantine'
  if (stored.parts.length === 0) return 'nothing is stored of it'
  const { readable } = await worker.fold(packedParts(stored.kind, stored.parts))
  if (readable < stored.parts.length) {
    return `of its ${stored.parts.length} parts (snapshot and rows after it) ${readable} are readable`
  }
  await db
    .updateTable('document')
    .set({ quarantinedAt: null, quarantineReason: null })
    .where('id', '=', documentId)
    .where('epoch', '=', stored.epoch)
    .execute()
  return null
}
