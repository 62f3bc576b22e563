import { type Kysely, sql } from 'kysely'

/**
 * What people write for themselves before a reveal. It is in no document and no message: rows, served to their author
 * alone. At the reveal the rows become notes of a board and are deleted; `taken` keeps a digest of each, so that whoever
 * didn't hear that theirs was saved can be told. A board that goes takes nobody's writing along.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table writing_round (
      step_id uuid primary key references meeting_step (id) on delete cascade,
      room_id uuid not null references room (id) on delete cascade,
      document_id uuid references document (id) on delete set null,
      frame_id text,
      naming text not null check (naming in ('named', 'side', 'anonymous')),
      opened_at timestamptz not null default now(),
      revealed_at timestamptz,
      writers integer not null default 0,
      people integer not null default 0,
      notes integer not null default 0,
      taken bytea[] not null default '{}'
    )`.execute(db)
  await sql`create index writing_round_room on writing_round (room_id)`.execute(db)
  await sql`
    create table draft_note (
      id uuid primary key,
      step_id uuid not null references writing_round (step_id) on delete cascade,
      seat_id uuid not null references seat (id) on delete cascade,
      text text not null,
      colour text not null,
      kind text,
      position integer not null,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now()
    )`.execute(db)
  await sql`create index draft_note_step on draft_note (step_id, seat_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['draft_note', 'writing_round']) await db.schema.dropTable(table).execute()
}
