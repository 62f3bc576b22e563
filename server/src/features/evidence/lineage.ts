import type { Origin } from '@meydan/shared/contracts/plans'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { boardRecords, keyOf, originOfRecord, type Reader, type RecordAt } from './origins.ts'

/**
 * What came of themes, by `keyOf` the theme: what they were merged into, and what was split off from them. Only what is
 * on its board now; of what is hidden there is that it is, and its words for those who hide.
 */
export async function successorsOf(
  db: Executor,
  reader: Reader,
  themes: readonly RecordAt[],
): Promise<Map<string, Origin[]>> {
  const found = new Map<string, Origin[]>()
  if (themes.length === 0) return found
  const wanted = new Set(themes.map(keyOf))
  const rows = await boardRecords(db, reader)
    .where('boardRecord.kind', '=', 'theme')
    .where('boardRecord.documentId', 'in', [...new Set(themes.map(({ documentId }) => documentId))])
    .where(sql<boolean>`came_of && ${[...new Set(themes.map(({ recordId }) => recordId))]}::text[]`)
    .orderBy('recordId')
    .execute()
  for (const row of rows) {
    const origin = originOfRecord(row, reader)
    if (origin.state === 'gone') continue
    for (const recordId of row.cameOf) {
      const key = keyOf({ documentId: row.documentId, recordId })
      if (wanted.has(key)) found.set(key, [...(found.get(key) ?? []), origin])
    }
  }
  return found
}

/** The themes that a theme came of, the nearest first; none for any other record. */
export async function predecessorsOf(db: Executor, { documentId, recordId }: RecordAt): Promise<RecordAt[]> {
  const row = await db
    .selectFrom('boardRecord')
    .select('cameOf')
    .where('documentId', '=', documentId)
    .where('recordId', '=', recordId)
    .executeTakeFirst()
  return (row?.cameOf ?? []).map((id) => ({ documentId, recordId: id }))
}
