import { type Kysely, sql } from 'kysely'

/**
 * Votes on objects of a board. Who voted what stays in `ballot` until the vote is closed; then the tallies remain, and
 * the ballots go: nobody, the operator included, can look it up afterwards.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table vote (
      id uuid primary key default gen_random_uuid(),
      room_id uuid not null references room (id) on delete cascade,
      meeting_id uuid references meeting (id) on delete set null,
      step_id uuid references meeting_step (id) on delete set null,
      document_id uuid references document (id) on delete set null,
      title text not null,
      kind text not null check (kind in ('dots', 'positions')),
      budget integer not null default 3 check (budget between 1 and 100),
      budget_of text not null default 'person' check (budget_of in ('person', 'organisation')),
      most_per_option integer not null default 1 check (most_per_option between 1 and 100),
      state text not null default 'draft' check (state in ('draft', 'open', 'closed')),
      deadline timestamptz,
      opened_at timestamptz,
      closed_at timestamptz,
      version integer not null default 1,
      created_by uuid references person (id) on delete set null,
      created_at timestamptz not null default now()
    )`.execute(db)
  await sql`create index vote_room on vote (room_id)`.execute(db)
  await sql`create index vote_step on vote (step_id)`.execute(db)
  await sql`create index vote_deadline on vote (deadline) where state = 'open'`.execute(db)
  await sql`
    create table vote_option (
      id uuid primary key default gen_random_uuid(),
      vote_id uuid not null references vote (id) on delete cascade,
      record_id text not null,
      record_type text not null check (record_type in ('note', 'theme', 'frame', 'text')),
      label text not null,
      position integer not null,
      hidden boolean not null default false,
      unique (vote_id, record_id)
    )`.execute(db)
  // `voter_id` is a seat, or an organisation where the budget is its: one row for what one voter gave one option. No
  // time, and no side: whatever could tell ballots apart and isn't needed for the sums is not kept.
  await sql`
    create table ballot (
      vote_id uuid not null references vote (id) on delete cascade,
      option_id uuid not null references vote_option (id) on delete cascade,
      voter_id uuid not null,
      dots integer not null default 0 check (dots between 0 and 100),
      position text check (position in ('agree', 'object', 'abstain')),
      reason text not null default '',
      primary key (option_id, voter_id)
    )`.execute(db)
  await sql`create index ballot_vote on ballot (vote_id, voter_id)`.execute(db)
  // `counts`: option id → {dots, agree, object, abstain}.
  await sql`
    create table proxy_ballot (
      id uuid primary key,
      vote_id uuid not null references vote (id) on delete cascade,
      table_id uuid not null,
      seat_id uuid not null references seat (id) on delete cascade,
      side text not null check (side in ('civil', 'public', 'neutral')),
      people integer not null check (people between 1 and 200),
      counts jsonb not null
    )`.execute(db)
  await sql`create index proxy_ballot_vote on proxy_ballot (vote_id, table_id)`.execute(db)
  // The sums, with those entered by proxy; `by_proxy` says how much of them.
  await sql`
    create table vote_tally (
      vote_id uuid not null references vote (id) on delete cascade,
      option_id uuid not null references vote_option (id) on delete cascade,
      side text not null check (side in ('civil', 'public', 'neutral')),
      dots integer not null default 0,
      agree integer not null default 0,
      object integer not null default 0,
      abstain integer not null default 0,
      by_proxy integer not null default 0,
      primary key (option_id, side)
    )`.execute(db)
  await sql`
    create table vote_turnout (
      vote_id uuid not null references vote (id) on delete cascade,
      side text not null check (side in ('civil', 'public', 'neutral')),
      eligible integer not null,
      voters integer not null,
      by_proxy integer not null,
      primary key (vote_id, side)
    )`.execute(db)
  await sql`create index vote_tally_vote on vote_tally (vote_id)`.execute(db)
  await sql`
    create table vote_reason (
      id uuid primary key default gen_random_uuid(),
      vote_id uuid not null references vote (id) on delete cascade,
      option_id uuid not null references vote_option (id) on delete cascade,
      side text,
      position text not null check (position in ('agree', 'object', 'abstain')),
      reason text not null
    )`.execute(db)
  await sql`create index vote_reason_vote on vote_reason (vote_id)`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['vote_reason', 'vote_turnout', 'vote_tally', 'proxy_ballot', 'ballot', 'vote_option', 'vote']) {
    await db.schema.dropTable(table).execute()
  }
}
