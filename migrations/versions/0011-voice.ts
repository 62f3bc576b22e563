import { type Kysely, sql } from 'kysely'

/** Raised hands, who speaks and how long, who is done with a step, and the questions to the expert. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Hands belong to a meeting: with it they are over, whatever nobody lowered.
  await sql`
    create table hand (
      meeting_id uuid not null references meeting (id) on delete cascade,
      seat_id uuid not null references seat (id) on delete cascade,
      raised_at timestamptz not null default clock_timestamp(),
      primary key (meeting_id, seat_id)
    )`.execute(db)
  await sql`
    create table voice_setting (
      room_id uuid primary key references room (id) on delete cascade,
      speaking_clock boolean not null default false
    )`.execute(db)
  // A turn that isn't counted is there only while it lasts: it says who speaks, and is deleted at its end.
  await sql`
    create table speaking_turn (
      id uuid primary key default gen_random_uuid(),
      meeting_id uuid not null references meeting (id) on delete cascade,
      seat_id uuid not null references seat (id) on delete cascade,
      counted boolean not null,
      started_at timestamptz not null default clock_timestamp(),
      ended_at timestamptz
    )`.execute(db)
  await sql`create unique index speaking_now on speaking_turn (meeting_id) where ended_at is null`.execute(db)
  await sql`create index speaking_turn_meeting on speaking_turn (meeting_id)`.execute(db)
  await sql`
    create table step_done (
      step_id uuid not null references meeting_step (id) on delete cascade,
      seat_id uuid not null references seat (id) on delete cascade,
      done_at timestamptz not null default now(),
      primary key (step_id, seat_id)
    )`.execute(db)
  // Who writes much is asked of the last five minutes, every half a minute, of rooms that are years old.
  await sql`create index document_change_recent on document_change (document_id, changed_at)`.execute(db)
  await sql`
    create table question (
      id uuid primary key default gen_random_uuid(),
      room_id uuid not null references room (id) on delete cascade,
      meeting_id uuid references meeting (id) on delete set null,
      seat_id uuid references seat (id) on delete set null,
      named boolean not null,
      text text not null,
      answer text not null default '',
      answered_by uuid references seat (id) on delete set null,
      answered_at timestamptz,
      pinned boolean not null default false,
      created_at timestamptz not null default clock_timestamp()
    )`.execute(db)
  await sql`create index question_room on question (room_id)`.execute(db)
  await sql`
    create table question_support (
      question_id uuid not null references question (id) on delete cascade,
      seat_id uuid not null references seat (id) on delete cascade,
      primary key (question_id, seat_id)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('document_change_recent').execute()
  for (const table of ['question_support', 'question', 'step_done', 'speaking_turn', 'voice_setting', 'hand']) {
    await db.schema.dropTable(table).execute()
  }
}
