import { type Kysely, sql } from 'kysely'

/** Programmes, the organisations in them, rooms, seats in rooms, and the invitation links that lead to seats. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const id = sql`gen_random_uuid()`
  const now = sql`now()`
  await db.schema
    .createTable('programme')
    .addColumn('id', 'uuid', (c) => c.primaryKey().defaultTo(id))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('cities', sql`text[]`, (c) => c.notNull().defaultTo(sql`'{}'`))
    .addColumn('created_by', 'uuid', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .execute()
  await db.schema
    .createTable('organisation')
    .addColumn('id', 'uuid', (c) => c.primaryKey().defaultTo(id))
    .addColumn('programme_id', 'uuid', (c) => c.notNull().references('programme.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_folded', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('side', 'text', (c) => c.notNull().check(sql`side in ('civil', 'public', 'neutral')`))
    .addColumn('is_host', 'boolean', (c) => c.notNull().defaultTo(false))
    .addColumn('city', 'text')
    .addColumn('fields', sql`text[]`, (c) => c.notNull().defaultTo(sql`'{}'`))
    .addColumn('languages', sql`text[]`, (c) => c.notNull().defaultTo(sql`'{}'`))
    .addColumn('created_by', 'uuid', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint('organisation_name', ['programme_id', 'name_folded'])
    .addUniqueConstraint('organisation_in_programme', ['programme_id', 'id'])
    .execute()
  await db.schema
    .createTable('programme_member')
    .addColumn('programme_id', 'uuid', (c) => c.notNull().references('programme.id').onDelete('cascade'))
    .addColumn('person_id', 'uuid', (c) => c.notNull().references('person.id').onDelete('cascade'))
    .addColumn('organisation_id', 'uuid', (c) => c.notNull())
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint('programme_member_pkey', ['programme_id', 'person_id'])
    .addForeignKeyConstraint('programme_member_organisation', ['programme_id', 'organisation_id'], 'organisation', [
      'programme_id',
      'id',
    ])
    .execute()
  await db.schema
    .createTable('room')
    .addColumn('id', 'uuid', (c) => c.primaryKey().defaultTo(id))
    .addColumn('programme_id', 'uuid', (c) => c.notNull().references('programme.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('purpose', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('audience', 'text', (c) => c.notNull().check(sql`audience in ('joint', 'civil', 'public')`))
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('created_by', 'uuid', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addColumn('archived_at', 'timestamptz')
    .addUniqueConstraint('room_in_programme', ['programme_id', 'id'])
    .execute()
  await db.schema.createIndex('room_programme').on('room').column('programme_id').execute()
  await db.schema
    .createTable('invitation')
    .addColumn('id', 'uuid', (c) => c.primaryKey().defaultTo(id))
    .addColumn('room_id', 'uuid', (c) => c.notNull().references('room.id').onDelete('cascade'))
    .addColumn('role', 'text', (c) =>
      c.notNull().check(sql`role in ('facilitator', 'expert', 'participant', 'observer')`),
    )
    .addColumn('label', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('organisation_id', 'uuid', (c) => c.references('organisation.id').onDelete('cascade'))
    .addColumn('token_hash', 'bytea', (c) => c.notNull().unique())
    .addColumn('max_uses', 'integer', (c) => c.notNull().check(sql`max_uses > 0`))
    .addColumn('uses', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('expires_at', 'timestamptz', (c) => c.notNull())
    .addColumn('revoked_at', 'timestamptz')
    .addColumn('created_by', 'uuid', (c) => c.references('person.id').onDelete('set null'))
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addCheckConstraint('invitation_uses', sql`uses <= max_uses`)
    .execute()
  await db.schema.createIndex('invitation_room').on('invitation').column('room_id').execute()
  await db.schema
    .createTable('seat')
    .addColumn('id', 'uuid', (c) => c.primaryKey().defaultTo(id))
    .addColumn('programme_id', 'uuid', (c) => c.notNull())
    .addColumn('room_id', 'uuid', (c) => c.notNull())
    .addColumn('person_id', 'uuid', (c) => c.notNull().references('person.id').onDelete('cascade'))
    .addColumn('organisation_id', 'uuid', (c) => c.notNull())
    .addColumn('role', 'text', (c) =>
      c.notNull().check(sql`role in ('facilitator', 'expert', 'participant', 'observer')`),
    )
    .addColumn('colour', 'smallint', (c) => c.notNull())
    .addColumn('invitation_id', 'uuid', (c) => c.references('invitation.id').onDelete('set null'))
    .addColumn('created_at', 'timestamptz', (c) => c.notNull().defaultTo(now))
    .addColumn('removed_at', 'timestamptz')
    .addUniqueConstraint('seat_person', ['room_id', 'person_id'])
    .addForeignKeyConstraint('seat_room', ['programme_id', 'room_id'], 'room', ['programme_id', 'id'], (c) =>
      c.onDelete('cascade'),
    )
    .addForeignKeyConstraint('seat_organisation', ['programme_id', 'organisation_id'], 'organisation', [
      'programme_id',
      'id',
    ])
    .execute()
  await db.schema.createIndex('seat_of_person').on('seat').column('person_id').execute()
  await db.schema.createIndex('seat_of_organisation').on('seat').column('organisation_id').execute()
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['seat', 'invitation', 'room', 'programme_member', 'organisation', 'programme']) {
    await db.schema.dropTable(table).execute()
  }
}
