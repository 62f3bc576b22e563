import { type Kysely, sql } from 'kysely'

/**
 * What an institution is asked to answer, by when; its answers, each kept; and whether what it promised is done. What
 * was asked is kept as it was asked: the action may say something else by the time of the answer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ask (
      id uuid primary key default gen_random_uuid(),
      room_id uuid not null references room on delete cascade,
      subject_kind text not null check (subject_kind in ('action', 'note', 'theme', 'vote')),
      document_id uuid references document on delete set null,
      record_id text not null,
      words text not null,
      question text not null,
      -- What was asked stands: an organisation that has been asked is in use, as one that has people here is.
      organisation_id uuid not null references organisation,
      asked_by uuid not null references seat on delete cascade,
      passed_from uuid references ask on delete set null,
      reply_by date not null,
      publishable boolean not null default false,
      created_at timestamptz not null default now(),
      withdrawn_at timestamptz,
      done_at timestamptz,
      done_note text not null default '',
      done_by_name text not null default '',
      done_by_seat uuid references seat on delete set null,
      settled_at timestamptz,
      settled_by uuid references seat on delete set null,
      -- Null with settled_at null: nobody said anything yet. False: not done, and why.
      is_confirmed boolean,
      settled_reason text not null default ''
    )`.execute(db)
  await sql`create index ask_room on ask (room_id)`.execute(db)
  await sql`create index ask_organisation on ask (organisation_id)`.execute(db)
  await sql`create index ask_record on ask (document_id, record_id)`.execute(db)
  await sql`
    create table answer (
      id uuid primary key default gen_random_uuid(),
      ask_id uuid not null references ask on delete cascade,
      position integer not null,
      kind text not null check (kind in ('accepted', 'partly', 'no', 'passed')),
      reason text not null,
      passed_to uuid references organisation,
      -- Whoever was signed in; of an answer by link, the name that was given.
      seat_id uuid references seat on delete set null,
      by_name text not null,
      -- seat: by the organisation's own · link: from the mail · recorded: said aloud, written down by a facilitator.
      way text not null check (way in ('seat', 'link', 'recorded')),
      created_at timestamptz not null default now(),
      unique (ask_id, position)
    )`.execute(db)
  // Whom mail about an ask goes to. Gone as soon as nothing is waited for any more.
  await sql`
    create table ask_recipient (
      id uuid primary key default gen_random_uuid(),
      ask_id uuid not null references ask on delete cascade,
      email text not null,
      language text not null,
      unique (ask_id, email)
    )`.execute(db)
  await sql`
    create table ask_link (
      id uuid primary key default gen_random_uuid(),
      ask_id uuid not null references ask on delete cascade,
      -- Null when the address is forgotten; that the link was used must still be known.
      recipient_id uuid references ask_recipient on delete set null,
      token_hash bytea not null unique,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz
    )`.execute(db)
  await sql`create index ask_link_of on ask_link (ask_id)`.execute(db)
  // So that a letter can be taken back while it waits: it is answered, withdrawn, or its words are erased.
  await sql`alter table outgoing_mail add column about uuid`.execute(db)
  await sql`create index outgoing_mail_about on outgoing_mail (about) where about is not null`.execute(db)
  await sql`alter table programme add column publishes_answers boolean not null default false`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table programme drop column publishes_answers`.execute(db)
  await sql`alter table outgoing_mail drop column about`.execute(db)
  for (const table of ['ask_link', 'ask_recipient', 'answer', 'ask']) await db.schema.dropTable(table).execute()
}
