import { type Kysely, sql } from 'kysely'

/**
 * Quiet boards and plans as rows: for lists across rooms, reminders, search and reports. All of it can be made anew from
 * the documents, but for what is gone from them: of that the last words stay while an action came of it, or until
 * somebody has them erased.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // How far a document's rows are. Not columns of `document`: writing those would hold up whoever writes to it.
  await sql`
    create table projection (
      document_id uuid primary key references document on delete cascade,
      epoch integer not null,
      head bigint not null,
      version integer not null,
      projected_at timestamptz not null default now()
    )`.execute(db)
  // Only what is in a plan now; what is gone is in gone_action.
  await sql`
    create table plan_action (
      document_id uuid not null references document on delete cascade,
      action_id text not null,
      goal_title text not null,
      position integer not null,
      title text not null,
      description text not null,
      status text not null,
      responsible_id uuid,
      supporting_ids uuid[] not null,
      person_seat_id uuid,
      start date, due date, agreed_start date, agreed_due date,
      progress smallint, priority text,
      indicator_name text not null, indicator_unit text not null,
      indicator_baseline double precision, indicator_target double precision, indicator_current double precision,
      fields text[] not null, locality text not null,
      seat_id uuid, side text not null,
      primary key (document_id, action_id)
    )`.execute(db)
  await sql`create index plan_action_responsible on plan_action (responsible_id, due)`.execute(db)
  await sql`
    create table gone_action (
      document_id uuid not null references document on delete cascade,
      action_id text not null,
      title text not null,
      seat_id uuid, side text not null,
      gone_at timestamptz not null,
      primary key (document_id, action_id)
    )`.execute(db)
  // Notes and themes; with gone_at, the last that was known of one that is on the board no more.
  await sql`
    create table board_record (
      document_id uuid not null references document on delete cascade,
      record_id text not null,
      kind text not null,
      words text not null,
      seat_id uuid, side text not null,
      theme_id text, table_id text, note_kind text, severity smallint, fields text[] not null,
      gone_at timestamptz,
      primary key (document_id, record_id)
    )`.execute(db)
  await sql`create index board_record_theme on board_record (document_id, theme_id)`.execute(db)
  await sql`create index board_record_gone on board_record (gone_at) where gone_at is not null`.execute(db)
  // What an action came from. A vote has no document; what is in the same plan has that plan's.
  await sql`
    create table evidence_link (
      document_id uuid not null,
      action_id text not null,
      source_id text not null,
      kind text not null,
      source_document_id uuid,
      source_record text not null,
      primary key (document_id, source_id),
      foreign key (document_id, action_id) references plan_action on delete cascade
    )`.execute(db)
  await sql`create index evidence_link_action on evidence_link (document_id, action_id)`.execute(db)
  await sql`create index evidence_link_source on evidence_link (source_record, source_document_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['evidence_link', 'board_record', 'gone_action', 'plan_action', 'projection']) {
    await db.schema.dropTable(table).execute()
  }
}
