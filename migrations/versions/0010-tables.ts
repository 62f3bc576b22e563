import { type Kysely, sql } from 'kysely'

/**
 * Tables of a meeting: people in groups, each with a board of its own or a frame of one. `headcount` is how many sit
 * around the one laptop of a hybrid table, by side. `plenary_id` is the board they come back to: with `areas` it is the
 * board their frames are on too.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table room_table (
      id uuid primary key default gen_random_uuid(),
      room_id uuid not null references room (id) on delete cascade,
      meeting_id uuid references meeting (id) on delete set null,
      number integer not null,
      name text not null,
      state text not null default 'open' check (state in ('open', 'merged', 'closed')),
      place text not null default 'boards' check (place in ('boards', 'areas')),
      plenary_id uuid references document (id) on delete set null,
      document_id uuid references document (id) on delete set null,
      frame_id text,
      host_seat_id uuid references seat (id) on delete set null,
      laptop_seat_id uuid references seat (id) on delete set null,
      headcount jsonb not null default '{"civil": 0, "public": 0, "neutral": 0}',
      notes_merged integer,
      ends_at timestamptz,
      created_at timestamptz not null default now(),
      closed_at timestamptz
    )`.execute(db)
  await sql`create index room_table_room on room_table (room_id, state)`.execute(db)
  await sql`
    create table table_seat (
      table_id uuid not null references room_table (id) on delete cascade,
      seat_id uuid not null references seat (id) on delete cascade,
      joined_at timestamptz not null default now(),
      primary key (table_id, seat_id)
    )`.execute(db)
  await sql`create index table_seat_seat on table_seat (seat_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['table_seat', 'room_table']) await db.schema.dropTable(table).execute()
}
