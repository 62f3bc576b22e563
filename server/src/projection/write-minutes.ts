import { sql } from 'kysely'
import type { Trx } from '../database/schema.ts'
import type { EncodedRows } from './read-rows.ts'

/** Makes the rows of minutes what they are given as; of another kind of document there are none. */
export async function writeMinutes(
  trx: Trx,
  documentId: string,
  { sections, clauses, marks }: Pick<EncodedRows, 'sections' | 'clauses' | 'marks'>,
): Promise<void> {
  await sql`
    with given as (
      select * from json_populate_recordset(null::minutes_section, ${sections}::json)
    ), removed as (
      delete from minutes_section
      where document_id = ${documentId} and position not in (select position from given)
    )
    insert into minutes_section (document_id, position, heading, words)
    select ${documentId}::uuid, position, heading, words from given
    on conflict (document_id, position) do update set heading = excluded.heading, words = excluded.words
    where (minutes_section.heading, minutes_section.words) is distinct from (excluded.heading, excluded.words)
  `.execute(trx)
  await sql`
    with given as (
      select * from json_populate_recordset(null::minutes_clause, ${clauses}::json)
    ), removed as (
      delete from minutes_clause
      where document_id = ${documentId} and clause_id not in (select clause_id from given)
    )
    insert into minutes_clause (document_id, clause_id, position, words)
    select ${documentId}::uuid, clause_id, position, words from given
    on conflict (document_id, clause_id) do update set position = excluded.position, words = excluded.words
    where (minutes_clause.position, minutes_clause.words) is distinct from (excluded.position, excluded.words)
  `.execute(trx)
  await sql`
    with given as (
      select * from json_populate_recordset(null::minutes_mark, ${marks}::json)
    ), removed as (
      delete from minutes_mark where document_id = ${documentId} and position not in (select position from given)
    )
    insert into minutes_mark (document_id, position, kind, target_document_id, target)
    select ${documentId}::uuid, position, kind, target_document_id, target from given
    on conflict (document_id, position)
      do update set kind = excluded.kind, target_document_id = excluded.target_document_id, target = excluded.target
    where (minutes_mark.kind, minutes_mark.target_document_id, minutes_mark.target)
      is distinct from (excluded.kind, excluded.target_document_id, excluded.target)
  `.execute(trx)
}
