import { type Kysely, sql } from 'kysely'

/** What a room has decided, and what it is asked to decide between meetings. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table decision (
      id uuid primary key default gen_random_uuid(),
      room_id uuid not null references room on delete cascade,
      -- proposal: decided here, until a time · vote: what a closed vote came to · meeting: said in a meeting, written down
      kind text not null check (kind in ('proposal', 'vote', 'meeting')),
      title text not null,
      text text not null default '',
      folded text not null generated always as (folded_words(title || ' ' || text)) stored,
      state text not null check (state in ('open', 'agreed', 'not_agreed', 'no_quorum', 'withdrawn')),
      -- Of a proposal: what makes it a decision, and how many organisations have to speak for that.
      rule text check (rule in ('consent', 'majority', 'majority_each_side')),
      quorum text check (quorum in ('none', 'half', 'half_each_side')),
      closes_at timestamptz,
      -- When its time was extended, because too few had spoken: once.
      extended_at timestamptz,
      decided_at timestamptz,
      -- What it was counted as, when it was closed.
      outcome jsonb,
      vote_id uuid references vote on delete set null,
      meeting_id uuid references meeting on delete set null,
      seat_id uuid references seat on delete set null,
      created_at timestamptz not null default now(),
      edited_at timestamptz,
      check ((kind = 'proposal') = (rule is not null and quorum is not null and closes_at is not null))
    )`.execute(db)
  await sql`create index decision_room on decision (room_id, created_at desc)`.execute(db)
  await sql`create index decision_closing on decision (closes_at) where state = 'open'`.execute(db)
  // What organisations say to a proposal. Each word given stays; the last one counts.
  await sql`
    create table stance (
      id uuid primary key default gen_random_uuid(),
      decision_id uuid not null references decision on delete cascade,
      organisation_id uuid not null references organisation,
      side text not null,
      position integer not null,
      kind text not null check (kind in ('agree', 'object', 'abstain')),
      reason text not null,
      seat_id uuid references seat on delete set null,
      created_at timestamptz not null default now(),
      unique (decision_id, organisation_id, position)
    )`.execute(db)
  await sql`
    alter table notification add foreign key (decision_id) references decision on delete cascade
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table notification drop constraint notification_decision_id_fkey`.execute(db)
  for (const table of ['stance', 'decision']) await db.schema.dropTable(table).execute()
}
