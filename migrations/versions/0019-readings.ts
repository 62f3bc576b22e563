import { type Kysely, sql } from 'kysely'

/**
 * How far an action was, each time that changed: what trends and plots of indicators are drawn from. No words, and not
 * made anew from the documents, which know only how things are now.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table action_reading (
      document_id uuid not null references document on delete cascade,
      action_id text not null,
      at timestamptz not null,
      status text not null,
      progress smallint,
      due date,
      responsible_id uuid,
      indicator_current double precision,
      primary key (document_id, action_id, at)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('action_reading').execute()
}
