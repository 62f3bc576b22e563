import { type Kysely, sql } from 'kysely'

/** Links that show one document to people without a seat, and what those said by one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table shared_link (
      id uuid primary key default gen_random_uuid(),
      room_id uuid not null references room on delete cascade,
      document_id uuid not null references document on delete cascade,
      level text not null check (level in ('read', 'comment')),
      -- For whom it is: to tell links apart.
      label text not null default '',
      token_hash bytea not null unique,
      expires_at timestamptz not null,
      revoked_at timestamptz,
      opened integer not null default 0,
      opened_at timestamptz,
      created_by uuid references person on delete set null,
      created_at timestamptz not null default now()
    )`.execute(db)
  await sql`create index shared_link_document on shared_link (document_id)`.execute(db)
  // Who wrote by a link has no seat: they say what they are called.
  await sql`
    alter table comment
      add column link_id uuid references shared_link on delete set null,
      add column outsider text,
      add check (outsider is null or seat_id is null)`.execute(db)
  // The link by which a thread was begun: whoever has it sees the thread.
  await sql`alter table thread add column link_id uuid references shared_link on delete set null`.execute(db)
  await sql`create index thread_link on thread (link_id) where link_id is not null`.execute(db)
  await sql`create index comment_link on comment (link_id) where link_id is not null`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table thread drop column link_id`.execute(db)
  await sql`alter table comment drop column link_id, drop column outsider`.execute(db)
  await db.schema.dropTable('shared_link').execute()
}
