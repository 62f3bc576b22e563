import { type Kysely, sql } from 'kysely'

/**
 * What people say about something in a room: threads, each at one object, and the comments in them. They are rows, not
 * part of the document: what one person says, and who read it, is no common text.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table thread (
      id uuid primary key default gen_random_uuid(),
      room_id uuid not null references room on delete cascade,
      -- What it is about; the room itself has neither document nor record.
      anchor text not null check (anchor in ('room', 'note', 'theme', 'frame', 'action', 'field', 'passage')),
      document_id uuid references document on delete cascade,
      record_id text,
      -- Of an action, where it is about one of them.
      field text,
      -- Base64 of Yjs relative positions, where it is about a passage.
      passage_from text,
      passage_to text,
      -- The last words of what it is about, for when that is gone.
      quote text not null default '',
      resolved_at timestamptz,
      resolved_by uuid references seat on delete set null,
      created_at timestamptz not null default now(),
      -- When somebody last said something: the order of lists.
      last_at timestamptz not null default now(),
      check ((anchor = 'room') = (document_id is null)),
      check ((anchor in ('note', 'theme', 'frame', 'action', 'field')) = (record_id is not null)),
      check ((anchor = 'field') = (field is not null)),
      check ((anchor = 'passage') = (passage_from is not null and passage_to is not null))
    )`.execute(db)
  await sql`create index thread_room on thread (room_id, last_at desc, id)`.execute(db)
  await sql`create index thread_record on thread (document_id, record_id) where document_id is not null`.execute(db)
  await sql`
    create table comment (
      -- Made by the page, so that what is sent again after a lost answer is there once.
      id uuid primary key,
      thread_id uuid not null references thread on delete cascade,
      -- Whose it is; null once it was erased.
      seat_id uuid references seat on delete set null,
      text text not null,
      -- Without mentions: their ids are nobody's words.
      folded text not null generated always as (
        folded_words(regexp_replace(text, '@\\[[a-z]+:[0-9a-f-]{36}\\]', ' ', 'g'))) stored,
      created_at timestamptz not null default now(),
      edited_at timestamptz,
      -- Deleted: its words are gone, that there was one stays.
      deleted_at timestamptz,
      deleted_by uuid references seat on delete set null
    )`.execute(db)
  await sql`create index comment_thread on comment (thread_id, created_at, id)`.execute(db)
  await sql`create index comment_seat on comment (seat_id)`.execute(db)
  await sql`
    create table comment_mention (
      comment_id uuid not null references comment on delete cascade,
      seat_id uuid references seat on delete cascade,
      organisation_id uuid references organisation on delete cascade,
      check ((seat_id is null) <> (organisation_id is null)),
      unique nulls not distinct (comment_id, seat_id, organisation_id)
    )`.execute(db)
  await sql`create index comment_mention_seat on comment_mention (seat_id)`.execute(db)
  await sql`create index comment_mention_organisation on comment_mention (organisation_id)`.execute(db)
  await sql`
    create table comment_reaction (
      comment_id uuid not null references comment on delete cascade,
      seat_id uuid not null references seat on delete cascade,
      sign text not null,
      created_at timestamptz not null default now(),
      primary key (comment_id, seat_id, sign)
    )`.execute(db)
  await sql`
    create table attachment (
      id uuid primary key default gen_random_uuid(),
      room_id uuid not null references room on delete cascade,
      seat_id uuid references seat on delete set null,
      -- Null until the comment is said that it belongs to; swept after a day without one.
      comment_id uuid references comment on delete cascade,
      name text not null,
      -- As it was found to be, whatever the file calls itself.
      media_type text not null,
      width integer,
      height integer,
      bytes bytea not null,
      size integer not null,
      created_at timestamptz not null default now()
    )`.execute(db)
  await sql`alter table attachment alter column bytes set storage external`.execute(db)
  await sql`create index attachment_room on attachment (room_id)`.execute(db)
  await sql`create index attachment_comment on attachment (comment_id)`.execute(db)
  // Up to when a person read a thread. By person: who comes back with another seat has read it all the same.
  await sql`
    create table thread_read (
      thread_id uuid not null references thread on delete cascade,
      person_id uuid not null references person on delete cascade,
      read_at timestamptz not null,
      primary key (thread_id, person_id)
    )`.execute(db)
  await sql`create index thread_read_person on thread_read (person_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['thread_read', 'attachment', 'comment_reaction', 'comment_mention', 'comment', 'thread']) {
    await db.schema.dropTable(table).execute()
  }
}
