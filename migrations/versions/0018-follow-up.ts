import { type Kysely, sql } from 'kysely'

/** Reminders that went out, feeds of calendars, and how what is in them changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // One of a kind about one thing to one person, however often the job runs and on however many nodes.
  await sql`
    create table reminder (
      kind text not null,
      subject_id text not null,
      -- What is reminded of may move: another day is another reminder.
      due date not null,
      recipient text not null,
      sent_at timestamptz not null default now(),
      primary key (kind, subject_id, due, recipient)
    )`.execute(db)
  await sql`
    create table calendar_feed (
      id uuid primary key default gen_random_uuid(),
      person_id uuid not null references person on delete cascade,
      -- Null: what is mine, of all my rooms; else all that this organisation answers for, in rooms I have a seat in.
      organisation_id uuid references organisation on delete cascade,
      token_hash bytea not null unique,
      language text not null,
      created_at timestamptz not null default now(),
      read_at timestamptz,
      revoked_at timestamptz
    )`.execute(db)
  await sql`create index calendar_feed_person on calendar_feed (person_id)`.execute(db)
  // RFC 5545: SEQUENCE rises with each change of what an event says.
  await sql`
    create table calendar_event (
      uid text primary key,
      content_hash bytea not null,
      sequence integer not null default 0,
      changed_at timestamptz not null default now()
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['calendar_event', 'calendar_feed', 'reminder']) await db.schema.dropTable(table).execute()
}
