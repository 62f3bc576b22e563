import { type Kysely, sql } from 'kysely'

/**
 * What words are found by, wherever they stand in a programme. `simple`, without anybody's stems: in five of our
 * languages and Arabic together a beginning of a word finds more than a stemmer of one of them. What stands between words
 * is taken out first, so that Postgres sees no addresses and no hyphens in them; Arabic words are found with their article
 * and what is written together with it, and without.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function search_vector(folded text) returns tsvector immutable parallel safe language sql as $$
      select to_tsvector('simple', spaced) || to_tsvector('simple',
        regexp_replace(spaced, '(^|\\s)(?:وال|فال|بال|كال|لل|ال)(?=\\S\\S)', '\\1', 'g'))
      from (select translate(
        regexp_replace(folded, '@\\[[a-z]+:[0-9a-f-]+\\]', ' ', 'g'),
        '-_/.,;:!?''"()[]{}<>@#&*+=|~^%' || U&'\\060C\\061B\\061F\\2013\\2014\\2018\\2019\\201C\\201D\\201E\\2026\\00AB\\00BB',
        repeat(' ', 43)) as spaced) as words
    $$`.execute(db)
  await sql`create index board_record_search on board_record using gin (search_vector(folded)) where gone_at is null`.execute(
    db,
  )
  await sql`create index plan_action_search on plan_action using gin (search_vector(folded))`.execute(db)
  await sql`create index comment_search on comment using gin (search_vector(folded)) where deleted_at is null`.execute(
    db,
  )
  await sql`create index decision_search on decision using gin (search_vector(folded))`.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['decision', 'comment', 'plan_action', 'board_record']) {
    await db.schema.dropIndex(`${table}_search`).execute()
  }
  await sql`drop function search_vector(text)`.execute(db)
}
