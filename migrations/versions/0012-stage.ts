import { type Kysely, sql } from 'kysely'

/**
 * How a room is led: where everybody is brought, what is closed or hidden, what is said to all; how one gets in; and
 * the organisation's own place for calls.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stage (
      room_id uuid primary key references room (id) on delete cascade,
      leader_seat_id uuid references seat (id) on delete set null,
      document_id uuid references document (id) on delete set null,
      view_locked boolean not null default false,
      brought_at timestamptz,
      cursors_muted boolean not null default false,
      message text not null default '',
      message_at timestamptz,
      message_seat_id uuid references seat (id) on delete set null
    )`.execute(db)
  await sql`
    create table hidden_object (
      id uuid primary key default gen_random_uuid(),
      room_id uuid not null references room (id) on delete cascade,
      document_id uuid not null references document (id) on delete cascade,
      record_ids text[] not null,
      kind text not null,
      label text not null,
      records bytea not null,
      hidden_by uuid references seat (id) on delete set null,
      hidden_at timestamptz not null default now()
    )`.execute(db)
  await sql`create index hidden_object_room on hidden_object (room_id)`.execute(db)
  await sql`
    alter table room
      add column boards_locked_at timestamptz,
      add column lobby text not null default 'open' check (lobby in ('open', 'approval', 'passphrase')),
      add column passphrase_hash text,
      add column call_url text not null default '',
      add column call_embedded boolean not null default false`.execute(db)
  await sql`
    create table arrival (
      id uuid primary key default gen_random_uuid(),
      room_id uuid not null references room (id) on delete cascade,
      person_id uuid not null references person (id) on delete cascade,
      organisation_id uuid not null references organisation (id) on delete cascade,
      invitation_id uuid references invitation (id) on delete cascade,
      role text not null,
      asked_at timestamptz not null default now(),
      decided_at timestamptz,
      admitted boolean,
      unique (room_id, person_id)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('arrival').execute()
  await sql`
    alter table room drop column boards_locked_at, drop column lobby, drop column passphrase_hash,
      drop column call_url, drop column call_embedded`.execute(db)
  for (const table of ['hidden_object', 'stage']) await db.schema.dropTable(table).execute()
}
