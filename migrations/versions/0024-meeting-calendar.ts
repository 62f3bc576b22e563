import { type Kysely, sql } from 'kysely'

/** When exactly a meeting is, where, and which organisations come. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table meeting
      add column planned_minutes integer check (planned_minutes between 5 and 1440),
      -- IANA: whose clock its date was meant by. Null: of the installation.
      add column time_zone text,
      add column call_url text,
      -- One of several that were planned together.
      add column series_id uuid,
      add column cancelled_at timestamptz,
      -- RFC 5545: rises with each change of time or place.
      add column sequence integer not null default 0,
      add column rescheduled_at timestamptz
  `.execute(db)
  await sql`create index meeting_planned on meeting (planned_at) where state = 'planned'`.execute(db)
  // Whether an organisation comes; its last word counts.
  await sql`
    create table meeting_reply (
      meeting_id uuid not null references meeting on delete cascade,
      organisation_id uuid not null references organisation on delete cascade,
      answer text not null check (answer in ('yes', 'no', 'maybe')),
      people integer not null default 1 check (people between 0 and 100),
      note text not null default '',
      seat_id uuid references seat on delete set null,
      replied_at timestamptz not null default now(),
      primary key (meeting_id, organisation_id)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('meeting_reply').execute()
  await sql`
    alter table meeting drop column planned_minutes, drop column time_zone, drop column call_url,
      drop column series_id, drop column cancelled_at, drop column sequence, drop column rescheduled_at
  `.execute(db)
}
