import { type Kysely, sql } from 'kysely'

/** Of which meeting minutes are, so that whoever looks at the meeting finds them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table document add column meeting_id uuid references meeting on delete set null`.execute(db)
  await sql`create index document_meeting on document (meeting_id) where meeting_id is not null`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table document drop column meeting_id`.execute(db)
}
