import { type Kysely, sql } from 'kysely'

/** Versions of a document that are frozen to be signed, and what each organisation said to them. Never changed after. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table frozen_version (
      id uuid primary key default gen_random_uuid(),
      document_id uuid not null references document on delete cascade,
      number integer not null check (number > 0),
      -- Canonical JSON (RFC 8785) as UTF-8; hash is the SHA-256 of what was frozen.
      content bytea not null,
      hash bytea not null check (length(hash) = 32),
      -- Since then somebody's words were erased from the content, which the hash no longer fits.
      redacted_at timestamptz,
      note text not null,
      sign_by date,
      seat_id uuid references seat on delete set null,
      created_at timestamptz not null default now(),
      unique (document_id, number)
    )`.execute(db)
  // Those that are asked to sign; by whom they are represented is their own affair. They stay in their programme.
  await sql`
    create table signatory (
      version_id uuid not null references frozen_version on delete cascade,
      organisation_id uuid not null references organisation,
      primary key (version_id, organisation_id)
    )`.execute(db)
  // Each word given stays; an organisation's last one counts.
  await sql`
    create table signature (
      id uuid primary key default gen_random_uuid(),
      version_id uuid not null references frozen_version on delete cascade,
      organisation_id uuid not null references organisation,
      position integer not null,
      seat_id uuid references seat on delete set null,
      by_name text not null,
      kind text not null check (kind in ('confirm', 'object', 'change')),
      words text not null,
      -- The words were erased; what was said stays.
      redacted_at timestamptz,
      created_at timestamptz not null default now(),
      unique (version_id, organisation_id, position)
    )`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['signature', 'signatory', 'frozen_version']) await db.schema.dropTable(table).execute()
}
