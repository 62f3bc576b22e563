import { type Kysely, sql } from 'kysely'

/**
 * A room's meetings, the timed steps of their agendas, and who was there. `version` rises with every command, so that of
 * two facilitators who press at once one is told. A step's clock is what the server says: it ends at `step_ends_at`,
 * and while it is paused it has `step_left_ms` left.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table meeting (
      id uuid primary key default gen_random_uuid(),
      room_id uuid not null references room (id) on delete cascade,
      title text not null,
      place text not null default '',
      planned_at timestamptz,
      state text not null default 'planned' check (state in ('planned', 'open', 'ended')),
      version integer not null default 1,
      step_id uuid,
      step_ends_at timestamptz,
      step_left_ms integer,
      leader_seat_id uuid,
      leader_seen_at timestamptz,
      thanks text not null default '',
      opened_at timestamptz,
      ended_at timestamptz,
      created_by uuid references person (id) on delete set null,
      created_at timestamptz not null default now()
    )`.execute(db)
  await sql`create index meeting_room on meeting (room_id)`.execute(db)
  // One at a time: whoever comes in lands at the one step there is.
  await sql`create unique index meeting_open on meeting (room_id) where state = 'open'`.execute(db)
  await sql`
    create table meeting_step (
      id uuid primary key default gen_random_uuid(),
      meeting_id uuid not null references meeting (id) on delete cascade,
      position integer not null,
      mode text not null check (
        mode in ('write', 'reveal', 'cluster', 'vote', 'discuss', 'decide', 'break', 'free')
      ),
      title jsonb not null,
      instruction jsonb not null default '{}',
      minutes integer not null check (minutes between 1 and 240),
      settings jsonb not null default '{}',
      started_at timestamptz,
      ended_at timestamptz,
      skipped boolean not null default false,
      constraint meeting_step_position unique (meeting_id, position) deferrable initially deferred
    )`.execute(db)
  await sql`
    create table meeting_minute (
      meeting_id uuid not null references meeting (id) on delete cascade,
      seat_id uuid not null references seat (id) on delete cascade,
      minute timestamptz not null,
      primary key (meeting_id, seat_id, minute)
    )`.execute(db)
  await sql`
    create table attendance_correction (
      id uuid primary key default gen_random_uuid(),
      meeting_id uuid not null references meeting (id) on delete cascade,
      seat_id uuid references seat (id) on delete cascade,
      organisation_id uuid references organisation (id) on delete cascade,
      people integer not null check (people between 0 and 1000),
      note text not null default '',
      corrected_by uuid references person (id) on delete set null,
      corrected_at timestamptz not null default now(),
      check ((seat_id is null) <> (organisation_id is null)),
      unique (meeting_id, seat_id),
      unique (meeting_id, organisation_id)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['attendance_correction', 'meeting_minute', 'meeting_step', 'meeting']) {
    await db.schema.dropTable(table).execute()
  }
}
