import type { Database } from '@meydan/server/database/schema'
import { sql } from 'kysely'
import { crowd } from '../../support/crowd.ts'
import type { Story } from '../../support/stories.ts'

/** So many people with an address, each told of so much that they haven't read; answers with their cookies. */
export async function tellMany(db: Database, story: Story, { people, each }: { people: number; each: number }) {
  const cookies = await crowd(db, story, people)
  await sql`
    update person set is_anonymous = false, email = 'reader-' || id || '@example.org' where name like 'Kişi %'
  `.execute(db)
  await tellAgain(db, story, each)
  return cookies
}

/** The same people of as much more, as of ten minutes ago, as if their last letter were of another day. */
export async function tellAgain(db: Database, story: Story, each: number): Promise<void> {
  const text = `@[seat:${story.civil.seatId}] Mahalledeki kreş için iki salon bulduk; hangisi uygun? `.repeat(3)
  await sql`
    with threads as (
      insert into thread (room_id, anchor) select ${story.roomId}, 'room' from generate_series(1, ${each}::int) returning id
    ), comments as (
      insert into comment (id, thread_id, seat_id, text)
      select gen_random_uuid(), id, ${story.civil.seatId}, ${text} from threads returning id, thread_id
    )
    insert into notification (person_id, room_id, kind, thread_id, comment_id, by_seat_id, created_at)
    select person.id, ${story.roomId}, 'comment', comments.thread_id, comments.id, ${story.civil.seatId},
      now() - interval '10 minutes'
    from person, comments where person.name like 'Kişi %'`.execute(db)
  for (const table of ['digest', 'outgoingMail'] as const) await db.deleteFrom(table).execute()
  await sql`analyze notification`.execute(db)
}
