import { type Kysely, sql } from 'kysely'

/** The themes that a theme came of, of the same board: merged into it, or the one it was split off from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table board_record add column came_of text[] not null default '{}'`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table board_record drop column came_of`.execute(db)
}
