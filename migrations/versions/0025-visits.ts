import { type Kysely, sql } from 'kysely'

/** When somebody was last in a room, and when they last looked at each of its documents: what is new since is told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table room_visit (
      room_id uuid not null references room on delete cascade,
      person_id uuid not null references person on delete cascade,
      -- Where the visit before this one ended: what came after is new. Null: this is the first.
      before_at timestamptz,
      began_at timestamptz not null,
      seen_at timestamptz not null,
      primary key (room_id, person_id)
    )`.execute(db)
  await sql`
    create table document_visit (
      document_id uuid not null references document on delete cascade,
      person_id uuid not null references person on delete cascade,
      seen_at timestamptz not null,
      primary key (document_id, person_id)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['document_visit', 'room_visit']) await db.schema.dropTable(table).execute()
}
