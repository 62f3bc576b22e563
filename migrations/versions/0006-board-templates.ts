import { type Kysely, sql } from 'kysely'

/** Boards that organisers keep to begin others with. The clip is JSON as text: jsonb takes no NUL characters. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('board_template')
    .addColumn('id', 'uuid', (c) => c.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('programme_id', 'uuid', (c) => c.notNull().references('programme.id').onDelete('cascade'))
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('hint', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('clip', 'text', (c) => c.notNull())
    .addColumn('created_by', 'uuid', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
    .execute()
  await db.schema.createIndex('board_template_programme').on('board_template').column('programme_id').execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('board_template').execute()
}
