import { type Kysely, sql } from 'kysely'

/**
 * What somebody is told of, in the interface and by mail. Words are not kept: they are read where they are said, when
 * somebody looks, as far as they may see them then.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table notification (
      id uuid primary key default gen_random_uuid(),
      person_id uuid not null references person on delete cascade,
      room_id uuid not null references room on delete cascade,
      kind text not null,
      -- What it is about, by kind: see server/src/notify/notify.ts.
      thread_id uuid references thread on delete cascade,
      comment_id uuid references comment on delete cascade,
      meeting_id uuid references meeting on delete cascade,
      decision_id uuid,
      -- Who did it; null: the clock, or somebody who was erased.
      by_seat_id uuid references seat on delete set null,
      created_at timestamptz not null default now(),
      read_at timestamptz,
      -- When it went out by mail, or was found not to have to.
      mailed_at timestamptz
    )`.execute(db)
  await sql`create index notification_person on notification (person_id, created_at desc, id desc)`.execute(db)
  await sql`create index notification_unread on notification (person_id) where read_at is null`.execute(db)
  await sql`create index notification_unmailed on notification (created_at) where mailed_at is null`.execute(db)
  await sql`create index notification_comment on notification (comment_id)`.execute(db)
  await sql`create index notification_thread on notification (thread_id)`.execute(db)
  await sql`create index notification_meeting on notification (meeting_id)`.execute(db)
  // How somebody wants to be told by mail; without a room: of all rooms that have no row of their own.
  await sql`
    create table notification_setting (
      person_id uuid not null references person on delete cascade,
      room_id uuid references room on delete cascade,
      mentions text not null check (mentions in ('at_once', 'daily', 'never')),
      others text not null check (others in ('at_once', 'daily', 'never')),
      changed_at timestamptz not null default now(),
      unique nulls not distinct (person_id, room_id)
    )`.execute(db)
  // Where a guest, who has no account, wants mail to go; confirmed by a link that was sent there.
  await sql`
    create table guest_address (
      person_id uuid primary key references person on delete cascade,
      email text not null,
      -- Stays after it was used, to say so to who opens it again.
      token_hash bytea unique,
      sent_at timestamptz not null default now(),
      confirmed_at timestamptz
    )`.execute(db)
  // The day of each person's last digest: one a day, on however many nodes.
  await sql`
    create table digest (
      person_id uuid not null references person on delete cascade,
      day date not null,
      primary key (person_id, day)
    )`.execute(db)
  // RFC 8058: where a mail program ends it for its reader; a letter of another kind has none.
  await sql`alter table outgoing_mail add column unsubscribe_url text`.execute(db)
  // iCalendar of a meeting that a letter is about.
  await sql`alter table outgoing_mail add column calendar text`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table outgoing_mail drop column calendar, drop column unsubscribe_url`.execute(db)
  for (const table of ['digest', 'guest_address', 'notification_setting', 'notification']) {
    await db.schema.dropTable(table).execute()
  }
}
