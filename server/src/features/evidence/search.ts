import { type Origin, RECORDS_SHOWN } from '@meydan/shared/contracts/plans'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { boardRecords, originOfRecord, type Reader } from './origins.ts'

const TERMS_MAX = 8

/** What was typed, as the words that all have to be found. */
export function termsOf(words: string): string[] {
  return words.normalize('NFC').trim().split(/\s+/).filter(Boolean).slice(0, TERMS_MAX)
}

/** Notes and themes that are on the room's boards now and say all of these words; themes first, then the shortest. */
export async function recordsSaying(db: Executor, reader: Reader, words: string): Promise<Origin[]> {
  let query = boardRecords(db, reader).where('goneAt', 'is', null).where('words', '!=', '')
  for (const term of termsOf(words)) query = query.where(sql<boolean>`strpos(folded, folded_words(${term})) > 0`)
  const rows = await query
    .orderBy(sql`board_record.kind = 'theme'`, 'desc')
    .orderBy(sql`length(words)`)
    .orderBy('recordId')
    .limit(RECORDS_SHOWN)
    .execute()
  return rows.filter(({ isHidden }) => !isHidden).map((row) => originOfRecord(row, reader))
}
