import { readConfig } from '@meydan/server/config'
import { readSecret } from '@meydan/server/access/secret'
import { SessionCookie } from '@meydan/server/access/session-cookie'
import type { Database } from '@meydan/server/database/schema'
import { sql } from 'kysely'
import type { Story } from './stories.ts'

/** So many more participants in a story's room, made in one statement; answers with their cookies. */
export async function crowd(db: Database, story: Story, count: number): Promise<string[]> {
  const cookies = new SessionCookie({ publicUrl: undefined }, await readSecret(db, readConfig({}, '/')))
  const { rows } = await sql<{ token: string; expiresAt: Date }>`
    with place as (
      select programme_id, room_id, organisation_id from seat where id = ${story.civil.seatId}
    ), people as (
      insert into person (name, email, is_anonymous, language)
      select 'Kişi ' || n, 'crowd-' || gen_random_uuid() || '@guest.invalid', true, 'en'
      from generate_series(1, ${count}::int) n returning id
    ), seats as (
      insert into seat (programme_id, room_id, person_id, organisation_id, role, colour)
      select place.programme_id, place.room_id, people.id, place.organisation_id, 'participant', 0 from people, place
    )
    insert into session (person_id, token, expires_at)
    select id, replace(gen_random_uuid()::text, '-', ''), now() + interval '1 day' from people
    returning token, expires_at`.execute(db)
  return rows.map(({ token, expiresAt }) => cookies.write(token, expiresAt).split(';')[0]!)
}
