import { type Kysely, sql } from 'kysely'

/**
 * What a document was and who changed it, kept after its log is folded; documents that don't load; and, with each
 * refused frame, the connection and number under which the log of that connection knows it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const id = sql`gen_random_uuid()`
  const now = sql`now()`
  await db.schema
    .alterTable('document')
    .addColumn('quarantined_at', 'timestamptz')
    .addColumn('quarantine_reason', 'text')
    .execute()
  // What a fold has verified may be sent to newcomers as it is, as long as it is what was stored.
  await db.schema.alterTable('document_snapshot').addColumn('crc', 'bigint').addColumn('version', 'integer').execute()
  await db.schema
    .alterTable('refused_frame')
    .addColumn('connection_id', 'uuid')
    .addColumn('frame_no', 'integer')
    .execute()
  // Every node counts them once a minute.
  await db.schema
    .createIndex('document_quarantined')
    .on('document')
    .column('id')
    .where(sql.ref('quarantined_at'), 'is not', null)
    .execute()
  await db.schema
    .createTable('document_version')
    .addColumn('id', 'uuid', (c) => c.primaryKey().defaultTo(id))
    .addColumn('document_id', 'uuid', (c) => c.notNull().references('document.id').onDelete('cascade'))
    .addColumn('upto', 'bigint', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('bytes', 'bytea', (c) => c.notNull())
    .addColumn('seat_id', 'uuid')
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .execute()
  await db.schema
    .createIndex('document_version_document')
    .on('document_version')
    .columns(['document_id', 'created_at'])
    .execute()
  await db.schema
    .createTable('document_change')
    .addColumn('document_id', 'uuid', (c) => c.notNull().references('document.id').onDelete('cascade'))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('root', 'text', (c) => c.notNull())
    .addColumn('record_id', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('fields', sql`text[]`, (c) => c.notNull())
    .addColumn('seat_id', 'uuid')
    .addColumn('changed_at', 'timestamptz', (c) => c.notNull())
    .addPrimaryKeyConstraint('document_change_pkey', ['document_id', 'seq', 'root', 'record_id'])
    .execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['document_change', 'document_version']) await db.schema.dropTable(table).execute()
  await db.schema.alterTable('document_snapshot').dropColumn('crc').dropColumn('version').execute()
  await db.schema.alterTable('refused_frame').dropColumn('connection_id').dropColumn('frame_no').execute()
  await db.schema.dropIndex('document_quarantined').execute()
  await db.schema.alterTable('document').dropColumn('quarantined_at').dropColumn('quarantine_reason').execute()
}
