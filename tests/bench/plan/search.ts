import { openDatabase } from '@meydan/server/database/connection'
import type { Database } from '@meydan/server/database/schema'
import { sql } from 'kysely'
import { startServer } from '../../support/app.ts'
import { consultationRoom } from '../../support/stories.ts'
import { spreadOf } from '../figures.ts'
import type { Measured, Setting } from './scenario.ts'

const ROOMS = 50
const NOTES = 45_000
const ACTIONS = 5_000
const COMMENTS = 50_000

/**
 * A programme in which a hundred thousand notes, actions and comments were written, in Turkish and Arabic: how long the
 * server takes to find words in all of it, from the request to the last byte of the answer (`p95`). In ms.
 */
export async function search({ stores, quick }: Setting): Promise<Measured[]> {
  const { db, close } = openDatabase({ connectionString: stores.databaseUrl, statement_timeout: 300_000 })
  const story = await consultationRoom(db)
  await fill(db, { programmeId: story.programmeId, personId: story.civil.personId })
  const server = await startServer({ DATABASE_URL: stores.databaseUrl, LIMIT_SCALE: '1000', LOG_LEVEL: 'error' })
  const ask = async (q: string): Promise<{ ms: number; found: number }> => {
    const begun = performance.now()
    const reply = await fetch(`${server.url}/api/search?programmeId=${story.programmeId}&q=${encodeURIComponent(q)}`, {
      headers: { cookie: story.civil.cookie },
    })
    const { found } = (await reply.json()) as { found: unknown[] }
    return { ms: performance.now() - begun, found: found.length }
  }
  const asked = {
    'a word that is everywhere': 'mahallede',
    'its beginning alone': 'ma',
    'two words, Turkish letters': 'ÇEŞME tamiri',
    'a rare word': 'igdir',
    'Arabic, with article and without': 'البلدية',
    'Arabic, forms of alef': 'اطفال المدرسه',
    'what nobody wrote': 'yokböylebirşey',
  }
  try {
    const measured: Measured[] = []
    for (const [variant, words] of Object.entries(asked)) {
      for (let warm = 0; warm < 3; warm++) await ask(words)
      const times: number[] = []
      let found = 0
      for (let n = 0; n < (quick ? 10 : 40); n++) {
        const answer = await ask(words)
        times.push(answer.ms)
        found = answer.found
      }
      if (found === 0 && !variant.startsWith('what nobody')) throw new Error(`“${words}” was not found`)
      const sorted = times.toSorted((a, b) => a - b)
      const figures = { found, median: spreadOf(times).median, p95: sorted[Math.ceil(0.95 * sorted.length) - 1]! }
      measured.push({ variant: `100,000 texts of ${ROOMS} rooms, ${variant}`, figures })
    }
    return measured
  } finally {
    await server.stop()
    await close()
  }
}

const TEXTS = [
  'Mahallede çeşme tamiri gerekiyor, su üç gündür akmıyor',
  'Mahallede çocuklar için oyun alanı yok; anneler parkı istiyor',
  'الأطفال لا يجدون مكانًا في المدرسة القريبة من الحيّ',
  'سألنا البلدية عن الترجمة في المستشفى ولم يصل ردّ بعد',
  'Mahallede randevu mesajları yalnız Türkçe geliyor, kimse anlamıyor',
]

/** Rooms with a seat for the person, and in them what boards, plans and threads become. */
async function fill(db: Database, { programmeId, personId }: { programmeId: string; personId: string }): Promise<void> {
  await sql`
    insert into room (programme_id, name, audience, language)
    select ${programmeId}, 'Oda ' || n, 'joint', 'tr' from generate_series(2, ${ROOMS}::int) as n`.execute(db)
  await sql`
    insert into seat (programme_id, room_id, person_id, organisation_id, role, colour)
    select ${programmeId}, room.id, ${personId},
      (select id from organisation where programme_id = ${programmeId} limit 1), 'participant', 0
    from room where room.programme_id = ${programmeId}
      and not exists (select from seat where room_id = room.id and person_id = ${personId})`.execute(db)
  await sql`
    insert into document (room_id, kind, title)
    select id, kind, 'Belge' from room, unnest(array['board', 'plan']) as kind where programme_id = ${programmeId}`.execute(
    db,
  )
  const numbered = (kind: string) => sql`(
    select document.id, room_id, row_number() over (order by document.id) - 1 as number
    from document join room on room.id = room_id where room.programme_id = ${programmeId} and document.kind = ${kind})`
  const text = sql`(${TEXTS}::text[])[1 + (n * 7919) % 5] || ' ' || md5(n::text)
    || case when n % 997 = 0 then ' Iğdır' else '' end`
  await sql`
    insert into board_record (document_id, record_id, kind, words, side, fields)
    select board.id, 'note-' || n, 'note', ${text}, (array['civil', 'public'])[1 + n % 2], '{}'
    from generate_series(1, ${NOTES}::int) as n join ${numbered('board')} as board on board.number = n % ${ROOMS}::int`.execute(
    db,
  )
  await sql`
    insert into plan_action (document_id, action_id, goal_title, position, title, description, status, supporting_ids,
      indicator_name, indicator_unit, fields, locality, side)
    select plan.id, 'action-' || n, '', n, 'Eylem ' || n, ${text}, 'agreed', '{}', '', '', '{}', '', 'civil'
    from generate_series(1, ${ACTIONS}::int) as n join ${numbered('plan')} as plan on plan.number = n % ${ROOMS}::int`.execute(
    db,
  )
  await sql`
    with threads as (
      insert into thread (room_id, anchor, document_id, record_id)
      select board.room_id, 'note', board.id, 'note-' || n
      from generate_series(1, ${COMMENTS / 10}::int) as n join ${numbered('board')} as board on board.number = n % ${ROOMS}::int
      returning id
    )
    insert into comment (id, thread_id, seat_id, text)
    select gen_random_uuid(), id, (select id from seat where person_id = ${personId} limit 1), ${text}
    from (select id, row_number() over () as n from threads) as thread, generate_series(1, 10)`.execute(db)
  await sql`vacuum analyze board_record, plan_action, comment, thread, document, seat, room`.execute(db)
}
