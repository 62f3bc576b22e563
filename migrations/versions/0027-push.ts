import { type Kysely, sql } from 'kysely'

/** Devices that want to be woken when there is something new. A device's place goes with its session. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table push_subscription (
      id uuid primary key default gen_random_uuid(),
      session_id uuid not null references session on delete cascade,
      person_id uuid not null references person on delete cascade,
      endpoint text not null unique,
      failures integer not null default 0,
      created_at timestamptz not null default now()
    )`.execute(db)
  await sql`create index push_subscription_person on push_subscription (person_id)`.execute(db)
  await sql`create index push_subscription_session on push_subscription (session_id)`.execute(db)
  // When its person's devices were woken for it, or it was found that they need not be.
  await sql`alter table notification add column pushed_at timestamptz`.execute(db)
  await sql`create index notification_unpushed on notification (created_at) where pushed_at is null`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table notification drop column pushed_at`.execute(db)
  await db.schema.dropTable('push_subscription').execute()
}
