import { type Kysely, sql } from 'kysely'

/** What minutes say, as rows: for search, lists, and what organisations agree with. Made of the document, see projection. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table minutes_section (
      document_id uuid not null references document on delete cascade,
      position integer not null,
      heading text not null,
      words text not null,
      folded text not null generated always as (folded_words(heading || ' ' || words)) stored,
      primary key (document_id, position)
    )`.execute(db)
  await sql`create index minutes_section_search on minutes_section using gin (search_vector(folded))`.execute(db)
  await sql`
    create table minutes_clause (
      document_id uuid not null references document on delete cascade,
      clause_id uuid not null,
      position integer not null,
      words text not null,
      primary key (document_id, clause_id)
    )`.execute(db)
  // What minutes name outside of themselves: the decisions set down in them, the actions that came of their tasks, chips.
  await sql`
    create table minutes_mark (
      document_id uuid not null references document on delete cascade,
      position integer not null,
      kind text not null check (kind in ('decision', 'action', 'note', 'theme', 'vote', 'seat', 'organisation')),
      target_document_id uuid,
      target text not null,
      primary key (document_id, position)
    )`.execute(db)
  await sql`create index minutes_mark_target on minutes_mark (target, kind)`.execute(db)
  // What is left of the passages that threads are about; of one that is gone, its last words.
  await sql`
    create table minutes_passage (
      thread_id uuid primary key references thread on delete cascade,
      document_id uuid not null references document on delete cascade,
      words text not null,
      is_gone boolean not null
    )`.execute(db)
  await sql`create index minutes_passage_document on minutes_passage (document_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['minutes_passage', 'minutes_mark', 'minutes_clause', 'minutes_section']) {
    await db.schema.dropTable(table).execute()
  }
}
