import { type Kysely, sql } from 'kysely'

/**
 * Documents and their update log. `document.head` is the last sequence number given out; it is raised under the row's
 * lock in the transaction that writes the rows, so numbers are gap-free in commit order and a reader may follow them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const id = sql`gen_random_uuid()`
  const now = sql`now()`
  await db.schema
    .createTable('document')
    .addColumn('id', 'uuid', (c) => c.primaryKey().defaultTo(id))
    .addColumn('room_id', 'uuid', (c) => c.notNull().references('room.id').onDelete('cascade'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('epoch', 'integer', (c) => c.notNull().defaultTo(1))
    .addColumn('head', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('changed_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addColumn('created_by', 'uuid', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .execute()
  await db.schema.createIndex('document_room').on('document').column('room_id').execute()
  await db.schema
    .createTable('document_update')
    .addColumn('document_id', 'uuid', (c) => c.notNull().references('document.id').onDelete('cascade'))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('bytes', 'bytea', (c) => c.notNull())
    .addColumn('seat_id', 'uuid')
    .addColumn('connection_id', 'uuid', (c) => c.notNull())
    .addColumn('frame_no', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('document_update_pkey', ['document_id', 'seq'])
    .addUniqueConstraint('document_update_frame', ['document_id', 'connection_id', 'frame_no'])
    .execute()
  await db.schema
    .createTable('document_snapshot')
    .addColumn('document_id', 'uuid', (c) => c.notNull().references('document.id').onDelete('cascade'))
    .addColumn('upto', 'bigint', (c) => c.notNull())
    .addColumn('bytes', 'bytea', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('document_snapshot_pkey', ['document_id', 'upto'])
    .execute()
  await db.schema
    .createTable('document_client')
    .addColumn('document_id', 'uuid', (c) => c.notNull().references('document.id').onDelete('cascade'))
    .addColumn('client_id', 'bigint', (c) => c.notNull())
    .addColumn('person_id', 'uuid', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('seat_id', 'uuid')
    .addColumn('first_seen_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('document_client_pkey', ['document_id', 'client_id'])
    .execute()
  await db.schema
    .createTable('refused_frame')
    .addColumn('id', 'uuid', (c) => c.primaryKey().defaultTo(id))
    .addColumn('document_id', 'uuid', (c) => c.notNull().references('document.id').onDelete('cascade'))
    .addColumn('seat_id', 'uuid')
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('bytes', 'bytea', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .execute()
  await db.schema
    .createIndex('refused_frame_document')
    .on('refused_frame')
    .columns(['document_id', 'created_at'])
    .execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['refused_frame', 'document_client', 'document_snapshot', 'document_update', 'document']) {
    await db.schema.dropTable(table).execute()
  }
}
