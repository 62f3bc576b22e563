import { type Kysely, sql } from 'kysely'

/** Pictures on boards, re-encoded; `unreferenced_since` is when the daily job first found no board that shows it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('image')
    .addColumn('id', 'uuid', (c) => c.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn('room_id', 'uuid', (c) => c.notNull().references('room.id').onDelete('cascade'))
    .addColumn('seat_id', 'uuid', (c) => c.references('seat.id').onDelete('set null'))
    .addColumn('media_type', 'text', (c) => c.notNull())
    .addColumn('width', 'integer', (c) => c.notNull().check(sql`width > 0`))
    .addColumn('height', 'integer', (c) => c.notNull().check(sql`height > 0`))
    .addColumn('bytes', 'bytea', (c) => c.notNull())
    .addColumn('size', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(sql`now()`))
    .addColumn('unreferenced_since', 'timestamptz')
    .execute()
  // WebP doesn't get smaller: trying to would cost time at each write and each read.
  await sql`alter table image alter column bytes set storage external`.execute(db)
  await db.schema.createIndex('image_room').on('image').column('room_id').execute()
  await db.schema.createIndex('image_seat').on('image').column('seat_id').execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('image').execute()
}
