import { type Kysely, sql } from 'kysely'

/**
 * What letters are searched as: capitals and marks left out, of Latin and of Arabic. By a list, because Postgres' own
 * `lower` knows as much of Turkish as the locale that a database happened to be made with, and `unaccent` isn't
 * everywhere. Left out at the end of it: the dot that a lower-case İ leaves, Arabic vowel marks, the stretching of words.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function folded_words(words text) returns text immutable parallel safe language sql as $$
      select lower(translate(words,
        'ÂâÁáÀàÄäÃãÅåÇçĆćČčÉéÈèÊêËëĞğİIıÎîÍíÌìÏïÑñÖöÓóÒòÔôÕõØøŞşŠšÜüÚúÙùÛûÝýÿŽžÆأإآٱىة'
          || U&'\\0307\\064B\\064C\\064D\\064E\\064F\\0650\\0651\\0652\\0640',
        'aaaaaaaaaaaacccccceeeeeeeeggiiiiiiiiiiinnoooooooooooossssuuuuuuuuyyyzzæاااايه'))
    $$`.execute(db)
  await sql`
    alter table plan_action
      add column folded text not null generated always as (folded_words(title || ' ' || description)) stored
  `.execute(db)
  await sql`
    alter table board_record add column folded text not null generated always as (folded_words(words)) stored
  `.execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table board_record drop column folded`.execute(db)
  await sql`alter table plan_action drop column folded`.execute(db)
  await sql`drop function folded_words(text)`.execute(db)
}
