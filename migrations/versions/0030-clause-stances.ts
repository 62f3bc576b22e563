import { type Kysely, sql } from 'kysely'

/** Where organisations stand to the clauses of a charter. Each word given stays; the last one counts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table clause_stance (
      id uuid primary key default gen_random_uuid(),
      document_id uuid not null references document on delete cascade,
      -- Of the document; the clause may be gone from it by now.
      clause_id uuid not null,
      organisation_id uuid not null references organisation on delete cascade,
      side text not null check (side in ('civil', 'public', 'neutral')),
      position integer not null,
      -- withdrawn: says nothing any more.
      kind text not null check (kind in ('agree', 'object', 'withdrawn')),
      reason text not null default '',
      -- The clause as it read then.
      words text not null,
      seat_id uuid references seat on delete set null,
      created_at timestamptz not null default now(),
      unique (document_id, clause_id, organisation_id, position)
    )`.execute(db)
  await sql`create index clause_stance_seat on clause_stance (seat_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('clause_stance').execute()
}
