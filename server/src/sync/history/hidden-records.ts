import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { sql } from 'kysely'
import * as Y from 'yjs'
import type { Executor } from '../../database/schema.ts'
import { recordRoots, TEXTS } from './changes.ts'

/** Ids of everything that facilitators have hidden on a board: kept apart, and served to nobody else. */
export async function hiddenRecordsOf(db: Executor, documentId: string): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('hiddenObject').select('recordIds').where('documentId', '=', documentId).execute()
  return new Set(rows.flatMap(({ recordIds }) => recordIds))
}

/** Whether a record is hidden on its board now, as part of a query in which these columns are. */
export function isHidden(column: { documentId: string; recordId: string }) {
  return sql<boolean>`exists (
    select 1 from hidden_object
    where hidden_object.document_id = ${sql.ref(column.documentId)}
      and ${sql.ref(column.recordId)} = any(hidden_object.record_ids))`
}

/** A whole document as one update, without these records and their words. */
export function withoutRecords(kind: DocumentKind, bytes: Uint8Array, ids: ReadonlySet<string>): Uint8Array {
  if (ids.size === 0) return bytes
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  removeRecords(doc, kind, ids)
  // Twice: what is collected only while reading must not be in what is given away.
  const again = new Y.Doc()
  Y.applyUpdate(again, Y.encodeStateAsUpdate(doc))
  const clean = Y.encodeStateAsUpdate(again)
  doc.destroy()
  again.destroy()
  return clean
}

export function removeRecords(doc: Y.Doc, kind: DocumentKind, ids: ReadonlySet<string>): void {
  doc.transact(() => {
    for (const root of [...recordRoots(kind), TEXTS]) {
      const map = doc.getMap(root)
      for (const id of ids) if (map.has(id)) map.delete(id)
    }
  })
}
