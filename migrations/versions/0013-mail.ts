import { type Kysely, sql } from 'kysely'

/** Mail on its way out. What was sent is emptied: the addressee has it, and nobody else needs it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table outgoing_mail (
      id uuid primary key default gen_random_uuid(),
      recipient text not null,
      language text not null,
      subject text not null,
      text text not null,
      html text not null,
      tries integer not null default 0,
      problem text,
      try_after timestamptz not null default now(),
      created_at timestamptz not null default now(),
      sent_at timestamptz,
      given_up_at timestamptz
    )`.execute(db)
  await sql`
    create index outgoing_mail_waiting on outgoing_mail (try_after) where sent_at is null and given_up_at is null
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('outgoing_mail').execute()
}
